"""What a method record says of the numbers of a game."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from games.exact import Number, Real
from games.forms.normal import NormalFormGame


def cells(table: Any) -> Iterator[Number]:
    """Every entry of nested tuples."""
    if isinstance(table, tuple):
        for entry in table:
            yield from cells(entry)
    else:
        yield table


def arithmetic_of_game(game: NormalFormGame) -> str:
    """Kind of the payoffs: "rational", "algebraic" or "transcendental"."""
    reals = [x for table in game.payoffs for x in cells(table) if isinstance(x, Real)]
    if not reals:
        return "rational"
    from games.exact import Algebraic

    return "algebraic" if all(isinstance(x, Algebraic) for x in reals) else "transcendental"
