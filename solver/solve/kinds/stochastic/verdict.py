"""What is said of a stochastic game as a whole, and how far its quantities are from other words.

The verdict: who seeks power in every state (or, where nobody does, which actions are played), and
whether peace lasts or conflict is certain to come from the start, each in every Markov perfect
equilibrium, in some or in none. Where those that mix cannot be followed, the same of the pure
ones alone, and the words say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from games.errors import DetenteError, LimitError
from games.exact import Number
from games.forms.normal import lookup
from games.forms.stationary import draws, worth
from games.forms.stochastic import StochasticGame
from solver.dynamic.common_interest import joint_optimum
from solver.dynamic.markov import markov_perfect
from solver.dynamic.supports import Allowance
from solver.solution.markov import MarkovPerfectSet, StageProfile
from solver.solution.verdict import Distance
from solver.solve.distances import PURE_ONLY, distances_of, short
from solver.verdict.covered import CoveredWalk
from solver.verdict.distance import NOT_RATIONAL
from solver.verdict.elsewhere import COUNTS, counted, walked
from solver.verdict.walk import Domain, Sayings, StoppedError

if TYPE_CHECKING:
    from games.spec import Quantity, Spec
    from solver.solve.front import Clock, Subject

OTHER_GAME = (
    "not computed, because in each state it follows from other quantities: set to its value it "
    "would make another game"
)
FAMILIES = "equilibria that form families are not followed"
#: Nodes times states that the search for supports may take: of pure equilibria and of all, for the
#: whole game and for one quantity.
PURE_WORK, PURE_SHARE = 9600, 3200
ALL_WORK, ALL_SHARE = 1600, 640
#: subject of a sentence, with a gap -> whether it holds in every equilibrium, in some or in none.
Extents = Mapping[str, str]
EVERY, SOME, NONE = "every", "some", "no"
#: What is said of the parameters that count states.
_STATES = "lattice"


def sayings(extents: Extents) -> Sayings:
    """The sentences."""
    return tuple(subject.format(extent) for subject, extent in extents.items())


def extents(
    game: StochasticGame, found: MarkovPerfectSet, what: str, known: bool, states: bool = True
) -> Extents:
    """What holds in every, some or no equilibrium.

    what: what the sentences call them. known: whether all are listed; else only what some of the
    listed ones show. states: False leaves out what is said of single states.
    """
    said: dict[str, str] = {}

    def say(subject: str, some: bool, every: bool) -> None:
        if known or (some and not every):
            extent = EVERY if every else SOME if some else NONE
            said[f"{subject} in {{}} {what}."] = extent

    listed = [item.stages for item in found.equilibria]
    if not listed:
        return {f"There is {{}} {what}.": NONE} if known else {}
    for s, name in enumerate(game.states if states else ()):
        for i, player in enumerate(game.players):
            for words, actions in _matters(game, s, i):
                hits = [
                    any(profile[i][a] != 0 for a in actions)
                    for stages in listed
                    for profile in stages[s]
                ]
                say(f"In state {name}, {player} {words}", any(hits), all(hits))
    if game.peaceful is not None:
        futures = [_Future(game, stages) for stages in listed]
        say(
            "From the start, peace lasts",
            any(future.peace_possible for future in futures),
            all(future.peace_certain for future in futures),
        )
        say(
            "From the start, conflict is certain to come",
            any(future.conflict_possible for future in futures),
            all(future.conflict_certain for future in futures),
        )
    return said


def _matters(game: StochasticGame, s: int, player: int) -> Iterator[tuple[str, frozenset[int]]]:
    """(words, the actions they mean) of what is told of a player in a state."""
    names = game.actions[s][player]
    if len(names) == 1:
        return
    if game.seeking is not None:
        chosen = game.seeking[s][player]
        if 0 < len(chosen) < len(names):
            yield "seeks power", chosen
        return
    for a, name in enumerate(names):
        yield f"plays {name.replace('{', '{{').replace('}', '}}')}", frozenset((a,))


class _Future:
    """Where play can go under the equilibria with one vector of values: one profile per state."""

    def __init__(self, game: StochasticGame, stages: tuple[tuple[StageProfile, ...], ...]) -> None:
        assert game.peaceful is not None
        #: [s], per choice: whether it risks conflict, and where it leads without.
        self.ways: list[list[tuple[bool, frozenset[int]]]] = []
        for s, profiles in enumerate(stages):
            own = []
            for profile in profiles:
                risk = False
                targets: set[int] = set()
                for actions, _ in draws(game, s, profile):
                    cell: Any = lookup(game.peaceful[s], actions)
                    targets.update(t for t, _ in cell)
                    risk = risk or sum(mass for _, mass in cell) != 1
                own.append((risk, frozenset(targets)))
            self.ways.append(own)
        self.start = {s for s, _ in game.initial}
        self.reached = self._reached()
        #: States from which some choice of profiles keeps peace for ever.
        self.quiet = self._quiet()

    def _reached(self) -> set[int]:
        seen, todo = set(self.start), list(self.start)
        while todo:
            for _, targets in self.ways[todo.pop()]:
                todo += targets - seen
                seen |= targets
        return seen

    def _quiet(self) -> set[int]:
        kept = set(range(len(self.ways)))
        while True:
            left = {s for s in kept if any(not risk and t <= kept for risk, t in self.ways[s])}
            if left == kept:
                return kept
            kept = left

    @property
    def peace_possible(self) -> bool:
        """Whether some choice keeps peace from the start."""
        return self.start <= self.quiet

    @property
    def peace_certain(self) -> bool:
        """Whether every choice does."""
        return not any(risk for s in self.reached for risk, _ in self.ways[s])

    @property
    def conflict_certain(self) -> bool:
        """Whether conflict comes with probability one whatever is chosen."""
        return not self.reached & self.quiet

    @property
    def conflict_possible(self) -> bool:
        """Whether it does under some choice: almost sure reaching in a decision process."""
        kept = set(range(len(self.ways)))
        while True:
            near: set[int] = set()
            while True:
                more = {
                    s
                    for s in kept - near
                    if any(t <= kept and (risk or t & near) for risk, t in self.ways[s])
                }
                if not more:
                    break
                near |= more
            if near == kept:
                return self.start <= kept
            kept = near


@dataclass
class _Judge:
    """The verdict of games with one quantity at a value; here: that of the game as it is."""

    build: Callable[[Number], StochasticGame]
    mixed: bool
    allowance: Allowance
    here: Extents

    def __call__(self, value: Number) -> Sayings:
        """Raises `LimitError` where it is not known."""
        game = self.build(value)
        found = markov_perfect(game, mixed=self.mixed)
        self.allowance.left -= found.nodes
        return sayings(self.told(game, found))

    def told(self, game: StochasticGame, found: MarkovPerfectSet) -> Extents:
        """What is known of a game, as far as it is needed."""
        if not self.mixed:
            return _of_pure(game, found)
        known = found.complete.value is True and not found.families
        told = extents(game, found, "equilibrium", known)
        if known:
            return told
        if all(self.here.get(subject, extent) == extent for subject, extent in told.items()):
            why = "; ".join(found.open) or (FAMILIES if found.families else found.complete.reason)
            raise LimitError(f"on the way mixtures are not decided ({why})")
        # What the listed equilibria show is enough to tell it apart.
        return {**self.here, **told}


def _of_pure(game: StochasticGame, found: MarkovPerfectSet, of_states: bool = True) -> Extents:
    if not found.pure_complete:
        raise LimitError("not all pure equilibria are known")
    return extents(game, found, "pure equilibrium", True, of_states)


def pure_verdict(spec: Spec, values: Mapping[str, Number], of_states: bool = True) -> Sayings:
    """What is said of the pure equilibria; of_states: of single states too."""
    game = spec.realise(values).game
    return sayings(_of_pure(game, markov_perfect(game, mixed=False), of_states))


def best_verdict(spec: Spec, values: Mapping[str, Number], of_states: bool = True) -> Sayings:
    """Who does what in the best equilibria of a game of one interest; of_states: in each state."""
    game: StochasticGame = spec.realise(values).game
    if not game.is_common_interest:
        return ("The players no longer have one interest.",)
    optimum = joint_optimum(game)
    assert optimum is not None
    said: dict[str, str] = {}
    for s, name in enumerate(game.states if of_states else ()):
        best = [
            profile
            for profile in game.profiles(s)
            if worth(game, 0, s, profile, optimum.values) == optimum.values[s]
        ]
        for i, player in enumerate(game.players):
            for words, actions in _matters(game, s, i):
                hits = [profile[i] in actions for profile in best]
                extent = EVERY if all(hits) else SOME if any(hits) else NONE
                said[f"In state {name}, {player} {words} in {{}} best equilibrium."] = extent
    return sayings(said)


class Finder:
    """Finds the distance of one quantity after the other, within a budget for the whole game.

    found: all equilibria of the game; None: the best of a game of one interest is asked for.
    """

    def __init__(self, game: StochasticGame, found: MarkovPerfectSet | None) -> None:
        self.game, self.found = game, found
        size = len(game.states)
        self.pure, self.pure_share = PURE_WORK // size, PURE_SHARE // size
        self.all, self.all_share = ALL_WORK // size, ALL_SHARE // size

    @cached_property
    def _here_all(self) -> Extents:
        assert self.found is not None
        return extents(self.game, self.found, "equilibrium", True)

    @cached_property
    def _here_pure(self) -> Extents:
        return _of_pure(self.game, markov_perfect(self.game, mixed=False))

    def __call__(
        self, spec: Spec, quantity: Quantity, blank: Distance, stop: Callable[[], bool]
    ) -> Distance:
        """The distance, or why it is not known."""
        if quantity.address in COUNTS:
            # Other states are other sentences: what is compared is said of the start alone.
            of_states = quantity.address != _STATES

            def said(spec: Spec, values: Mapping[str, Number]) -> Sayings:
                if self.found is None:
                    return best_verdict(spec, values, of_states)
                return pure_verdict(spec, values, of_states)

            return counted(spec, quantity, said, said(spec, {}), blank)
        if not quantity.free and not quantity.address.startswith("discount"):
            return replace(blank, reason=NOT_RATIONAL)
        try:
            same = spec.realise({quantity.address: quantity.value}).game.digest == self.game.digest
        except DetenteError as error:
            return replace(blank, reason=f"not computed, because {error.message}")
        if not same:
            return replace(blank, reason=OTHER_GAME)
        if self.found is None:
            return walked(spec, quantity, best_verdict, best_verdict(spec, {}), blank, stop)
        if self.found.families:
            why = FAMILIES
        elif self.found.complete.value is True:
            known, why = self._walked(spec, quantity, blank, stop, True)
            if known is not None:
                return replace(known, reason="exact")
        else:
            why = "those that mix are not all known"
        known, reason = self._walked(spec, quantity, blank, stop, False)
        if known is None:
            return replace(blank, reason=f"not computed, because {reason}")
        return replace(known, reason=f"{PURE_ONLY}, because {why}")

    def _walked(
        self,
        spec: Spec,
        quantity: Quantity,
        blank: Distance,
        stop: Callable[[], bool],
        mixed: bool,
    ) -> tuple[Distance | None, str]:
        """The distance, or why there is none."""
        given = min(self.all_share, self.all) if mixed else min(self.pure_share, self.pure)
        allowance = Allowance(given)

        def build(value: Number) -> StochasticGame:
            game: StochasticGame = spec.realise({quantity.address: value}).game
            return game

        domain = Domain(quantity.low, quantity.high, quantity.high_open)
        flips = []
        try:
            here = self._here_all if mixed else self._here_pure
            judge = _Judge(build, mixed, allowance, here)
            walk = CoveredWalk(
                judge, quantity.value, sayings(here), domain, stop, build, mixed, allowance
            )
            for direction, side in ((-1, "below"), (1, "above")):
                try:
                    flips.append(walk.nearest(direction))
                except StoppedError as stopped:
                    where = "" if mixed else f"{side} {short(stopped.certain)} "
                    return None, where + stopped.reason
        except DetenteError as error:
            return None, error.message
        finally:
            spent = given - allowance.left
            if mixed:
                self.all -= spent
            else:
                self.pure -= spent
        return replace(blank, below=flips[0], above=flips[1], computed=True), ""


def markov_distances(
    subject: Subject, clock: Clock, found: MarkovPerfectSet, question: str
) -> tuple[Distance, ...]:
    """How far each quantity of the spec behind a game is from another verdict."""
    best = question == "best"
    verdict = best_verdict if best else pure_verdict
    finder = Finder(subject.game, None if best else found)
    return distances_of(subject, verdict, clock, finder=finder)
