"""lrsnash of Avis's lrslib: exact, and the reference for completeness among outside engines.

It enumerates the vertices of both best-reply polytopes by lexicographic reverse search (Avis,
Rosenberg, Savani, von Stengel 2010). Input: a file with "m n", both payoff matrices by rows, exact
rationals. Output: blocks of lines "2 y.. u" followed by lines "1 x.. v"; every y of a block is in
equilibrium with every x of it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from fractions import Fraction
from pathlib import Path

from games.errors import GameError
from games.forms.normal import NormalFormGame
from solver.errors import EngineError, MissingError
from solver.nash.engines.answer import EngineAnswer, Pair, distinct
from solver.nash.engines.process import require_rational, require_two_players, run
from solver.solution.equilibrium import MixedStrategy

#: lrsnash 7.1 changes larger numerators and denominators silently when it reads them.
_LARGEST = 2**63 - 1
#: By version; seen by running it.
_DEFECTS = {
    "7.1": (
        "lrsnash 7.1 changes integers beyond 2^63 - 1 silently when it reads them, so they are"
        " never sent to it",
    )
}
_VERSION = re.compile(r"lrslib v\.\s*([0-9.]+)")


def solve_lrsnash(game: NormalFormGame, *, seconds: float | None = None) -> EngineAnswer:
    """All extreme equilibria according to the lrsnash on PATH.

    Raises `MissingError` where there is none, `GameError` for payoffs it cannot be given exactly.
    """
    require_two_players("lrsnash", game)
    require_rational("lrsnash", game)
    program = shutil.which("lrsnash")
    if program is None:
        raise MissingError(
            "lrsnash is not on PATH", hint="install lrslib, for example: apt install lrslib"
        )
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        file = Path(folder) / "game"
        file.write_text(_input(game), encoding="ascii")
        printed = run("lrsnash", [program, str(file)], seconds=seconds)
    m, n = game.shape
    version = _VERSION.search(printed)
    return EngineAnswer(
        engine="lrsnash",
        version=version[1] if version else "unknown",
        algorithm="vertex enumeration by reverse search",
        equilibria=_read(printed, m, n),
        no_promise="lrsnash lists every extreme equilibrium exactly; its list is taken as it is,"
        " without a proof of completeness",
        defects=_DEFECTS.get(version[1], ()) if version else (),
    )


def _input(game: NormalFormGame) -> str:
    lines = ["{} {}".format(*game.shape)]
    for table in game.payoffs:
        lines.append("")
        for row in table:
            if any(max(abs(entry.numerator), entry.denominator) > _LARGEST for entry in row):
                raise GameError(
                    "lrsnash reads numerators and denominators up to 2^63 - 1 only; a payoff of"
                    " this game is longer",
                    hint="scale the payoffs down, which changes no equilibrium",
                )
            lines.append(" ".join(map(str, row)))
    return "\n".join(lines) + "\n"


def _read(printed: str, m: int, n: int) -> tuple[Pair, ...]:
    pairs: list[Pair] = []
    block: list[MixedStrategy] = []
    for line in printed.splitlines():
        parts = line.split()
        if line.startswith("*"):
            continue
        if not parts:
            block = []
        elif parts[0] == "2" and len(parts) == n + 2:
            block.append(_weights(parts[1 : n + 1]))
        elif parts[0] == "1" and len(parts) == m + 2:
            x = _weights(parts[1 : m + 1])
            pairs += [(x, y) for y in block]
        else:
            raise EngineError(f"lrsnash printed a line that cannot be read: {line[:200]!r}")
    if not pairs:
        raise EngineError("lrsnash printed no equilibrium, and every finite game has one")
    return distinct(pairs)


def _weights(parts: list[str]) -> MixedStrategy:
    try:
        return tuple(map(Fraction, parts))
    except ValueError:
        raise EngineError(f"lrsnash printed weights that cannot be read: {parts}") from None
