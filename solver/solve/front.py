"""Solve a game: every equilibrium, the verdict, and how far that holds.

The method follows from the game. Forms other than the normal form have a module each in
`solver.solve.kinds`. In normal form, two players: the exact enumeration, complete. Any other
number: all pure equilibria, complete only for a single player. An outside engine is used where it
is asked for by name; its answer is checked like our own and labelled with what the engine cannot
promise.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from games.errors import GameError
from games.forms.normal import NormalFormGame
from games.world.decision import Decision, decision
from solver.dominance import dominated_actions, iterated_elimination
from solver.label import certificate_digest
from solver.nash import pure_equilibria, solve_bimatrix
from solver.nash.budget import memory_in_use
from solver.nash.certificate import equilibria_certificate
from solver.solution.certificate import Certificate
from solver.solution.equilibrium import EquilibriumSet
from solver.solution.limits import Limits
from solver.solution.verdict import Distance, NoVerdict, Verdict
from solver.solve.answer import Answer
from solver.solve.distances import UNSURE, unknown_distances
from solver.solve.kinds import form_module
from solver.solve.solution import DominanceRecord, Solution, SpecRecord
from solver.verdict import verdict
from solver.verify import check

if TYPE_CHECKING:
    from games.spec import Quantity, Realisation, Spec
    from solver.nash.engines import EngineComparison

#: The project's own exact enumeration.
OWN = "detente"
#: What can be asked of a game in normal form.
NORMAL_FORM = {"equilibria": "all equilibria, and who seeks power in them"}


@dataclass
class Clock:
    """When to stop, and what took long: asked and told by every stage."""

    limits: Limits
    timing: Callable[[str, float], None] | None = None

    def __post_init__(self) -> None:
        self._started = self._last = time.monotonic()
        self.reason = ""

    def stopped(self) -> bool:
        """Whether time or memory is used up or the user has interrupted; `reason` then says it."""
        limits = self.limits
        if limits.stop is not None and limits.stop():
            self.reason = "interrupted"
        elif limits.seconds is not None and time.monotonic() - self._started > limits.seconds:
            self.reason = f"stopped at the time limit of {limits.seconds:g} s"
        elif limits.memory is not None and memory_in_use() > limits.memory:
            self.reason = f"stopped at the memory limit of {limits.memory} bytes"
        return bool(self.reason)

    def lap(self, stage: str) -> None:
        """Tell how long a stage took."""
        now = time.monotonic()
        if self.timing is not None:
            self.timing(stage, now - self._last)
        self._last = now


@dataclass(frozen=True)
class Subject:
    """What a question is asked of: a game, with the spec and its realisation where it has one."""

    game: Any
    spec: Spec | None = None
    real: Realisation | None = None

    @property
    def record(self) -> SpecRecord | None:
        """Which spec the game came from."""
        return None if self.spec is None else _record(self.spec)


@overload
def solve(
    subject: NormalFormGame,
    question: str | None = None,
    *,
    engine: str = OWN,
    cross_check: bool = False,
    limits: Limits | None = None,
    timing: Callable[[str, float], None] | None = None,
) -> Solution: ...


@overload
def solve(
    subject: Any,
    question: str | None = None,
    *,
    engine: str = OWN,
    cross_check: bool = False,
    limits: Limits | None = None,
    timing: Callable[[str, float], None] | None = None,
) -> Answer: ...


def solve(
    subject: Any,
    question: str | None = None,
    *,
    engine: str = OWN,
    cross_check: bool = False,
    limits: Limits | None = None,
    timing: Callable[[str, float], None] | None = None,
) -> Answer:
    """Answer a question about a game, or about the game a spec describes.

    Without a question: all equilibria, judged; a `Solution` for games in normal form. Other forms
    have questions of their own, see `solver.solve.kinds`. engine: "detente", or an outside engine
    for games in normal form: "nashpy", "lrsnash", "gambit". cross_check: ask every outside engine
    as well, and report agreement or each difference. limits: on time, memory and number; where
    one is reached the answer is labelled incomplete. timing: told each stage and its seconds.
    Raises `GameError` for a game without such a question or an unknown engine, `MissingError` for
    an engine that is not installed.
    """
    clock = Clock(limits or Limits(), timing)
    put = _subject(subject)
    clock.lap("game")
    if isinstance(put.game, NormalFormGame):
        chosen(question, NORMAL_FORM, put)
        return _solve_normal(put, engine, cross_check, clock)
    form = form_module(put.game)
    if form is None:
        kind = type(subject).__name__ if put.spec is None else put.spec.kind
        raise GameError(
            f"solve(): games of kind {kind!r} are not solved",
            found=kind,
            hint="`detente infer` reads a history of choices" if kind == "history" else None,
        )
    if engine != OWN or cross_check:
        raise GameError(
            "solve(): outside engines are put to games in normal form only",
            found=engine if engine != OWN else "cross_check",
            hint="leave --engine and --cross-check out",
        )
    answer: Answer = form.answer(put, chosen(question, form.QUESTIONS, put), clock)
    return answer


def _subject(subject: Any) -> Subject:
    if isinstance(subject, NormalFormGame):
        return Subject(subject)
    from games.spec import Spec

    if not isinstance(subject, Spec):
        return Subject(subject)
    real = subject.realise()
    return Subject(real.game, subject, real)


def chosen(question: str | None, known: Mapping[str, str], subject: Subject) -> str:
    """The question, or the first of those known; refuses one that such a game does not have."""
    if question is None:
        return next(iter(known))
    if question not in known:
        kind = "this" if subject.spec is None else f"the kind {subject.spec.kind!r}"
        raise GameError(
            f"solve(): a game of {kind} has no question {question!r}",
            found=question,
            allowed=", ".join(known),
            hint=f"ask --question {' or '.join(known)}",
        )
    return question


def _solve_normal(subject: Subject, engine: str, cross_check: bool, clock: Clock) -> Solution:
    """Equilibria, dominance, verdict and distances of a game in normal form."""
    real, game = subject.real, subject.game
    found = _equilibria(game, engine, clock.limits)
    clock.lap("equilibria")
    certificate = _certified(game, found)
    clock.lap("check")
    world = None if real is None else real.world
    judged = verdict(game, found, None if world is None else world.share_payoffs)
    dominance = DominanceRecord(
        dominated_actions(game),
        iterated_elimination(game, "strict"),
        iterated_elimination(game, "weak"),
    )
    clock.lap("verdict")
    distances = _distances(subject, judged, found, clock)
    clock.lap("distances")
    checks: tuple[EngineComparison, ...] = ()
    if cross_check:
        from solver.nash.engines import cross_check as compare

        checks = tuple(compare(game, found, seconds=clock.limits.seconds))
        clock.lap("cross-check")
    return Solution(
        spec=subject.record,
        game=game,
        equilibria=found,
        dominance=dominance,
        verdict=judged,
        decisions=_decisions(real),
        distances=distances,
        certificate=certificate,
        certificate_digest=certificate_digest(certificate),
        limits=() if found.complete.value is not False else (found.complete.reason,),
        cross_check=checks,
    )


def _equilibria(game: NormalFormGame, engine: str, limits: Limits) -> EquilibriumSet:
    if engine != OWN:
        from solver.nash.engines import solve_with

        return solve_with(engine, game, seconds=limits.seconds)
    if len(game.players) == 2:
        return solve_bimatrix(game, limits)
    return pure_equilibria(game)


def _certified(game: NormalFormGame, found: EquilibriumSet) -> Certificate:
    """Check every equilibrium and every Nash subset by the definition, from plain data alone.

    What fails here is a bug of ours, never an answer: it does not leave.
    """
    certificate = equilibria_certificate(game, found)
    verified = check(certificate)
    if not verified.valid:
        raise AssertionError(f"the checker refused the equilibria: {verified.reasons[0]}")
    return certificate


def _decisions(real: Realisation | None) -> tuple[Decision, ...]:
    """Each party's decision to start a conflict now, where two parties have a world."""
    if real is None or real.world is None or real.conflict is None or len(real.world.names) != 2:
        return ()
    return tuple(decision(real.world, real.conflict, name) for name in real.world.names)


def _distances(
    subject: Subject, judged: Verdict | NoVerdict, found: EquilibriumSet, clock: Clock
) -> tuple[Distance, ...]:
    """How far each quantity is from another verdict; nothing where there is none."""
    if subject.spec is None or isinstance(judged, NoVerdict):
        return ()
    if found.complete.value is not True:
        return unknown_distances(subject, UNSURE)
    from solver.verdict.distance import distances

    def larger(spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance) -> Distance:
        from solver.regimes.nearest import map_distance

        return map_distance(spec, quantity, judged, blank)

    return tuple(distances(subject.spec, judged, clock.stopped, larger))


def _record(spec: Spec) -> SpecRecord:
    return SpecRecord(
        label=spec.label,
        digest=spec.digest,
        title=spec.title,
        kind=spec.kind,
        parameters=tuple(
            (quantity.address, quantity.value)
            for quantity in spec.quantities()
            if not quantity.derived
        ),
    )
