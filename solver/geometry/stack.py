"""What stands over one value of x: the zeros of all curves between bottom and top, in order."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from games.exact.limits import finer
from solver.geometry.line import FIRST_BITS, Root
from solver.geometry.projection import Curve, Reason
from solver.geometry.tower import Tower

#: Labels of the edges of the box among the polynomials over a point.
LOW, HIGH = -1, -2


def zeros(curve: Curve, x: Fraction, bottom: Any, top: Any, bits: int) -> list[Any]:
    """Balls of the zeros in the open interval over a rational x where none is double or an end."""
    from games.exact import bridge

    p = curve.over(bridge.rational(x))
    while True:
        if p.degree() < 1:
            return []
        if p.degree() == 1:
            roots = [bridge.ball_of(-p[0] / p[1], bits)]
        else:
            roots = bridge.real_roots(p, bits)
        low, high = bridge.ball_of(bottom, bits), bridge.ball_of(top, bits)
        inside = [root for root in roots if root > low and root < high]
        if all(any(root is kept for kept in inside) or root < low or root > high for root in roots):
            return inside
        bits = finer(bits)


def over_sample(
    curves: Sequence[Curve], chosen: Iterable[int], x: Fraction, bottom: Any, top: Any
) -> list[tuple[int, Any]]:
    """(curve, ball of the zero) from bottom to top over a rational x that is no base point."""
    wanted = list(chosen)
    bits = FIRST_BITS
    while True:
        found = [(k, root) for k in wanted for root in zeros(curves[k], x, bottom, top, bits)]
        found.sort(key=lambda item: float(item[1]))
        if all(a[1] < b[1] for a, b in itertools.pairwise(found)):
            return found
        bits = finer(bits)


@dataclass
class Section:
    """A point over a base point at which curves vanish.

    simple: curves with a simple zero here, others: with a multiple one.
    """

    ball: Any
    simple: set[int] = field(default_factory=set)
    multiple: set[int] = field(default_factory=set)
    edge: int = 0


def over_point(
    curves: Sequence[Curve], root: Root, reasons: Sequence[Reason], bottom: Any, top: Any
) -> list[Section]:
    """The zeros over a base point, the edges of the box first and last.

    Curves that the reasons name are split into coprime parts over Q(x), exactly; all others have
    simple zeros of their own, which balls tell apart. The reasons must be all there are: where none
    joins two curves, or a curve and itself, they have nothing in common.
    """
    tower = Tower(root.modulus)
    over = [tower.trimmed([tower.reduced(row) for row in curve.rows]) for curve in curves]
    flagged = {k for r in reasons if r.kind != "vertical" for k in (r.first, r.second)}
    meets = {(r.kind, min(r[1:3]), max(r[1:3])) for r in reasons}
    parts: list[tuple[list[Any], set[tuple[str, int]]]] = [
        ([tower.constant(-bottom), tower.constant(1)], {("edge", LOW)}),
        ([tower.constant(-top), tower.constant(1)], {("edge", HIGH)}),
    ]
    for k in sorted(flagged):
        if len(over[k]) < 2:
            continue
        if ("double", k, k) not in meets:
            parts = split(tower, parts, over[k], ("zero", k), meets)
            continue
        repeated = tower.gcd(over[k], tower.derivative(over[k]))
        parts = split(tower, parts, tower.squarefree(over[k]), ("zero", k), meets)
        if len(repeated) > 1:
            parts = split(tower, parts, tower.squarefree(repeated), ("multiple", k), meets)
    parts += [
        (over[k], {("zero", k)})
        for k in range(len(curves))
        if k not in flagged and len(over[k]) > 1
    ]
    return _sections(tower, parts, root, bottom, top)


def split(
    tower: Tower,
    parts: Sequence[tuple[list[Any], set[tuple[str, int]]]],
    p: list[Any],
    label: tuple[str, int],
    meets: set[tuple[str, int, int]],
) -> list[tuple[list[Any], set[tuple[str, int]]]]:
    """Refine pairwise coprime squarefree parts by another squarefree polynomial."""
    result = []
    rest = p
    for part, labels in parts:
        if len(rest) == 1 or not all(_may_meet(own, label[1], meets) for own in labels):
            result.append((part, labels))
            continue
        common = tower.gcd(part, rest)
        if len(common) == 1:
            result.append((part, labels))
            continue
        rest = tower.divided(rest, common)[0]
        remaining = tower.divided(part, common)[0]
        if len(remaining) > 1:
            result.append((remaining, labels))
        result.append((common, labels | {label}))
    if len(rest) > 1:
        result.append((rest, {label}))
    return result


def _may_meet(label: tuple[str, int], k: int, meets: set[tuple[str, int, int]]) -> bool:
    """Whether a part of that label and curve k can have a zero in common."""
    kind, own = label
    if kind == "edge":
        return ("low" if own == LOW else "high", k, k) in meets
    return own == k or ("common", min(own, k), max(own, k)) in meets


def _sections(
    tower: Tower,
    parts: Sequence[tuple[list[Any], set[tuple[str, int]]]],
    root: Root,
    bottom: Any,
    top: Any,
) -> list[Section]:
    bits = FIRST_BITS
    while True:
        found = _attempt(tower, parts, root, bottom, top, bits)
        if found is not None:
            return found
        bits = finer(bits)


def _attempt(
    tower: Tower,
    parts: Sequence[tuple[list[Any], set[tuple[str, int]]]],
    root: Root,
    bottom: Any,
    top: Any,
    bits: int,
) -> list[Section] | None:
    """The sections at a precision, or None where it is too low to tell."""
    from games.exact import bridge

    at = root.ball(bits)
    low, high = bridge.ball_of(bottom, bits), bridge.ball_of(top, bits)
    found: list[Section] = []
    for part, labels in parts:
        edges = {k for kind, k in labels if kind == "edge"}
        if edges:
            balls = [low if LOW in edges else high]
        else:
            coefficients = tower.balls(part, at, bits)
            if len(part) == 2:
                balls = [bridge.quotient(-coefficients[0], coefficients[1], bits)]
            else:
                roots = bridge.roots_of_balls(coefficients, bits)
                if roots is None:
                    return None
                balls = roots
        for ball in balls:
            if not edges:
                if ball < low or ball > high:
                    continue
                if not (ball > low and ball < high):
                    return None
            multiple = {k for kind, k in labels if kind == "multiple"}
            zero = {k for kind, k in labels if kind == "zero"}
            found.append(Section(ball, zero - multiple, multiple, min(edges, default=0)))
    found.sort(key=lambda section: float(section.ball))
    # The edges are exact and stand outside of everything else.
    found.sort(key=lambda section: {LOW: 0, 0: 1, HIGH: 2}[section.edge])
    inner = [section for section in found if not section.edge]
    if any(not a.ball < b.ball for a, b in itertools.pairwise(inner)):
        return None
    return found


def crossing(first: Curve, second: Curve, root: Root, bottom: Any, top: Any) -> Any:
    """A ball of the zero that two curves have in common over a base point.

    There must be exactly one between bottom and top, simple for both, and no other double zero.
    """
    bits = FIRST_BITS
    while True:
        balls = [_zeros_near(curve, root, bottom, top, bits) for curve in (first, second)]
        if balls[0] is not None and balls[1] is not None:
            shared = [a for a in balls[0] for b in balls[1] if a.overlaps(b)]
            if len(shared) == 1:
                return shared[0]
        bits = finer(bits)


def _zeros_near(curve: Curve, root: Root, bottom: Any, top: Any, bits: int) -> list[Any] | None:
    """Balls of the zeros over a base point that are not certain to lie outside the box."""
    from games.exact import bridge

    at = root.ball(bits)
    coefficients = [bridge.evaluate(row, at, bits) for row in curve.rows]
    if len(coefficients) == 2:
        roots = [bridge.quotient(-coefficients[0], coefficients[1], bits)]
    else:
        found = bridge.roots_of_balls(coefficients, bits)
        if found is None:
            return None
        roots = found
    low, high = bridge.ball_of(bottom, bits), bridge.ball_of(top, bits)
    if not all(bridge.is_finite(ball) for ball in roots):
        return None
    return [ball for ball in roots if not (ball < low or ball > high)]
