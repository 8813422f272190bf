"""Gambit's vertex enumeration in rational arithmetic, through pygambit in a separate process.

pygambit is GPL software, so it is never imported here: a Python interpreter that has it runs a
small program that reads the game and prints the equilibria as JSON. The interpreter is the one
given, else the one named by the environment variable DETENTE_GAMBIT_PYTHON, else this one if it
has pygambit.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from fractions import Fraction

from games.forms.normal import NormalFormGame
from solver.errors import EngineError, MissingError
from solver.nash.engines.answer import EngineAnswer, distinct
from solver.nash.engines.process import require_rational, require_two_players, run

VARIABLE = "DETENTE_GAMBIT_PYTHON"

#: By version; seen by running it.
_DEFECTS = {
    "16.7.0": (
        "gambit 16.7.0 lists no equilibrium at all of some games with integer payoffs of 2^31 and"
        " more",
    )
}

_PROGRAM = """
import json, sys
from fractions import Fraction
import pygambit
tables = [[[Fraction(cell) for cell in row] for row in table] for table in json.load(sys.stdin)]
game = pygambit.Game.from_arrays(*tables)
result = pygambit.nash.enummixed_solve(game, rational=True)
found = [
    [[str(Fraction(profile[s].numerator, profile[s].denominator)) for s in player.strategies]
     for player in game.players]
    for profile in result.equilibria
]
json.dump({"version": pygambit.__version__, "equilibria": found}, sys.stdout)
"""


def solve_gambit(
    game: NormalFormGame, *, seconds: float | None = None, python: str | None = None
) -> EngineAnswer:
    """Extreme equilibria according to Gambit's `enummixed` in rational arithmetic.

    python: an interpreter that has pygambit. Raises `MissingError` where there is none.
    """
    require_two_players("gambit", game)
    require_rational("gambit", game)
    tables = [[[str(entry) for entry in row] for row in table] for table in game.payoffs]
    printed = run("gambit", [_interpreter(python), "-c", _PROGRAM], json.dumps(tables), seconds)
    try:
        read = json.loads(printed)
        pairs = [(tuple(map(Fraction, x)), tuple(map(Fraction, y))) for x, y in read["equilibria"]]
        version = str(read["version"])
    except (ValueError, LookupError, TypeError) as error:
        raise EngineError(f"gambit's answer cannot be read: {error}") from None
    return EngineAnswer(
        engine="gambit",
        version=version,
        algorithm="enummixed, rational arithmetic",
        equilibria=distinct(pairs),
        no_promise="Gambit lists the extreme equilibria exactly; its list is taken as it is,"
        " without a proof of completeness, and components are joined here",
        defects=_DEFECTS.get(version, ()),
    )


def _interpreter(python: str | None) -> str:
    """Find a Python interpreter that has pygambit."""
    named = python or os.environ.get(VARIABLE)
    if named:
        program = shutil.which(named)
        if program is None:
            raise MissingError(
                f"there is no Python interpreter {named!r} to run pygambit with",
                found=named,
                hint=f"set {VARIABLE} to the python of an environment that has pygambit",
            )
        return program
    if importlib.util.find_spec("pygambit") is None:
        raise MissingError(
            "pygambit is not installed",
            hint="python -m venv gambit && gambit/bin/pip install pygambit, then"
            f" {VARIABLE}=gambit/bin/python",
        )
    return sys.executable
