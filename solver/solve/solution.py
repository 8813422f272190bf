"""The answer to "who seeks power in this game, and why": one frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games.display import Document, Table
from games.forms.normal import NormalFormGame
from games.world.decision import Decision
from solver.dominance import Domination, Elimination
from solver.solution.certificate import Certificate, Unproved
from solver.solution.equilibrium import EquilibriumSet
from solver.solution.verdict import Distance, NoVerdict, Verdict
from solver.solve.answer import Answer

if TYPE_CHECKING:
    from solver.nash.engines import EngineComparison

#: Outside engines whose answers are exact and complete: a difference is somebody's bug.
EXACT = ("lrsnash",)


@dataclass(frozen=True)
class SpecRecord:
    """Which spec the game came from."""

    label: str
    digest: str
    title: str
    kind: str
    parameters: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class DominanceRecord:
    """Dominated actions and what iterated elimination leaves."""

    dominated: tuple[Domination, ...]
    strict: Elimination
    weak: Elimination


@dataclass(frozen=True, repr=False)
class Solution(Answer):
    """Everything `solve` found.

    decisions: each party's decision to start a conflict now, where a world of two stands behind
    the game. distances: how far each quantity is from another verdict. limits: limits reached and
    disagreements met, in words. certificate: the claim that the checker accepted, None if there is
    none to check.
    """

    spec: SpecRecord | None
    game: NormalFormGame
    equilibria: EquilibriumSet
    dominance: DominanceRecord
    verdict: Verdict | NoVerdict
    decisions: tuple[Decision, ...] = ()
    distances: tuple[Distance, ...] = ()
    limits: tuple[str, ...] = ()
    certificate: Certificate | None = None
    certificate_digest: str | None = None
    cross_check: tuple[EngineComparison, ...] = ()

    @property
    def status(self) -> str:
        """ "complete", "incomplete" or "undecided"."""
        value = self.equilibria.complete.value
        return "undecided" if value is None else "complete" if value else "incomplete"

    @property
    def title(self) -> str:
        """The spec's or the game's title, or who plays it."""
        named = (self.spec.title if self.spec else "") or self.game.title
        return named or f"A game of {' and '.join(self.game.players)}"

    def document(self) -> Document:
        """The report, which every format writes."""
        from solver.solve.document import report

        return report(self)

    def proofs(self) -> tuple[Certificate | Unproved, ...]:
        """Certificates of the equilibria, their completeness and dominance, or what is known."""
        from solver.solve.proofs import proofs

        return proofs(self)

    def envelope(self) -> dict[str, Any]:
        """The solution as the JSON types of `detente/solve/1`."""
        from solver.solve.envelope import envelope

        return envelope(self)

    def csv(self) -> Table:
        """One row per extreme equilibrium: every weight, payoff and measure, exact."""
        from solver.solve.envelope import equilibria_rows

        return equilibria_rows(self)

    @property
    def refuted(self) -> bool:
        """Whether an exact engine was asked as well and found something else."""
        return any(check.agrees is False and check.engine in EXACT for check in self.cross_check)

    @property
    def headline(self) -> str:
        """The verdict in one sentence, or why there is none."""
        if isinstance(self.verdict, NoVerdict):
            return f"No verdict: {self.verdict.reason}."
        return self.verdict.headline
