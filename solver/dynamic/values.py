"""Payoff vectors of a tree, each with a rational recipe and certified bounds in double precision.

A vector is an end's payoffs (and measures), or the average of other vectors by the odds of a chance
move. A long play of small risks has exact values with tens of thousands of digits, of which a
comparison needs a few: so every entry carries a centre and a radius in doubles, and two entries are
compared by these where the balls do not meet. Where they meet, both are worked out exactly. What is
decided is therefore exact either way.

Radius: with u = 2^-53, a product of a rounded odds and a rounded centre is off by at most 3u of its
size, a sum of n of them by (n - 1)u more; 4(n + 2)u of the sum of sizes covers both, second order
included, as long as n is far below 2^50. A tiny constant covers underflow.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from games.exact import Number, Real
from games.exact.followed import Followed

_UNIT = 2.0**-53
_UNDERFLOW = 1e-300


class Values:
    """A growing store of vectors, numbered as they come; equal recipes share a number.

    exact(v) is the vector itself. compare(i, v, w) is the sign of v_i - w_i.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Number, ...], int] = {}
        self._averaged: dict[tuple[tuple[Number, ...], tuple[int, ...]], int] = {}
        self._centres: list[tuple[float, ...]] = []
        self._radii: list[tuple[float, ...]] = []
        self._recipes: list[tuple[tuple[Number, ...], tuple[int, ...]] | None] = []
        self._exact: dict[int, tuple[Number, ...]] = {}
        self._odds: dict[tuple[Number, ...], tuple[float, ...]] = {}
        #: Comparisons that the bounds left open and exact arithmetic decided.
        self.exact_comparisons = 0

    def __len__(self) -> int:
        return len(self._centres)

    def of_end(self, vector: tuple[Number, ...]) -> int:
        """The number of a vector that is given."""
        found = self._known.get(vector)
        if found is None:
            centres, radii = zip(*map(_ball, vector), strict=True)
            found = self._known[vector] = self._add(centres, radii, None)
            self._exact[found] = vector
        return found

    def average(self, odds: tuple[Number, ...], parts: tuple[int, ...]) -> int:
        """The number of sum_k odds_k parts_k. Odds sum to one."""
        first = parts[0]
        if all(part == first for part in parts):
            return first
        key = (odds, parts)
        found = self._averaged.get(key)
        if found is None:
            weights = self._odds.get(odds)
            if weights is None:
                balls = [_ball(share) for share in odds]
                # Odds without bounds leave the average without any.
                bounded = all(radius < math.inf for _, radius in balls)
                weights = self._odds[odds] = tuple(
                    centre if bounded else math.inf for centre, _ in balls
                )
            slack = 4 * (len(parts) + 2) * _UNIT
            centres, radii = [], []
            for place in range(len(self._centres[first])):
                centre = size = radius = 0.0
                for weight, part in zip(weights, parts, strict=True):
                    product = weight * self._centres[part][place]
                    centre += product
                    size += abs(product)
                    radius += weight * self._radii[part][place]
                centres.append(centre)
                radii.append(radius * (1 + slack) + slack * size + _UNDERFLOW)
            found = self._averaged[key] = self._add(tuple(centres), tuple(radii), key)
        return found

    def _add(
        self,
        centres: tuple[float, ...],
        radii: tuple[float, ...],
        recipe: tuple[tuple[Number, ...], tuple[int, ...]] | None,
    ) -> int:
        self._centres.append(centres)
        self._radii.append(radii)
        self._recipes.append(recipe)
        return len(self._centres) - 1

    def compare(self, player: int, first: int, second: int) -> int:
        """Sign of the difference of two entries, -1, 0 or 1, exact."""
        if first == second:
            return 0
        apart = self._apart(player, first, second)
        if apart:
            return apart
        self.exact_comparisons += 1
        a, b = self.exact(first)[player], self.exact(second)[player]
        return (a > b) - (a < b)

    def _apart(self, place: int, first: int, second: int) -> int:
        """Sign of the difference of two entries where their balls do not meet, else 0."""
        gap = self._centres[first][place] - self._centres[second][place]
        reach = (self._radii[first][place] + self._radii[second][place]) * (1 + 4 * _UNIT)
        if gap > reach + 4 * _UNIT * abs(gap):
            return 1
        return -1 if -gap > reach + 4 * _UNIT * abs(gap) else 0

    def same(self, first: int, second: int) -> bool:
        """Whether two vectors are equal in every entry."""
        if first == second:
            return True
        if self._recipes[first] is None and self._recipes[second] is None:
            return False  # given vectors are stored once each
        return not any(
            self._apart(place, first, second) for place in range(len(self._centres[first]))
        ) and all(
            self.compare(place, first, second) == 0 for place in range(len(self._centres[first]))
        )

    def exact(self, number: int) -> tuple[Number, ...]:
        """The vector itself, every entry exact."""
        if number not in self._exact:
            stack = [number]
            order = []
            seen = {number}
            while stack:
                entry = stack.pop()
                order.append(entry)
                recipe = self._recipes[entry]
                assert recipe is not None
                for part in recipe[1]:
                    if part not in seen and part not in self._exact:
                        seen.add(part)
                        stack.append(part)
            self._evaluate(sorted(order), number)
        return self._exact[number]

    def _parts(self, entry: int) -> tuple[int, ...]:
        recipe = self._recipes[entry]
        return () if recipe is None else recipe[1]

    def _evaluate(self, order: Sequence[int], wanted: int) -> None:
        """Work out the vectors of `order`, parts first, keeping the last one only.

        Rational vectors are integers over one denominator that is not reduced on the way: the
        greatest common divisor of long numbers costs far more than their sums.
        """
        rational: dict[int, tuple[tuple[int, ...], int]] = {}
        other: dict[int, tuple[Number, ...]] = {}
        uses = Counter(part for entry in order for part in self._parts(entry))

        def forget(entry: int) -> None:
            for part in self._parts(entry):
                uses[part] -= 1
                if not uses[part]:
                    rational.pop(part, None)
                    other.pop(part, None)

        def fraction(part: int) -> tuple[tuple[int, ...], int] | None:
            if part in rational:
                return rational[part]
            known = self._exact.get(part)
            if known is None:
                return None
            whole = _over_one_denominator(known)
            if whole is not None:
                rational[part] = whole
            return whole

        def numbers(part: int) -> tuple[Number, ...]:
            if part in other:
                return other[part]
            if part in rational:
                tops, bottom = rational[part]
                return tuple(Fraction(top, bottom) for top in tops)
            return self._exact[part]

        for entry in order:
            recipe = self._recipes[entry]
            assert recipe is not None
            odds, parts = recipe
            shares = _over_one_denominator(odds)
            pieces = [fraction(part) for part in parts]
            if shares is None or any(piece is None for piece in pieces):
                vectors = [numbers(part) for part in parts]
                other[entry] = tuple(
                    sum((w * v[place] for w, v in zip(odds, vectors, strict=True)), Fraction(0))
                    for place in range(len(vectors[0]))
                )
                forget(entry)
                continue
            whole = [piece for piece in pieces if piece is not None]
            bottom = math.lcm(*(below for _, below in whole))
            scaled = [
                share * (bottom // below)
                for share, (_, below) in zip(shares[0], whole, strict=True)
            ]
            tops = tuple(
                sum(k * piece[place] for k, (piece, _) in zip(scaled, whole, strict=True))
                for place in range(len(whole[0][0]))
            )
            rational[entry] = (tops, bottom * shares[1])
            forget(entry)
        self._exact[wanted] = numbers(wanted)


def _ball(x: Number) -> tuple[float, float]:
    """Centre and radius in doubles of a set that holds x; numbers without bounds are anywhere."""
    if isinstance(x, Followed):
        return 0.0, math.inf
    if isinstance(x, Real):
        low, high = x.enclosure(64)
        middle, width = (low + high) / 2, (high - low) / 2
    else:
        middle, width = x, Fraction(0)
    try:
        centre = float(middle)
        return centre, float(width) * 2 + 2 * _UNIT * abs(centre) + _UNDERFLOW
    except OverflowError:
        return 0.0, math.inf


def _over_one_denominator(vector: Sequence[Number]) -> tuple[tuple[int, ...], int] | None:
    """Numerators and the common denominator; None where an entry is not rational."""
    rational = [entry for entry in vector if isinstance(entry, Fraction)]
    if len(rational) != len(vector):
        return None
    bottom = math.lcm(*(entry.denominator for entry in rational))
    return tuple(entry.numerator * (bottom // entry.denominator) for entry in rational), bottom
