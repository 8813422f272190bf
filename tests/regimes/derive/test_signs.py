"""Signs over a box: proved by Bernstein coefficients, against values on a grid."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

import pytest

from games.exact import parameter, parse, sign
from solver.regimes.derive.signs import bernstein, kept_sign

BOX = {"c": (F(-1), F(1)), "x": (F(0), F(1)), "y": (F(0), F(1)), "s": (F(0), F(1))}
NAMES = {name: parameter(name) for name in (*BOX, "free")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 - x", 1),
        ("x - 1", -1),
        ("1 + c", 1),
        ("x + y - x*y", 1),
        ("s + (1 - s)*c", None),
        ("x - y", None),
        ("x - x^2", 1),
        ("x^2 - 2*x*y + y^2 + 1", 1),
        ("x^3 + 1/10", 1),
        ("1 - x*y*s", 1),
        ("free + 2", None),
    ],
)
def test_kept_sign(text, expected):
    assert kept_sign(parse(text, NAMES), BOX) == expected


def test_numbers_are_polynomials():
    assert kept_sign(F(0), BOX) == 0
    assert kept_sign(F(-3), BOX) == -1


def test_linear_functions_have_their_corner_values_as_coefficients():
    p = parse("3*x*y - 2*x + c*y - 1/2", NAMES)
    corners = [
        p.at(dict(zip(("c", "x", "y"), corner, strict=True)))
        for corner in itertools.product((F(-1), F(1)), (F(0), F(1)), (F(0), F(1)))
    ]
    assert bernstein(p, BOX) == corners


def test_against_values_in_the_box():
    """A kept sign is never contradicted; a linear function without one takes both signs."""
    draw = random.Random(5)
    for _ in range(150):
        degree = draw.choice((1, 2))
        p = F(draw.randint(-3, 3))
        for i, j in itertools.product(range(degree + 1), repeat=2):
            p = p + F(draw.randint(-3, 3)) * NAMES["c"] ** i * NAMES["x"] ** j
        if isinstance(p, F):
            continue
        grid = [F(n, 6) for n in range(7)]
        seen = {
            sign(F(p.at({"c": 2 * a - 1, "x": b}))) for a, b in itertools.product(grid, repeat=2)
        }
        kept = kept_sign(p, BOX)
        if kept is not None:
            assert seen <= {0, kept}
        elif degree == 1:
            assert seen >= {1, -1}
