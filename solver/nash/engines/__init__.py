"""Outside engines: run beside our own, labelled with what they cannot promise, and compared.

Each engine is one file with one function from a two-player game to an `EngineAnswer`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from games.errors import GameError
from games.forms.mixed import is_equilibrium
from games.forms.normal import NormalFormGame
from solver.errors import EngineError, MissingError
from solver.nash.engines.answer import EngineAnswer, Pair, in_words
from solver.nash.engines.gambit import solve_gambit
from solver.nash.engines.lrsnash import solve_lrsnash
from solver.nash.engines.nashpy import solve_nashpy
from solver.solution.equilibrium import EquilibriumSet

__all__ = ["ENGINES", "EngineAnswer", "EngineComparison", "cross_check", "solve_with"]

#: Name to function(game, seconds=..).
ENGINES: dict[str, Callable[..., EngineAnswer]] = {
    "nashpy": solve_nashpy,
    "lrsnash": solve_lrsnash,
    "gambit": solve_gambit,
}


@dataclass(frozen=True)
class EngineComparison:
    """One engine beside a set of equilibria.

    agrees: True, False, or None where there was nothing to compare; `differences` then says why.
    version: None where the engine did not answer. no_promise, defects: see `EngineAnswer`.
    """

    engine: str
    version: str | None
    agrees: bool | None
    differences: tuple[str, ...] = ()
    no_promise: str = ""
    defects: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The comparison as JSON types."""
        return {
            "engine": self.engine,
            "version": self.version,
            "agrees": self.agrees,
            "differences": list(self.differences),
            "no_promise": self.no_promise,
            "defects": list(self.defects),
        }

    def __str__(self) -> str:
        name = self.engine if self.version is None else f"{self.engine} {self.version}"
        verb = {True: "agrees", False: "DIFFERS", None: "was not compared"}[self.agrees]
        text = f"{name} {verb}"
        if self.differences:
            text += ": " + "; ".join(self.differences)
        if self.agrees is False and self.defects:
            text += ". Known: " + "; ".join(self.defects)
        return text


def solve_with(
    engine: str, game: NormalFormGame, *, seconds: float | None = None
) -> EquilibriumSet:
    """Equilibria according to an outside engine, with completeness not known.

    Raises `GameError` for an unknown engine or a game it cannot be given, `MissingError` where it
    is not installed, `EngineError` where it fails.
    """
    if engine not in ENGINES:
        raise GameError(f"there is no engine {engine!r}", found=engine, allowed=", ".join(ENGINES))
    return ENGINES[engine](game, seconds=seconds).equilibrium_set(game)


def cross_check(
    game: NormalFormGame,
    found: EquilibriumSet,
    engines: Sequence[str] = tuple(ENGINES),
    *,
    seconds: float | None = None,
) -> list[EngineComparison]:
    """Ask each engine about the same game and name every difference from `found`.

    An engine that is missing, fails or cannot be given the game is reported, not raised.
    """
    return [_compare(game, found, name, seconds) for name in engines]


def _compare(
    game: NormalFormGame, found: EquilibriumSet, engine: str, seconds: float | None
) -> EngineComparison:
    try:
        answer = ENGINES[engine](game, seconds=seconds)
    except (MissingError, EngineError, GameError) as error:
        return EngineComparison(engine, None, None, (str(error),))
    if found.complete.value is not True:
        why = f"the answer to compare with is not complete: {found.complete.reason}"
        return EngineComparison(engine, answer.version, None, (why,), answer.no_promise)
    ours: dict[Pair, int] = {
        (item.strategies[0], item.strategies[1]): item.id for item in found.extreme
    }
    theirs = set(answer.equilibria)
    differences = [
        f"{engine} does not list E{number + 1}: {in_words(pair)}"
        for pair, number in ours.items()
        if pair not in theirs
    ]
    reached = {item.component for item in found.extreme if item.strategies in theirs}
    differences += [
        f"{engine} misses the component C{component.id + 1} entirely"
        for component in found.components
        if component.id not in reached
    ]
    for pair in answer.equilibria:
        if pair not in ours:
            what = (
                "an equilibrium that is not an extreme one of ours"
                if is_equilibrium(game, pair)
                else "which is not an equilibrium"
            )
            differences.append(f"{engine} lists {in_words(pair)}, {what}")
    differences += answer.unconfirmed
    return EngineComparison(
        engine,
        answer.version,
        not differences,
        tuple(differences),
        answer.no_promise,
        answer.defects,
    )
