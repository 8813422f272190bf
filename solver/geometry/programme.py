"""Linear programmes in exact arithmetic, with a witness for every answer.

    maximise c x  subject to  A x <= b,  x >= 0.

Dictionary simplex method (Chvatal 1983) with Bland's rule (Bland 1977), which cannot cycle; a first
phase with one artificial variable where b has negative entries. Every status carries its proof:

- optimal: y >= 0 with y A >= c and y b = c x (duality);
- infeasible: y >= 0 with y A >= 0 and y b < 0 (Farkas);
- unbounded: a feasible x and a ray z >= 0 with A z <= 0 and c z > 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal

from games.exact import Number
from solver.geometry.dictionary import Entry, Row, pivot_field, pivot_integers

Vector = tuple[Number, ...]


@dataclass(frozen=True)
class Optimum:
    """Answer of a linear programme with its witness.

    value, primal, dual: where optimal. dual: also the Farkas witness where infeasible.
    primal and ray: where unbounded.
    """

    status: Literal["optimal", "infeasible", "unbounded"]
    value: Number | None
    primal: Vector | None
    dual: Vector | None
    ray: Vector | None = None


def maximise(
    objective: Sequence[Number | int],
    matrix: Sequence[Sequence[Number | int]],
    bounds: Sequence[Number | int],
) -> Optimum:
    """Maximise objective x subject to matrix x <= bounds, x >= 0, exactly.

    matrix: [constraint][variable]. Entries: int, Fraction or Real.
    """
    return _Simplex(objective, matrix, bounds).solve()


class _Simplex:
    """The dictionary: one row per constraint, then the objective as the row of -c.

    Variables 0..n-1 are x, n..n+k-1 the slacks, n+k the artificial one. The rows of the
    constraints are scaled to integers where all numbers are rational; `_scales` takes slack and
    dual values back.
    """

    def __init__(
        self,
        objective: Sequence[Number | int],
        matrix: Sequence[Sequence[Number | int]],
        bounds: Sequence[Number | int],
    ) -> None:
        self.n = len(objective)
        self.k = len(matrix)
        rows: list[list[Any]] = [[*row, bound] for row, bound in zip(matrix, bounds, strict=True)]
        rows.append([*(-c for c in objective), 0])
        self._scales: list[Any] = [1] * (self.k + 1)
        self._pivot: Callable[..., tuple[list[Row], Entry]]
        if all(isinstance(entry, (int, Fraction)) for row in rows for entry in row):
            self._pivot = pivot_integers
            for r, row in enumerate(rows):
                scale = lcm(*(entry.denominator for entry in row))
                self._scales[r] = scale
                rows[r] = [entry.numerator * (scale // entry.denominator) for entry in row]
            self._denominator: Any = 1
        else:
            self._pivot = pivot_field
            rows = [[Fraction(e) if isinstance(e, int) else e for e in row] for row in rows]
            self._denominator = Fraction(1)
        self._rows: list[Row] = rows
        self._cobasic = list(range(self.n))
        self._basic = list(range(self.n, self.n + self.k))

    def solve(self) -> Optimum:
        if any(row[-1] < 0 for row in self._rows[:-1]):
            farkas = self._first_phase()
            if farkas is not None:
                return Optimum("infeasible", None, None, farkas)
        unbounded = self._climb(self.k)
        if unbounded is not None:
            return Optimum("unbounded", None, self._primal(), None, self._ray(unbounded))
        last = self._rows[self.k]
        value = self._ratio(last[-1], self._scales[self.k])
        return Optimum("optimal", value, self._primal(), self._dual(self._rows[self.k]))

    def _first_phase(self) -> Vector | None:
        """Reach a feasible dictionary, or return a Farkas witness that there is none.

        An artificial variable x0 >= 0 relaxes every constraint to A x - x0 <= b; the objective
        -x0 is carried as a further row below that of c.
        """
        artificial = self.n + self.k
        zero = self._denominator * 0
        for r, row in enumerate(self._rows):
            row.insert(self.n, -self._denominator if r < self.k else zero)
        goal = [zero] * self.n + [self._denominator, zero]
        self._rows.append(goal)
        self._cobasic.append(artificial)
        worst = min(range(self.k), key=lambda r: self._rows[r][-1])
        self._exchange(worst, self.n)
        self._climb(self.k + 1)
        goal = self._rows[self.k + 1]
        if goal[-1] < 0:
            return self._dual(goal)
        if artificial in self._basic:
            # Its value is 0: exchange it for any variable with an entry in its row.
            r = self._basic.index(artificial)
            c = next(c for c, entry in enumerate(self._rows[r][:-1]) if entry != 0)
            self._exchange(r, c)
        column = self._cobasic.index(artificial)
        del self._cobasic[column]
        self._rows = [row[:column] + row[column + 1 :] for row in self._rows[: self.k + 1]]
        return None

    def _climb(self, goal: int) -> int | None:
        """Pivot by Bland's rule until row `goal` is optimal; return the column of a free ray."""
        while True:
            row = self._rows[goal]
            improving = [c for c, entry in enumerate(row[:-1]) if entry < 0]
            if not improving:
                return None
            c = min(improving, key=self._cobasic.__getitem__)
            best = -1
            for r in range(self.k):
                candidate = self._rows[r]
                if not candidate[c] > 0:
                    continue
                if best < 0:
                    best = r
                    continue
                left = candidate[-1] * self._rows[best][c]
                right = self._rows[best][-1] * candidate[c]
                if left < right or (left == right and self._basic[r] < self._basic[best]):
                    best = r
            if best < 0:
                return c
            self._exchange(best, c)

    def _exchange(self, r: int, c: int) -> None:
        self._rows, self._denominator = self._pivot(self._rows, r, c, self._denominator)
        self._cobasic[c], self._basic[r] = self._basic[r], self._cobasic[c]

    def _ratio(self, numerator: Any, scale: Any) -> Number:
        """numerator / (denominator * scale) as a Number."""
        if isinstance(numerator, int):
            return Fraction(numerator, self._denominator * scale)
        result: Number = numerator / self._denominator
        return result

    def _primal(self) -> Vector:
        x: list[Number] = [Fraction(0)] * self.n
        for r, variable in enumerate(self._basic):
            if variable < self.n:
                x[variable] = self._ratio(self._rows[r][-1], 1)
        return tuple(x)

    def _dual(self, goal: Row) -> Vector:
        """Values of the dual variables: reduced costs of the slacks."""
        y: list[Number] = [Fraction(0)] * self.k
        scale = self._scales[self.k] if goal is self._rows[self.k] else 1
        for c, variable in enumerate(self._cobasic):
            if self.n <= variable < self.n + self.k:
                constraint = variable - self.n
                y[constraint] = self._ratio(goal[c], scale) * self._scales[constraint]
        return tuple(y)

    def _ray(self, column: int) -> Vector:
        z: list[Number] = [Fraction(0)] * self.n
        if self._cobasic[column] < self.n:
            z[self._cobasic[column]] = Fraction(1)
        for r, variable in enumerate(self._basic):
            if variable < self.n:
                z[variable] = self._ratio(-self._rows[r][column], 1)
        return tuple(z)
