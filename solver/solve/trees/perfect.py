"""The answer about a game in which everybody sees everything: backward induction, and its play."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from games.display import Document, Table
from games.errors import LimitError
from games.exact import Number, arithmetic_of
from games.forms.extensive import Decision, ExtensiveGame
from games.forms.ladder import BACK_DOWN, HOLD, LadderGame, Positions
from solver.dynamic.equilibria import MAX_BITS, EquilibriumGraph
from solver.dynamic.induction import MAX_VALUES, Induction, backward_induction
from solver.dynamic.perfect_certificate import MOST_NODES, subgame_perfect_certificate
from solver.dynamic.play import Line, Lines, seeking_event
from solver.dynamic.rungs import RungPosition, rung_positions
from solver.label import certificate_digest
from solver.solution.certificate import Certificate
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import UNSURE, distances_of, of_game, unknown_distances
from solver.solve.solution import SpecRecord
from solver.verdict.words import listing
from solver.verify import check

if TYPE_CHECKING:
    from solver.solve.front import Clock, Subject

#: Lines of play that a report lists; the count is exact.
LISTED = 6
#: Values of nodes beyond this many stay out of reports and JSON.
SHOWN = 500

#: (in some line of play, in every line of play).
Range = tuple[bool, bool]


@dataclass(frozen=True)
class Play:
    """What the equilibria do from the root on.

    lines: their number, None beyond 2**MAX_BITS. listed: the first of them. seeks: [player], None
    without `seeking`.
    backs_down: [player], come_down: a rung is left downwards; ladders only.
    """

    lines: int | None
    listed: tuple[Line, ...]
    seeks: tuple[Range, ...] | None
    backs_down: tuple[Range, ...] | None
    comes_down: Range | None


@dataclass(frozen=True, repr=False)
class PerfectSolution(Answer):
    """All pure subgame-perfect equilibria.

    graph: None where a limit stopped the work. vectors: payoffs and measures of the equilibria.
    play: None where it was not worked out, `limits` say why. rungs: of a ladder.
    """

    spec: SpecRecord | None
    game: ExtensiveGame
    graph: EquilibriumGraph | None
    vectors: tuple[tuple[Number, ...], ...]
    count: int | None
    play: Play | None
    rungs: tuple[RungPosition, ...]
    arithmetic: str
    limits: tuple[str, ...]
    certificate: Certificate | None
    certificate_digest: str | None
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """ "complete" if every equilibrium is accounted for."""
        whole = self.graph is not None and self.graph.induction.complete
        return "complete" if whole else "incomplete"

    @property
    def title(self) -> str:
        """The title of the spec or game."""
        if self.spec is not None:
            return self.spec.title or self.spec.label
        return self.game.title or "Subgame-perfect equilibria"

    @property
    def is_ladder(self) -> bool:
        """Whether the game is a ladder."""
        return isinstance(self.game, LadderGame)

    def range(self, place: int) -> tuple[Number, Number]:
        """Least and greatest entry of the vectors at a place: payoffs, then measures."""
        column = [vector[place] for vector in self.vectors]
        return min(column), max(column)

    @property
    def conflict(self) -> tuple[Number, Number] | None:
        """Least and greatest probability of conflict over the equilibria, where the game has it."""
        if "conflict_probability" not in self.game.measures or not self.vectors:
            return None
        return self.range(len(self.game.players) + self.game.measures.index("conflict_probability"))

    @property
    def course(self) -> str | None:
        """How a ladder is played: "climbs", "holds", "comes down" or words for a mixture."""
        if not self.is_ladder or self.play is None or self.play.seeks is None:
            return None
        if not any(some for some, _ in self.play.seeks):
            return "holds"
        conflict = self.conflict
        certain = any(every for _, every in self.play.seeks)
        words = "climbs" if certain else "holds or climbs"
        assert self.play.comes_down is not None
        if conflict is not None and conflict[1] == 0:
            words += " without risk of conflict"
        if self.play.comes_down[1]:
            return words + " and comes down again"
        return words + " and may come down again" if self.play.comes_down[0] else words

    @property
    def headline(self) -> str:
        """Who seeks power in the equilibria, or what they pay."""
        if self.graph is None:
            return "No equilibrium was found: " + "; ".join(self.limits) + "."
        kinds = "some pure subgame-perfect equilibrium"
        if self.play is None or self.play.seeks is None:
            size = len({vector[: len(self.game.players)] for vector in self.vectors})
            pays = "one vector of payoffs" if size == 1 else f"{size} vectors of payoffs"
            return f"{self.counted}, with {pays}."
        names = self.game.players
        every = [n for n, (_, all_) in zip(names, self.play.seeks, strict=True) if all_]
        some = [
            n for n, (any_, all_) in zip(names, self.play.seeks, strict=True) if any_ and not all_
        ]
        parts = []
        if every:
            verb = "seeks" if len(every) == 1 else "seek"
            parts.append(f"{listing(every)} {verb} power in every pure subgame-perfect equilibrium")
        if some:
            verb = "seeks" if len(some) == 1 else "seek"
            parts.append(f"{listing(some)} {verb} power in {kinds} and not in others")
        if not parts:
            parts = ["nobody seeks power in any pure subgame-perfect equilibrium"]
        text = "; ".join(parts)
        return text[0].upper() + text[1:] + "."

    @property
    def counted(self) -> str:
        """How many equilibria there are, in words."""
        if self.graph is not None and not self.graph.induction.complete:
            return "One subgame-perfect equilibrium of an unknown number"
        if self.count is None:
            return f"More than 2^{MAX_BITS} pure subgame-perfect equilibria"
        if self.count == 1:
            return "One pure subgame-perfect equilibrium"
        number = str(self.count) if self.count < 10**12 else f"About 10^{len(str(self.count)) - 1}"
        return f"{number} pure subgame-perfect equilibria"

    def document(self) -> Document:
        """The report."""
        from solver.solve.trees.document import report

        return report(self)

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        from solver.solve.trees.envelope import envelope

        return envelope(self)

    def csv(self) -> Table:
        """One row per decision and action: whether some equilibrium takes it."""
        rows: list[list[Any]] = []
        if self.graph is not None:
            for node, at in self.game.decisions():
                optimal = {action for action, _ in self.graph.induction.supports(node)}
                rows += [
                    [
                        node,
                        self.game.name(node),
                        self.game.players[at.player],
                        name,
                        "yes" if action in optimal else "no",
                    ]
                    for action, name in enumerate(at.actions)
                ]
        return Table("", ("node", "name", "player", "action", "optimal"), rows)


def perfect_solution(subject: Subject, clock: Clock) -> PerfectSolution:
    """Solve a game with perfect information, and check what is found."""
    game: ExtensiveGame = subject.game
    induction = backward_induction(game, clock.stopped)
    clock.lap("equilibria")
    if induction is None:
        return PerfectSolution(
            subject.record, game, None, (), None, None, (), "rational",
            (f"{clock.reason} before the root",), None, None,
        )  # fmt: skip
    drawn = sketch(game, induction)
    clock.lap("play")
    assert drawn.graph is not None
    count = drawn.graph.count if induction.complete else None
    clock.lap("count")
    certificate, limits = None, drawn.limits
    if not induction.complete:
        pass
    elif len(game.nodes) > MOST_NODES:
        limits = (*limits, f"no certificate: it would list the values of {len(game.nodes)} nodes")
    else:
        certificate = subgame_perfect_certificate(drawn.graph)
        verified = check(certificate)
        if not verified.valid:
            raise AssertionError(f"the checker refused the equilibria: {verified.reasons[0]}")
        clock.lap("check")
    return replace(
        drawn,
        spec=subject.record,
        count=count,
        limits=limits,
        certificate=certificate,
        certificate_digest=None if certificate is None else certificate_digest(certificate),
        distances=_distances(subject, induction, clock),
    )


def _distances(subject: Subject, induction: Induction, clock: Clock) -> tuple[Distance, ...]:
    if not induction.complete:
        return unknown_distances(subject, UNSURE)
    from solver.solve.trees.verdict import most_quantities, verdict

    most = most_quantities(subject.game)
    return distances_of(subject, of_game(verdict), clock, most)


def sketch(game: ExtensiveGame, induction: Induction) -> PerfectSolution:
    """What backward induction tells of a game, without the count and the certificate."""
    limits = []
    if not induction.complete:
        limits.append(
            f"the equilibria of some subgame pay more than {MAX_VALUES} different vectors; ties "
            "are broken in favour of the first action, so this is one equilibrium of many"
        )
    vectors = induction.vectors()
    try:
        play: Play | None = _play(game, Lines(induction))
    except LimitError as error:
        play = None
        limits.append(error.message)
    return PerfectSolution(
        spec=None,
        game=game,
        graph=EquilibriumGraph(induction),
        vectors=vectors,
        count=None,
        play=play,
        rungs=rung_positions(induction) if isinstance(game, LadderGame) else (),
        arithmetic=arithmetic_of(x for vector in vectors for x in vector),
        limits=tuple(limits),
        certificate=None,
        certificate_digest=None,
    )


def _play(game: ExtensiveGame, lines: Lines) -> Play:
    induction = lines.induction
    seeks = None
    if game.seeking is not None:
        seeks = tuple(
            lines.happens(seeking_event(induction, player)) for player in range(len(game.players))
        )
    backs_down = comes_down = None
    nodes = game.nodes
    if isinstance(nodes, Positions):

        def takes(node: int, action: int, name: str) -> bool:
            at = nodes[node]
            return isinstance(at, Decision) and at.actions[action] == name

        def backing(player: int, node: int, action: int) -> bool:
            at = nodes[node]
            assert isinstance(at, Decision)
            return at.player == player and takes(node, action, BACK_DOWN)

        def descending(node: int, action: int) -> bool:
            on_rung = nodes.rung[node] > 0
            return on_rung and (
                takes(node, action, BACK_DOWN)
                or (nodes.state[node] == 1 and takes(node, action, HOLD))
            )

        first = lines.happens(lambda node, action: backing(0, node, action))
        second = lines.happens(lambda node, action: backing(1, node, action))
        backs_down = (first, second)
        comes_down = lines.happens(descending)
    return Play(
        lines.count,
        tuple(itertools.islice(lines, LISTED)),
        seeks,
        backs_down,
        comes_down,
    )
