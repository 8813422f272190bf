"""The exact polygon with a guessed structure: a system of equations, solved block by block.

Unknowns are the coordinates of the vertices v_k and the threat points u_i. With a the profile of
v_k and r = (1 - delta)/delta, the equations are (see `abreu_sannikov`)

    u_i = the i-th coordinate of vertex m_i, the lowest for i; where i's own constraint binds there,
          v_i = (1 - delta) T_i(a) + delta u_i = u_i, so that u_i = T_i(a);
    stay    v_k = g(a);
    corner  v_ki = (1 - delta) T_i(a) + delta u_i,  i = 1, 2;
    edge i  the same for i; and for the other coordinate j, with w_i = u_i + r h_i(a),
            v_kj = (1 - delta) g_j(a) + delta [p_j + (q_j - p_j)(w_i - p_i)/(q_i - p_i)].

The blocks are the strongly connected sets of unknowns (Tarjan 1972). A block in which every p_i,
q_i, u_i is known before is linear and solved by elimination; another is a system of higher degree,
resolved by elimination where naming one unknown x leaves only linear blocks: their solutions are
rational functions of x and its own equation a polynomial, whose root next to the guess is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from games.errors import DetenteError
from games.exact import Number, Scalar, sign
from solver.repeated.abreu_sannikov import CORNER, EDGE_1, STAY, Vertex
from solver.repeated.linear import solve
from solver.repeated.polygon import hull, sides

#: (k, i): coordinate i of vertex k. (-1, i): threat point of player i.
Unknown = tuple[int, int]


@dataclass(frozen=True)
class ExactStage:
    """Exact counterpart of `FloatStage`: payoffs and best-deviation payoffs as [player][a]."""

    payoffs: tuple[tuple[Number, ...], tuple[Number, ...]]
    best: tuple[tuple[Number, ...], tuple[Number, ...]]
    minmax: tuple[Number, Number]

    def gain(self, player: int, a: int) -> Number:
        """h_i(a), the gain of the best deviation."""
        return self.best[player][a] - self.payoffs[player][a]


class System:
    """The equations of one structure at one discount factor, a number or a parameter."""

    def __init__(
        self,
        stage: ExactStage,
        discount: Scalar,
        structure: Sequence[Vertex],
        lowest: tuple[int, int],
    ) -> None:
        self.stage = stage
        self.discount = discount
        self.ratio = (1 - discount) / discount
        self.structure = structure
        self.lowest = lowest
        self.lines = [self._line(vertex) for vertex in structure]

    def _line(self, v: Vertex) -> tuple[Unknown | None, Unknown | None]:
        """What stands for the ends of a vertex's edge: (0, k) vertex k, (1, a) the payoff g(a)."""
        if v.kind in (STAY, CORNER) or v.p == v.q:
            return None, None
        ends = []
        for end in (v.p, v.q):
            own = self.structure[end]
            leans = own.kind not in (STAY, CORNER) and (own.p, own.q) == (v.p, v.q)
            ends.append((1, own.profile) if leans else (0, end))
        if ends[0][0] and ends[1][0]:
            a, b = ends[0][1], ends[1][1]
            other = v.kind - EDGE_1
            if self.stage.payoffs[other][a] == self.stage.payoffs[other][b]:
                ends[1] = (0, v.q)
        return ends[0], ends[1]

    def _ends(self, k: int, i: int) -> list[Unknown]:
        return [(index, i) for end in self.lines[k] if end for kind, index in [end] if not kind]

    def _end(self, end: Unknown, i: int, known: dict[Unknown, Any]) -> Any:
        kind, index = end
        return self.stage.payoffs[i][index] if kind else known[(index, i)]

    def needs(self, unknown: Unknown) -> list[Unknown]:
        """The unknowns on the right-hand side of the equation of one unknown."""
        k, i = unknown
        if k < 0:
            v = self.structure[self.lowest[i]]
            if v.kind in (STAY, CORNER) or v.kind == EDGE_1 + i:
                return []
            return [(self.lowest[i], i)]
        v = self.structure[k]
        if v.kind == STAY:
            return []
        if v.kind == CORNER or (v.kind == EDGE_1 + i and v.p != v.q):
            return [(-1, i)]
        if v.p == v.q:
            return [(v.p, i)]
        other = v.kind - EDGE_1
        return [*self._ends(k, i), *self._ends(k, other), (-1, other)]

    def affine(self, unknown: Unknown, block: frozenset[Unknown]) -> bool:
        """Whether the equation is affine in the unknowns of the block."""
        k, i = unknown
        if k < 0 or self.structure[k].kind in (STAY, CORNER):
            return True
        v = self.structure[k]
        if v.kind == EDGE_1 + i or v.p == v.q:
            return True
        other = v.kind - EDGE_1
        return block.isdisjoint({*self._ends(k, other), (-1, other)})

    def value(self, unknown: Unknown, known: dict[Unknown, Any]) -> Any:
        """Right-hand side of the equation at given values."""
        k, i = unknown
        if k < 0:
            v = self.structure[self.lowest[i]]
            if v.kind == STAY:
                return self.stage.payoffs[i][v.profile]
            if v.kind == CORNER or v.kind == EDGE_1 + i:
                return self.stage.best[i][v.profile]
            return known[(self.lowest[i], i)]
        v = self.structure[k]
        d = self.discount
        if v.kind == STAY:
            return self.stage.payoffs[i][v.profile]
        if v.p == v.q and v.kind != CORNER:
            return (1 - d) * self.stage.payoffs[i][v.profile] + d * known[(v.p, i)]
        if v.kind == CORNER or v.kind == EDGE_1 + i:
            return (1 - d) * self.stage.best[i][v.profile] + d * known[(-1, i)]
        return (1 - d) * self.stage.payoffs[i][v.profile] + d * self._along(k, i, known)

    def _along(self, k: int, i: int, known: dict[Unknown, Any]) -> Any:
        """Coordinate i of the point of k's edge at which the other player's constraint binds."""
        v = self.structure[k]
        other = v.kind - EDGE_1
        p, q = self.lines[k]
        assert p is not None
        assert q is not None
        w = known[(-1, other)] + self.ratio * self.stage.gain(other, v.profile)
        low, high = self._end(p, other, known), self._end(q, other, known)
        share = (w - low) / (high - low)
        base = self._end(p, i, known)
        return base + (self._end(q, i, known) - base) * share


