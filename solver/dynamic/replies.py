"""What the other may play in one state so that a player is worth its value there: a polytope.

Given values v, a mixed action y of the other over its support does for player i in state s iff

    sum_b (v(s) - q(a, b)) y_b = 0 for a in i's support, >= 0 for other a;  y >= 0;  sum_b y_b = 1,

q(a, b) being what the cell is worth with v to follow. States hang together through v alone. Where v
are functions of a parameter, so are the vertices: each solves the equations with some inequalities
tight, and which of these solutions are vertices changes only at roots of the events.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb

from games.exact import Number, Scalar
from games.forms.stationary import worth
from games.forms.stochastic import StochasticGame
from solver.dynamic.bounds import Choice
from solver.dynamic.mixing import Open, names_in, value_at

#: Ways to choose the tight inequalities of a vertex beyond which vertices are not formed.
MAX_BASES = 300
#: Extreme mixed actions of the other in one state, over the actions of its support.
Vertices = tuple[tuple[Scalar, ...], ...]
_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass
class Replies:
    """The polytope of one state. moved_by: parameters that it hangs on."""

    state: int
    moved_by: set[str]
    _candidates: list[tuple[tuple[Scalar, ...], list[Scalar]]]
    _events: list[Scalar] = field(default_factory=list)

    def events(self) -> Iterator[Scalar]:
        """Functions between whose roots the same solutions are vertices."""
        yield from self._events
        for _, slacks in self._candidates:
            yield from slacks

    def at(self, point: Mapping[str, Number]) -> Vertices | None:
        """The vertices as functions, chosen at a point between events; None where there is none."""
        kept: list[tuple[Scalar, ...]] = []
        for vertex, slacks in self._candidates:
            worths = [value_at(slack, point) for slack in slacks]
            if all(slack is not None and slack >= 0 for slack in worths) and not any(
                all(a == b for a, b in zip(vertex, other, strict=True)) for other in kept
            ):
                kept.append(vertex)
        return tuple(kept) or None


def replies(
    game: StochasticGame, player: int, s: int, choice: Choice, values: Sequence[Scalar]
) -> Replies | Open:
    """The polytope of a state; Open where it has too many bases."""
    own, other = choice[player], choice[1 - player]
    rows: dict[int, list[Scalar]] = {}
    for a in range(game.shape(s)[player]):
        rows[a] = [
            values[s] - worth(game, player, s, (a, b) if player == 0 else (b, a), values)
            for b in other
        ]
    size = len(other)
    equal: list[list[Scalar]] = [[_ONE] * size]
    equal += [rows[a] for a in own]
    units = [[Fraction(int(j == k)) for j in range(size)] for k in range(size)]
    unequal: list[list[Scalar]] = [*units, *(rows[a] for a in rows if a not in own)]
    events: list[Scalar] = []
    rank = _rank(equal, events)
    if comb(len(unequal), size - rank) > MAX_BASES:
        return Open("weights that move no value, of too many actions")
    candidates = []
    for tight in itertools.combinations(unequal, size - rank):
        vertex = _solution([*equal, *tight], events)
        if vertex is not None:
            slacks = [_product(row, vertex) for row in unequal]
            candidates.append((vertex, slacks))
    names = {name for row in (*equal, *unequal) for part in row for name in names_in(part)}
    return Replies(s, names, candidates, events)


def _product(row: Sequence[Scalar], vertex: Sequence[Scalar]) -> Scalar:
    return sum((a * b for a, b in zip(row, vertex, strict=True)), _ZERO)


def _eliminated(rows: Sequence[Sequence[Scalar]], size: int, events: list[Scalar]) -> list[int]:
    """Reduce rows in place to echelon form in the first columns; the columns of the pivots."""
    work: list[list[Scalar]] = rows  # type: ignore[assignment]
    pivots: list[int] = []
    for column in range(size):
        top = len(pivots)
        pivot = next((r for r in range(top, len(work)) if work[r][column] != 0), None)
        if pivot is None:
            continue
        work[top], work[pivot] = work[pivot], work[top]
        head = work[top][column]
        events.append(head)
        work[top] = [entry / head for entry in work[top]]
        for r, row in enumerate(work):
            factor = row[column]
            if r != top and factor != 0:
                work[r] = [a - factor * b for a, b in zip(row, work[top], strict=True)]
        pivots.append(column)
    return pivots


def _rank(rows: Sequence[Sequence[Scalar]], events: list[Scalar]) -> int:
    return len(_eliminated([list(row) for row in rows], len(rows[0]), events))


def _solution(rows: Sequence[Sequence[Scalar]], events: list[Scalar]) -> tuple[Scalar, ...] | None:
    """The only y with first row y = 1, other rows y = 0; None where there is none or several."""
    size = len(rows[0])
    work = [[*row, Fraction(int(k == 0))] for k, row in enumerate(rows)]
    pivots = _eliminated(work, size, events)
    if len(pivots) < size or any(row[size] != 0 for row in work[size:]):
        return None
    return tuple(row[size] for row in work[:size])
