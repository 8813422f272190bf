"""The certificate of a map: what `solver.verify.regimes` needs to show it without the search.

The zeros are isolated once more, column by column, and every pattern of signs that occurs is looked
up in the map: a pattern that the map does not have, or one of the map that occurs nowhere, would be
a fault of the search and ends in an error.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.exact import RationalFunction, Scalar, text, to_json
from games.exact import quotient as quotients
from solver.geometry.line import simplest_between
from solver.geometry.projection import Curve, project
from solver.geometry.stack import over_point, over_sample
from solver.nash.signs import minors
from solver.solution.certificate import Certificate, Unproved
from solver.solution.regimes import Regime, RegimePartition
from solver.verify.rebuild import freed_game

if TYPE_CHECKING:
    from solver.regimes.partition import Question
    from solver.regimes.pool import Pool

#: Bytes of a certificate's witnesses; a file of more than 16 million is not read.
MAX_BYTES = 15_000_000

Signs = tuple[int, ...]


def certified(question: Question, pool: Pool, found: RegimePartition) -> Certificate | Unproved:
    """Show a map, or say why nothing does."""
    if found.status != "complete":
        return Unproved("regimes", "not complete", "the map stopped before its end")
    if found.undecided:
        return Unproved("regimes", "not known", "parts of the map are undecided")
    if question.repeated is not None:
        reason = "certificates cover maps of games in normal form, not what is sustained for ever"
        return Unproved("regimes", "cross-checked", reason)
    if pool.units or question.followers:
        reason = "payoffs are transcendental, and the checker counts zeros of polynomials"
        return Unproved("regimes", "cross-checked", reason)
    plane = len(question.axes) == 2
    if plane and pool.home.field is not None:
        reason = "payoffs have irrational constants, which the checker takes over one quantity only"
        return Unproved("regimes", "cross-checked", reason)
    patterns = list(dict.fromkeys(cell.signs for cell in found.cells))
    number = {signs: k for k, signs in enumerate(patterns)}
    regime_of = {cell.signs: cell.regime for cell in found.cells}
    witnesses = {
        **_Identities(question, pool).stated(),
        "patterns": [
            {"signs": "".join("-0+"[s + 1] for s in signs), "regime": regime_of[signs]}
            for signs in patterns
        ],
        "regimes": [_regime(regime) for regime in found.regimes],
        "map": _box(question, pool, number) if plane else _line(found, number),
    }
    size = len(json.dumps(witnesses))
    if size > MAX_BYTES:
        reason = f"a proof would take {size} bytes; at most {MAX_BYTES} are written"
        return Unproved("regimes", "cross-checked", reason)
    tables = question.tables
    axes = [
        {"address": a.address, "symbol": a.symbol, "low": text(a.low), "high": text(a.high)}
        for a in question.axes
    ]
    return Certificate("regimes", freed_game(tables, question.worth, axes), witnesses)


# ---- identities


class _Identities:
    """Minors, denominators and status quo as constants times powers of members."""

    def __init__(self, question: Question, pool: Pool) -> None:
        self.tables, self.worth, self.pool = question.tables, question.worth, pool
        self.members = [pool.function(k) for k in range(len(pool.members))]
        symbols = [axis.symbol for axis in question.axes]
        # A rational point at which no member is zero: there constants can be read off.
        for candidate in _points(len(symbols)):
            at = dict(zip(symbols, candidate, strict=True))
            values = [_at(member, at) for member in self.members]
            if all(value != 0 for value in values):
                self.at, self.values = at, values
                break

    def stated(self) -> dict[str, Any]:
        matrices = [
            self.tables.payoffs[0],
            list(zip(*self.tables.payoffs[1], strict=True)),
        ]
        entries = [v for table in self.tables.payoffs for row in table for v in row]
        bottoms: list[RationalFunction] = []
        for value in (*entries, *self.worth):
            bottom = value.denominator if isinstance(value, RationalFunction) else None
            if isinstance(bottom, RationalFunction) and bottom not in bottoms:
                bottoms.append(bottom)
        return {
            "pool": [str(member) for member in self.members],
            "denominators": [self._product(bottom) for bottom in bottoms],
            "minors": [
                [
                    [list(S), list(T), self._product(minor)]
                    for (S, T), minor in minors(matrix, Fraction(1)).items()
                    if T
                ]
                for matrix in matrices
            ],
            "worth": [self._product(value) for value in self.worth],
        }

    def _product(self, value: Scalar) -> list[Any]:
        if not isinstance(value, RationalFunction):
            return [to_json(value), []]
        q = quotients.moved(value.quotient, self.pool.home)
        exponents: dict[int, int] = {}
        for part, sign in ((q.top, 1), (q.bottom, -1)):
            for number, exponent in self.pool.powers(part):
                exponents[number] = exponents.get(number, 0) + sign * exponent
        powers = sorted((k, e) for k, e in exponents.items() if e)
        constant = _at(value, self.at)
        for number, exponent in powers:
            constant = constant / self.values[number] ** exponent
        return [to_json(constant), [list(power) for power in powers]]


def _points(axes: int) -> Iterator[tuple[Fraction, ...]]:
    for size in itertools.count(3):
        for place in itertools.product(range(1, size), repeat=axes):
            yield tuple(Fraction(k, size) for k in place)


def _at(value: Scalar, point: dict[str, Fraction]) -> Any:
    return value.at(point) if isinstance(value, RationalFunction) else value


# ---- labels


def _regime(regime: Regime) -> dict[str, Any]:
    structure, verdict = regime.structure, regime.verdict
    place = [{item.id: k for k, item in enumerate(side)} for side in structure.strategies]
    return {
        "structure": {
            "strategies": [
                [{"support": list(item.support), "replies": list(item.replies)} for item in side]
                for side in structure.strategies
            ],
            "extreme": [[place[0][a], place[1][b], c] for a, b, c in structure.extreme],
            "components": [
                {
                    "dimension": component.dimension,
                    "subsets": [
                        {
                            "dimension": subset.dimension,
                            "strategies": [
                                [place[player][name] for name in subset.strategy_ids[player]]
                                for player in (0, 1)
                            ],
                        }
                        for subset in component.subsets
                    ],
                }
                for component in structure.components
            ],
        },
        "verdict": None
        if verdict is None
        else {
            "kind": verdict.kind,
            "parties": [
                {"dominance": a, "seeks": b, "seeks_undominated": c} for a, b, c in verdict.parties
            ],
            "destruction_pays": None
            if verdict.destruction_pays is None
            else list(verdict.destruction_pays),
        },
    }


# ---- cells


def _line(found: RegimePartition, number: dict[Signs, int]) -> dict[str, Any]:
    places = [cell.sample[0] for cell in found.cells]
    return {
        "points": [[text(place.low), text(place.high)] for place in places[::2]],
        "samples": [text(place.low) for place in places[1::2]],
        "cells": [number[cell.signs] for cell in found.cells],
    }


def _box(question: Question, pool: Pool, number: dict[Signs, int]) -> dict[str, Any]:
    from games.exact import bridge
    from games.exact.polynomials import dense
    from solver.verify.regimes import box

    x, y = question.axes
    names = (x.symbol, y.symbol)
    ends = (y.low, y.high)
    members = [
        box.member(form, names)
        for k in range(len(pool.members))
        if isinstance(form := pool.function(k), RationalFunction)
    ]
    order = (pool.names.index(names[1]), pool.names.index(names[0]))
    curves = [
        Curve(k, tuple(dense(pool.members[k], order)), pool.members[k])
        for k in box.turning(members, (x.low, x.high), ends)
    ]
    vertical = [
        (k, dense(pool.members[k], order)[0])
        for k, member in enumerate(members)
        if len(member.rows) == 1
    ]
    base = project(curves, vertical, names, (x.low, x.high, *ends))
    assert base is not None
    edges = bridge.rational(y.low), bridge.rational(y.high)
    seen: set[Signs] = set()

    def stack(cells_at: Any, balls: Sequence[Any]) -> dict[str, Any]:
        heights = _heights(balls, ends)
        found = cells_at(heights)
        seen.update(found)
        return {"samples": [text(h) for h in heights], "cells": [number[s] for s in found]}

    points, stacks = [], []
    for k, (root, reasons) in enumerate(base.points):
        low, high = root.enclosure()
        point = box.BasePoint(root.polynomial, low, high)
        points.append({"polynomial": list(root.polynomial), "within": [text(low), text(high)]})
        sections = over_point(curves, root, reasons, *edges)
        inner = [section.ball for section in sections if not section.edge]
        stacks.append(
            stack(lambda heights, p=point: box.over_point(members, p, ends, heights), inner)
        )
        if k < len(base.samples):
            sample = base.samples[k]
            inner = [ball for _, ball in over_sample(curves, range(len(curves)), sample, *edges)]
            stacks.append(
                stack(lambda heights, s=sample: box.over_sample(members, s, ends, heights), inner)
            )
    if seen != set(number):
        raise AssertionError("a pattern of the map occurs over none of its columns")
    return {"points": points, "samples": [text(s) for s in base.samples], "stacks": stacks}


def _heights(balls: Sequence[Any], ends: tuple[Fraction, Fraction]) -> list[Fraction]:
    """Rationals between the zeros, the ends of the box among them."""
    from games.exact import bridge

    bounds = [(ends[0], ends[0]), *map(bridge.bounds, balls), (ends[1], ends[1])]
    return [simplest_between(a[1], b[0]) for a, b in itertools.pairwise(bounds)]