def solve_structure(
    system: System, guess: Sequence[tuple[float, float]]
) -> tuple[list[tuple[Number, Number]], tuple[Number, Number]] | None:
    """Return the exact vertices and threat points, or None where a block cannot be solved.

    guess: the vertices in floats, which choose between roots.
    """
    unknowns = [(k, i) for k in range(-1, len(system.structure)) for i in (0, 1)]
    known: dict[Unknown, Any] = {}
    try:
        for block in _blocks(unknowns, system.needs):
            if not _linear(system, block, known) and not _eliminate(system, block, known, guess):
                return None
    except (ZeroDivisionError, DetenteError):
        return None
    points = [(known[(k, 0)], known[(k, 1)]) for k in range(len(system.structure))]
    return points, (known[(-1, 0)], known[(-1, 1)])


def _linear(system: System, block: Sequence[Unknown], known: dict[Unknown, Any]) -> bool:
    """Solve a block that is a single equation or affine; False for any other."""
    if len(block) == 1 and block[0] not in system.needs(block[0]):
        known[block[0]] = system.value(block[0], known)
        return True
    members = frozenset(block)
    if not all(system.affine(unknown, members) for unknown in block):
        return False
    known.update(_affine(system, block, known))
    return True


def _eliminate(
    system: System,
    block: Sequence[Unknown],
    known: dict[Unknown, Any],
    guess: Sequence[tuple[float, float]],
) -> bool:
    """Solve a block of higher degree by naming one unknown; False where that is not enough."""
    from games.exact import RationalFunction, parameter, real_roots

    for chosen in block:
        parts = _blocks(
            [unknown for unknown in block if unknown != chosen],
            partial(_needs_within, system, frozenset(block) - {chosen}),
        )
        trial = {**known, chosen: parameter("x")}
        if not all(_linear(system, part, trial) for part in parts):
            continue
        equation = system.value(chosen, trial) - trial[chosen]
        if not isinstance(equation, RationalFunction):
            continue
        k, i = chosen if chosen[0] >= 0 else (system.lowest[chosen[1]], chosen[1])
        near = guess[k][i]
        roots = real_roots(equation.coefficients("x")[0])
        if not roots:
            continue
        trial = {**known, chosen: min(roots, key=lambda root: abs(float(root) - near))}
        if all(_linear(system, part, trial) for part in parts):
            known.update(trial)
            return True
    return False


