"""The answer to "for which discount factors is the path sustained, and who would break it"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.display import Document, Table
from games.errors import GameError, LimitError
from games.exact import Number, sign
from games.forms.automaton import Automaton
from games.forms.normal import Profile
from games.forms.repeated import RepeatedGame, peace_profile, stage_equilibria, target_path
from solver.repeated import (
    MixedMinmax,
    PureMinmax,
    automaton_certificate,
    intersection,
    mixed_minmax,
    one_shot_test,
    optimal_discount,
    payoff_set,
    penal_automaton,
    pure_minmax,
    reversion,
    sustaining,
    thresholds,
    worst_equilibria,
)
from solver.repeated.by_signs import PathBySigns
from solver.repeated.deviation import AutomatonTest
from solver.repeated.reversion import deviation_margins
from solver.solution.certificate import Certificate
from solver.solution.discounting import CriticalDiscount, DiscountSet, PartyThreshold
from solver.solution.regimes.sustained import class_of, class_words
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import distances_of, of_game
from solver.solve.kinds.repeated import common
from solver.solve.solution import SpecRecord
from solver.verdict.walk import Sayings
from solver.verdict.words import listing


@dataclass(frozen=True)
class Reversion:
    """What reversion to the worst pure stage equilibria sustains.

    equilibria: [player], played for ever after it deviates. sets: [player], its discount factors.
    rows: [player], the closed form, for constant paths; else empty.
    """

    equilibria: tuple[Profile, ...]
    sets: tuple[DiscountSet, ...]
    common: DiscountSet
    rows: tuple[PartyThreshold, ...]


@dataclass(frozen=True)
class SustainAnswer(Answer):
    """Where the path is sustained.

    reversion: None where the stage game has no pure equilibrium. necessary: [player], the discount
    factors at which it would stay if deviating brought it no more than its pure minmax: outside
    them no equilibrium has the path. optimal: for constant paths of two players. holds: at the
    game's own discount factors, None where that is not known. leaving: who would leave.
    """

    game: RepeatedGame
    spec: SpecRecord | None
    path: tuple[Profile, ...]
    reversion: Reversion | None
    necessary: tuple[DiscountSet, ...]
    optimal: CriticalDiscount | None
    holds: bool | None
    leaving: tuple[int, ...]
    punishments: str
    automaton: Automaton | None
    test: AutomatonTest | None
    pure: tuple[PureMinmax, ...]
    mixed: tuple[MixedMinmax, ...]
    limits: tuple[str, ...]
    certificate: Certificate | None
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """ "complete" unless something that was asked is not known."""
        return "incomplete" if self.limits else "complete"

    @property
    def title(self) -> str:
        """The spec's or the game's title."""
        return common.title_of(self.game, self.spec)

    @property
    def headline(self) -> str:
        """Whether the path holds at the game's discount factors."""
        from solver.solve.kinds.repeated.sustain_report import headline

        return headline(self)

    def document(self) -> Document:
        """The report."""
        from solver.solve.kinds.repeated.sustain_report import report

        return report(self)

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        from solver.solve.kinds.repeated.sustain_report import as_json

        return as_json(self)

    def csv(self) -> Table:
        """One row per party."""
        from solver.solve.kinds.repeated.sustain_report import party_table

        return party_table(self)


def answer_sustain(subject: Any, clock: Any) -> SustainAnswer:
    """Ask for reversion, then for optimal penal codes; put the automaton to the checker."""
    game: RepeatedGame = subject.game
    stage = game.stage
    path = target_path(game)
    players = range(len(game.players))
    two = len(game.players) == 2
    pure = tuple(pure_minmax(stage, i) for i in players)
    necessary = tuple(sustaining(stage, path, i, pure[i].value) for i in players)
    back = _reversion(game, path)
    clock.lap("reversion")
    optimal = optimal_discount(stage, path[0], clock.stopped) if two and len(path) == 1 else None
    clock.lap("penal codes")
    holds, leaving, punishments, automaton = _now(game, path, back, pure, clock)
    certificate, test = None, None
    if automaton is not None:
        test = one_shot_test(game, automaton)
        certificate = common.verified(automaton_certificate(game, automaton))
    clock.lap("automaton")
    return SustainAnswer(
        game,
        subject.record,
        path,
        back,
        necessary,
        optimal,
        holds,
        leaving,
        punishments,
        automaton,
        test,
        pure,
        tuple(mixed_minmax(stage, i) for i in players) if two else (),
        tuple(_limits(game, path, back, necessary, optimal, holds)),
        certificate,
        distances_of(subject, of_game(verdict), clock),
    )


