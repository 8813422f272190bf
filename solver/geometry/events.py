"""Events: which zeros meet at a base point, and which go straight on.

Where a base point has a single reason of order one, the event follows from the orders on its sides
alone:

- a resultant: one transversal crossing, so either two neighbours change places, or the common
  zero lies outside the box;
- a discriminant: two neighbouring zeros of the curve appear or vanish, or nothing does;
- an edge: one zero enters or leaves there.

Everywhere else the zeros over the base point are separated exactly (`solver.geometry.stack`), and
the number of zeros of each curve that tend to each of them follows by counting: one to a simple
zero, the rest to a multiple one. Should that leave a choice, zeros close to the base point are
counted between rational heights.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact.limits import finer
from solver.geometry.line import arranged, irreducible_roots, rational_point, simplest_between
from solver.geometry.projection import Base, Curve, Reason
from solver.geometry.stack import HIGH, LOW, Section, over_point, over_sample, zeros


@dataclass(frozen=True)
class Meeting:
    """One section over a base point: the sections of either side that tend to it, and its zeros.

    left, right: positions in the orders of the sides. zero: curves that vanish. edge: LOW, HIGH
    or 0.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    zero: frozenset[int]
    edge: int = 0


class Events:
    """The orders of zeros between base points, and what happens at each."""

    def __init__(self, curves: Sequence[Curve], base: Base, bottom: Any, top: Any) -> None:
        self.curves = curves
        self.base = base
        self.bottom = bottom
        self.top = top
        self.stacks: dict[int, list[Section]] = {}

    def stack(self, number: int) -> list[Section]:
        """The zeros over a base point, separated."""
        if number not in self.stacks:
            self.stacks[number] = over_point(
                self.curves, *self.base.points[number], self.bottom, self.top
            )
        return self.stacks[number]

    def order(self, number: int) -> list[int]:
        """Curves from bottom to top over the sample of a column."""
        return [
            k
            for k, _ in over_sample(
                self.curves,
                range(len(self.curves)),
                self.base.samples[number],
                self.bottom,
                self.top,
            )
        ]

    def count(self, k: int, number: int) -> int:
        """Number of zeros of a curve over the sample of a column."""
        return len(over_sample(self.curves, [k], self.base.samples[number], self.bottom, self.top))

    def meet(self, number: int, left: list[int]) -> tuple[list[int], list[int], list[Meeting]]:
        """(left order, right order, meetings) at an inner base point."""
        why = self.base.points[number][1]
        if len(why) == 1 and why[0].kind == "vertical":
            return left, left, self._straight(left)
        if len(why) == 1 and why[0].order == 1:
            simple = self._simple(number, left, why[0])
            if simple is not None:
                return left, *simple
        right = self.order(number)
        return left, right, self.side(self.stack(number), left, right, number)

    def _straight(self, order: Sequence[int]) -> list[Meeting]:
        """Nothing changes: every section goes on."""
        return [
            Meeting((), (), frozenset(), LOW),
            *(Meeting((i,), (i,), frozenset({k})) for i, k in enumerate(order)),
            Meeting((), (), frozenset(), HIGH),
        ]

    def _simple(
        self, number: int, left: list[int], why: Reason
    ) -> tuple[list[int], list[Meeting]] | None:
        """The event at a base point of one reason of order one; None where that leaves a choice."""
        if why.kind == "common":
            pair = (why.first, why.second)
            here = [(i, k) for i, k in enumerate(left) if k in pair]
            if not here or len({k for _, k in here}) < 2:
                return left, self._straight(left)
            there = [
                k
                for k, _ in over_sample(
                    self.curves, pair, self.base.samples[number], self.bottom, self.top
                )
            ]
            moved = [i for i, (_, k) in enumerate(here) if there[i : i + 1] != [k]]
            if not moved and len(there) == len(here):
                return left, self._straight(left)
            if len(there) != len(here) or len(moved) != 2:
                return None
            i, j = here[moved[0]][0], here[moved[1]][0]
            if j != i + 1:
                return None
            right = [*left[:i], left[j], left[i], *left[j + 1 :]]
            return right, self._merged(left, right, i, frozenset(pair), True, True)
        k = why.first
        change = self.count(k, number) - left.count(k)
        if change == 0:
            return (left, self._straight(left)) if why.kind == "double" else None
        if why.kind in ("low", "high"):
            return self._at_edge(left, k, change, why.kind == "low")
        if change == -2:
            places = [i for i in range(len(left) - 1) if left[i] == left[i + 1] == k]
            if len(places) != 1:
                return None
            i = places[0]
            right = left[:i] + left[i + 2 :]
            return right, self._merged(left, right, i, frozenset({k}), True, False)
        if change == 2:
            right = self.order(number)
            places = [
                i
                for i in range(len(right) - 1)
                if right[i : i + 2] == [k, k] and right[:i] + right[i + 2 :] == left
            ]
            if len(places) != 1:
                return None
            return right, self._merged(left, right, places[0], frozenset({k}), False, True)
        return None

    def _merged(
        self,
        left: Sequence[int],
        right: Sequence[int],
        i: int,
        zero: frozenset[int],
        on_left: bool,
        on_right: bool,
    ) -> list[Meeting]:
        """All sections go straight on but for two neighbours at i, which meet."""
        own = (i, i + 1)
        result = [Meeting((), (), frozenset(), LOW)]
        result += [Meeting((j,), (j,), frozenset({left[j]})) for j in range(i)]
        result.append(Meeting(own if on_left else (), own if on_right else (), zero))
        shift = (2 if on_right else 0) - (2 if on_left else 0)
        start = i + 2 if on_left else i
        result += [
            Meeting((j,), (j + shift,), frozenset({left[j]})) for j in range(start, len(left))
        ]
        return [*result, Meeting((), (), frozenset(), HIGH)]

    def _at_edge(
        self, left: list[int], k: int, change: int, low: bool
    ) -> tuple[list[int], list[Meeting]] | None:
        """A zero of curve k enters (change 1) or leaves (-1) at the bottom or the top."""
        if abs(change) != 1:
            return None
        if change == -1:
            if not left or left[0 if low else -1] != k:
                return None
            right = left[1:] if low else left[:-1]
        else:
            right = [k, *left] if low else [*left, k]
        longer, shorter = (left, right) if change == -1 else (right, left)
        end = (0 if low else len(longer) - 1,)
        at = Meeting(
            end if change == -1 else (),
            end if change == 1 else (),
            frozenset({k}),
            LOW if low else HIGH,
        )
        other = Meeting((), (), frozenset(), HIGH if low else LOW)
        shift = 1 if low else 0
        middle = []
        for j, member in enumerate(shorter):
            pair = (j + shift, j) if change == -1 else (j, j + shift)
            middle.append(Meeting((pair[0],), (pair[1],), frozenset({member})))
        return right, [at, *middle, other] if low else [other, *middle, at]

    def side(
        self, sections: Sequence[Section], left: list[int], right: list[int], number: int
    ) -> list[Meeting]:
        """Which sections of either side tend to the sections over a base point."""
        groups = [
            self._groups(sections, order, number, direction)
            for order, direction in ((left, -1), (right, 1))
        ]
        return [
            Meeting(a, b, frozenset(s.simple | s.multiple), s.edge)
            for s, a, b in zip(sections, *groups, strict=True)
        ]

    def _groups(
        self, sections: Sequence[Section], order: Sequence[int], number: int, direction: int
    ) -> list[tuple[int, ...]]:
        """Positions in the order of one side that tend to each section."""
        if not order:
            return [() for _ in sections]
        counts = [dict.fromkeys(s.simple, 1) if not s.edge else {} for s in sections]
        for k in set(order):
            known = sum(own.get(k, 0) for own in counts)
            unsure = [
                i for i, s in enumerate(sections) if k in s.multiple or (s.edge and k in s.simple)
            ]
            rest = order.count(k) - known
            if rest and len(unsure) == 1:
                counts[unsure[0]][k] = rest
            elif rest:
                return self._by_heights(sections, number, direction)
        result, position = [], 0
        for own in counts:
            size = sum(own.values())
            group = order[position : position + size]
            if any(list(group).count(k) != c for k, c in own.items()):
                return self._by_heights(sections, number, direction)
            result.append(tuple(range(position, position + size)))
            position += size
        if position != len(order):
            return self._by_heights(sections, number, direction)
        return result

    def _by_heights(
        self, sections: Sequence[Section], number: int, direction: int
    ) -> list[tuple[int, ...]]:
        """Count zeros between rational heights at an x so close that none crosses a height."""
        from games.exact import bridge

        heights = [
            simplest_between(bridge.bounds(a.ball)[1], bridge.bounds(b.ball)[0])
            for a, b in itertools.pairwise(sections)
        ]
        here = self.base.points[number][0]
        sample = self.base.samples[number if direction > 0 else number - 1]
        near = here.enclosure()
        low, high = (near[0], sample) if direction > 0 else (sample, near[1])
        roots = {here, rational_point(sample)}
        for curve in self.curves:
            for height in heights:
                roots |= set(irreducible_roots(curve.along(bridge.rational(height)), low, high))
        placed = arranged(roots)
        at = next(i for i, item in enumerate(placed) if item[0] == here)
        pair = (placed[at], placed[at + 1]) if direction > 0 else (placed[at - 1], placed[at])
        x = simplest_between(pair[0][2], pair[1][1])
        found = over_sample(self.curves, range(len(self.curves)), x, self.bottom, self.top)
        result, position = [], 0
        ends: list[Fraction | None] = [*heights, None]
        for limit in ends:
            start = position
            while position < len(found) and (
                limit is None or self._below(found, position, x, limit)
            ):
                position += 1
            result.append(tuple(range(start, position)))
        return result

    def _below(
        self, found: Sequence[tuple[int, Any]], position: int, x: Fraction, height: Fraction
    ) -> bool:
        """Whether a zero over x lies below a height, at which no curve vanishes."""
        from games.exact import bridge

        bits = 64
        while True:
            ball = found[position][1]
            line = bridge.exact_ball(height, bits)
            if ball < line or ball > line:
                return bool(ball < line)
            bits = finer(bits)
            k = found[position][0]
            rank = sum(own == k for own, _ in found[:position])
            found = list(found)
            found[position] = (k, zeros(self.curves[k], x, self.bottom, self.top, bits)[rank])
