"""From polynomials in two variables to the values of x at which their arrangement changes.

Over a closed box, for irreducible polynomials f that are pairwise different and depend on y: the
number and the order of their real zeros in y can change only where a discriminant vanishes (two
zeros of f meet), a resultant (zeros of f and g meet), f(x, y) on an edge of the box (a zero enters
or leaves), and, for polynomials in x alone, at their roots. Zeros that leave for infinity leave the
box first, so leading coefficients play no part. (Collins 1975; McCallum 1988 for two variables.)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from solver.geometry.line import Root, arranged, rational_point, roots_between, simplest_between


class Reason(NamedTuple):
    """Why a value of x matters.

    kind: "vertical" (a polynomial in x alone), "low", "high" (an edge), "double" (a discriminant),
    "common" (a resultant). first, second: the curves. order: multiplicity of the root.
    """

    kind: str
    first: int
    second: int
    order: int


@dataclass(frozen=True)
class Curve:
    """A polynomial that depends on y.

    number: in the caller's list. rows: polynomials in x by powers of y. form: as FLINT's
    polynomial in two variables.
    """

    number: int
    rows: tuple[Any, ...]
    form: Any

    def over(self, x: Any) -> Any:
        """The polynomial in y over a FLINT rational x."""
        from games.exact import bridge

        return bridge.row([row(x) for row in self.rows])

    def along(self, y: Any) -> Any:
        """The polynomial in x at a FLINT rational y."""
        total = self.rows[-1]
        for row in reversed(self.rows[:-1]):
            total = total * y + row
        return total


@dataclass(frozen=True)
class Base:
    """The x axis cut: points with the reasons for each, ends first and last, and samples."""

    points: tuple[tuple[Root, tuple[Reason, ...]], ...]
    samples: tuple[Fraction, ...]


def project(
    curves: Sequence[Curve],
    vertical: Sequence[tuple[int, Any]],
    names: tuple[str, str],
    box: tuple[Fraction, Fraction, Fraction, Fraction],
    stop: Callable[[], bool] = lambda: False,
    too_high: Callable[[int], bool] = lambda degree: False,
) -> Base | None:
    """Cut the x axis; None where `stop` or `too_high`, told the degree of a resultant, said so.

    vertical: (number, polynomial in x alone).

    names: of x and y. box: x from, x to, y from, y to.
    """
    from games.exact import bridge

    low, high, bottom, top = box
    reasons: dict[tuple[int, ...], list[Reason]] = {}

    def note(p: Any, kind: str, first: int, second: int) -> None:
        for factor, order in bridge.factors_with_orders(p):
            reasons.setdefault(factor, []).append(Reason(kind, first, second, order))

    for number, p in vertical:
        note(p, "vertical", number, number)
    edges = (("low", bridge.rational(bottom)), ("high", bridge.rational(top)))
    for k, curve in enumerate(curves):
        if stop():
            return None
        for kind, y in edges:
            note(curve.along(y), kind, k, k)
        if any(too_high(_degree(curve, other)) for other in curves[: k + 1]):
            return None
        if len(curve.rows) > 2:
            slope = curve.form.derivative(names[1])
            note(_eliminated(curve.form, slope, names), "double", k, k)
        for other in range(k):
            if stop():
                return None
            note(_eliminated(curve.form, curves[other].form, names), "common", other, k)
    found: dict[Root, tuple[Reason, ...]] = {rational_point(low): (), rational_point(high): ()}
    for factor, why in reasons.items():
        if stop():
            return None
        for root in roots_between(factor, low, high):
            found[root] = tuple(why)
    placed = arranged(found)
    return Base(
        tuple((root, found[root]) for root, _, _ in placed),
        tuple(simplest_between(a[2], b[1]) for a, b in itertools.pairwise(placed)),
    )


def _degree(first: Curve, second: Curve) -> int:
    """What the degree in x of the resultant of two curves, or of a discriminant, may be."""
    widths = [max(row.degree() for row in curve.rows) for curve in (first, second)]
    return int(widths[0] * (len(second.rows) - 1) + widths[1] * (len(first.rows) - 1))


def _eliminated(p: Any, q: Any, names: tuple[str, str]) -> Any:
    """The resultant in y as a polynomial in x."""
    from games.exact import bridge
    from games.exact.polynomials import dense

    position = sorted(names).index(names[0])
    return dense(bridge.resultant(p, q, names[1]), (position,))
