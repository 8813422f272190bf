"""nashpy: enumeration in binary floating point, every result confirmed exactly or set aside.

nashpy (Knight and others) computes with floats. Each result names a support for each player; the
exact strategy with that support and those best replies is computed here and accepted if it is an
equilibrium by definition and near the float. What nashpy misses stays missing.

It runs in a separate process, so that it can be stopped: both algorithms take time exponential in
the numbers of actions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from fractions import Fraction
from importlib.util import find_spec
from typing import Literal

from games.exact import Number, approx
from games.forms.mixed import is_equilibrium
from games.forms.normal import NormalFormGame
from solver.errors import EngineError, MissingError
from solver.geometry import solve_unique
from solver.nash.engines.answer import EngineAnswer, Pair, distinct
from solver.nash.engines.process import require_two_players, run
from solver.solution.equilibrium import MixedStrategy

Algorithm = Literal["vertex", "support"]

#: How far, per weight and payoff, a float result may be from the exact one it stands for.
TOLERANCE = 1e-6

_PROGRAM = """
import json, sys, warnings
warnings.simplefilter("ignore")
from importlib.metadata import version
import nashpy, numpy
algorithm, a, b = json.load(sys.stdin)
game = nashpy.Game(numpy.array(a), numpy.array(b))
found = [[list(map(float, s)) for s in pair]
         for pair in getattr(game, algorithm + "_enumeration")()]
json.dump({"version": version("nashpy"), "equilibria": found}, sys.stdout)
"""

#: By version and algorithm; seen by running them.
_DEFECTS = {
    ("0.0.43", "support"): "nashpy 0.0.43 compares with a tolerance of 1e-16, so its support"
    " enumeration rejects equilibria for rounding errors: it lost a component of 61 in 200 random"
    " 3x3 games with payoffs from -99 to 99",
    ("0.0.43", "vertex"): "nashpy 0.0.43's vertex enumeration lost equilibria of 53 in 200 random"
    " 3x3 games with payoffs 0, 1 and 2, whole components of 20, and raises TypeError where an"
    " action never pays more than the lowest payoff",
}


def solve_nashpy(
    game: NormalFormGame, *, seconds: float | None = None, algorithm: Algorithm = "vertex"
) -> EngineAnswer:
    """Equilibria according to nashpy, confirmed exactly; what it misses stays missing."""
    require_two_players("nashpy", game)
    if find_spec("nashpy") is None:
        raise MissingError("nashpy is not installed", hint="pip install nashpy")
    tables = [[[approx(entry) for entry in row] for row in table] for table in game.payoffs]
    printed = run(
        "nashpy",
        [sys.executable, "-c", _PROGRAM],
        json.dumps([algorithm, *tables]),
        seconds,
    )
    try:
        read = json.loads(printed)
        floats = [(list(map(float, x)), list(map(float, y))) for x, y in read["equilibria"]]
        version = str(read["version"])
    except (ValueError, LookupError, TypeError) as error:
        raise EngineError(f"nashpy's answer cannot be read: {error}") from None
    confirmed: list[Pair] = []
    unconfirmed: list[str] = []
    for x, y in floats:
        pair = _confirm(game, tables, x, y)
        if pair is None:
            unconfirmed.append(f"nashpy's result {x}, {y} could not be confirmed as an equilibrium")
        else:
            confirmed.append(pair)
    defect = _DEFECTS.get((version, algorithm))
    return EngineAnswer(
        engine="nashpy",
        version=version,
        algorithm=f"{algorithm} enumeration in floats, each result confirmed exactly",
        equilibria=distinct(confirmed),
        no_promise=f"nashpy's {algorithm} enumeration in floats may miss equilibria",
        unconfirmed=tuple(unconfirmed),
        defects=() if defect is None else (defect,),
    )


def _confirm(
    game: NormalFormGame,
    tables: Sequence[Sequence[Sequence[float]]],
    x: Sequence[float],
    y: Sequence[float],
) -> Pair | None:
    """The exact extreme equilibrium that a pair of floats stands for, or None."""
    a, b = game.payoffs
    exact_x = _exact(list(zip(*b, strict=True)), list(zip(*tables[1], strict=True)), x)
    exact_y = _exact(a, tables[0], y)
    if exact_x is None or exact_y is None or not is_equilibrium(game, (exact_x, exact_y)):
        return None
    return exact_x, exact_y


def _exact(
    rows: Sequence[Sequence[Number]], floats: Sequence[Sequence[float]], weights: Sequence[float]
) -> MixedStrategy | None:
    """The only strategy with this support against which the same rows pay most, or None.

    rows: [reply][own action], the other player's payoffs; floats: the same, rounded.
    """
    own = [i for i, weight in enumerate(weights) if weight > TOLERANCE]
    if not own or not all(weight == weight for weight in weights):
        return None
    values = [sum(u * w for u, w in zip(row, weights, strict=True)) for row in floats]
    scale = max(1.0, *(abs(u) for row in floats for u in row))
    best = [j for j, value in enumerate(values) if value > max(values) - TOLERANCE * scale]
    one, zero = Fraction(1), Fraction(0)
    equations: list[list[Number]] = [[*(rows[j][i] for i in own), -one] for j in best]
    solution = solve_unique([*equations, [*(one for _ in own), zero]], [*(zero for _ in best), one])
    if solution is None:
        return None
    found: list[Number] = [zero] * len(weights)
    for i, weight in zip(own, solution, strict=False):
        found[i] = weight
    if any(weight < 0 for weight in found):
        return None
    near = all(abs(approx(f) - w) < TOLERANCE for f, w in zip(found, weights, strict=True))
    return tuple(found) if near else None