def _needs_within(system: System, members: frozenset[Unknown], unknown: Unknown) -> list[Unknown]:
    return [other for other in system.needs(unknown) if other in members]


def _affine(
    system: System, block: Sequence[Unknown], known: dict[Unknown, Number]
) -> dict[Unknown, Any]:
    """Solve an affine block: its matrix is read off by evaluating at 0 and the unit vectors.

    An edge whose ends have no known spread has no equation; the division by zero is the caller's.
    """
    trial: dict[Unknown, Any] = dict(known)
    for unknown in block:
        trial[unknown] = Fraction(0)
    constant = {unknown: system.value(unknown, trial) for unknown in block}
    rows: list[list[Number]] = [[Fraction(int(r == c)) for c in block] for r in block]
    for c, unknown in enumerate(block):
        trial[unknown] = Fraction(1)
        for r, target in enumerate(block):
            if unknown in system.needs(target):
                rows[r][c] = rows[r][c] - (system.value(target, trial) - constant[target])
        trial[unknown] = Fraction(0)
    values = solve(rows, [constant[unknown] for unknown in block])
    return dict(zip(block, values, strict=True))


def _blocks(
    unknowns: Sequence[Unknown], needs: Callable[[Unknown], list[Unknown]]
) -> list[list[Unknown]]:
    """Strongly connected components, those that others need first (Tarjan)."""
    index: dict[Unknown, int] = {}
    low: dict[Unknown, int] = {}
    stack: list[Unknown] = []
    out: list[list[Unknown]] = []

    def visit(node: Unknown) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for following in needs(node):
            if following not in index:
                visit(following)
                low[node] = min(low[node], low[following])
            elif following in stack:
                low[node] = min(low[node], index[following])
        if low[node] == index[node]:
            block = []
            while True:
                member = stack.pop()
                block.append(member)
                if member == node:
                    break
            out.append(block)

    for node in unknowns:
        if node not in index:
            visit(node)
    return out


def lowest_vertices(points: Sequence[tuple[Any, Any]]) -> tuple[int, int]:
    """Positions of the vertices with the least first and the least second coordinate."""
    return (
        min(range(len(points)), key=lambda k: points[k][0]),
        min(range(len(points)), key=lambda k: points[k][1]),
    )


def self_generates(
    stage: ExactStage,
    discount: Number,
    points: Sequence[tuple[Number, Number]],
    structure: Sequence[Vertex],
) -> list[tuple[int, tuple[Number, Number]]] | None:
    """Return (profile, continuation) per vertex if co(points) generates itself, else None.

    The continuation w = (v - (1 - delta) g(a))/delta must lie in the hull and satisfy both
    constraints with u the least coordinates of the hull (Abreu, Pearce and Stacchetti 1990).
    """
    if not points:
        return []
    polygon = [points[i] for i in hull(points)]
    bounds = sides(polygon)
    threats = (min(p[0] for p in polygon), min(p[1] for p in polygon))
    ratio = (1 - discount) / discount
    out = []
    for (x, y), vertex in zip(points, structure, strict=True):
        a = vertex.profile
        w = (
            (x - (1 - discount) * stage.payoffs[0][a]) / discount,
            (y - (1 - discount) * stage.payoffs[1][a]) / discount,
        )
        if any(sign(w[i] - threats[i] - ratio * stage.gain(i, a)) < 0 for i in (0, 1)):
            return None
        if any(p * w[0] + q * w[1] > c for p, q, c in bounds):
            return None
        out.append((a, w))
    return out