def verdict(game: RepeatedGame) -> Sayings:
    """Whether the path is sustained at the game's own discount factors, and by what.

    Payoffs and discount factors may be followed as functions. Raises `GameError` for more than two
    players.
    """
    if len(game.players) != 2:
        raise GameError("punishments beyond reversion are settled for two players only")
    path, stage = target_path(game), game.stage
    judged = PathBySigns(game.players, stage.actions, stage.payoffs, game.discounts, path)
    found = judged.verdict(lambda function, _: sign(function))
    subject = "Peace" if path == (peace_profile(stage),) else "The path"
    broken = f": {listing(found.breaking)} would break it" if found.breaking else ""
    return (f"{subject} {class_words(class_of(found))}{broken}.",)


def _reversion(game: RepeatedGame, path: tuple[Profile, ...]) -> Reversion | None:
    stage = game.stage
    if not stage_equilibria(stage):
        return None
    equilibria = worst_equilibria(stage)
    sets = tuple(
        sustaining(stage, path, i, stage.payoff(i, equilibrium))
        for i, equilibrium in enumerate(equilibria)
    )
    rows = thresholds(stage, path[0]) if len(path) == 1 else ()
    return Reversion(equilibria, sets, intersection(sets), rows)


def _leaving(
    game: RepeatedGame, path: Sequence[Profile], punishments: Sequence[Number]
) -> tuple[int, ...]:
    """The players that gain by leaving somewhere on the path, at their own discount factors."""
    return tuple(
        i
        for i, discount in enumerate(game.discounts)
        if any(
            sign(margin) < 0
            for margin in deviation_margins(game.stage, path, i, punishments[i], discount)
        )
    )


def _now(
    game: RepeatedGame,
    path: tuple[Profile, ...],
    back: Reversion | None,
    pure: Sequence[PureMinmax],
    clock: Any,
) -> tuple[bool | None, tuple[int, ...], str, Automaton | None]:
    """Whether the path holds at the game's discount factors, who leaves, and what supports it."""
    stage = game.stage
    leaving: tuple[int, ...] = ()
    if back is not None:
        worst = [stage.payoff(i, equilibrium) for i, equilibrium in enumerate(back.equilibria)]
        leaving = _leaving(game, path, worst)
        if not leaving:
            return True, (), "reversion", reversion(stage, path)
    hopeless = _leaving(game, path, [row.value for row in pure])
    if hopeless:
        return False, hopeless, "minmax", None
    if len(game.players) != 2 or game.common_discount is None:
        return None, leaving, "reversion", None
    if game.common_discount == 0:
        return False, leaving or _leaving(game, path, [Fraction(0)] * 2), "minmax", None
    try:
        found = payoff_set(game, stop=clock.stopped)
    except LimitError:
        return None, leaving, "reversion", None
    if found.threats is not None:
        leaving = _leaving(game, path, found.threats)
        if not leaving:
            return True, (), "penal codes", penal_automaton(game, found, path)
    if found.status == "complete":
        return False, leaving, "penal codes", None
    return None, leaving, "penal codes", None


def _limits(
    game: RepeatedGame,
    path: tuple[Profile, ...],
    back: Reversion | None,
    necessary: Sequence[DiscountSet],
    optimal: CriticalDiscount | None,
    holds: bool | None,
) -> list[str]:
    """What is not known, in sentences."""
    settled = back is not None and back.sets == tuple(necessary)
    out = []
    if holds is None:
        out.append(
            "Whether the path is sustained at these discount factors is not known: reversion to "
            "stage equilibria does not sustain it, and other punishments "
            + (
                "were not settled."
                if len(game.players) == 2 and game.common_discount is not None
                else "are computed for two players with one discount factor only."
            )
        )
    if optimal is not None and optimal.status != "complete":
        out.append(
            "The least discount factor under optimal penal codes was enclosed, not found exactly."
        )
    if optimal is None and not settled:
        out.append(
            "All discount factors are known for reversion only; outside those at which nobody "
            "would leave if held to the pure minmax there are certainly no others."
        )
    elif game.common_discount is None and not settled:
        names = [
            name
            for name, one, other in zip(
                game.players, back.sets if back else necessary, necessary, strict=True
            )
            if back is None or one != other
        ]
        out.append(
            "With unequal discount factors other punishments than reversion are not computed; they "
            f"could keep {listing(names)} at lower ones."
        )
    return out
