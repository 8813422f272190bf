"""The walk over the roots: nearest, attained or infimum, within the domain."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.geometry.line import simplest_between
from solver.solution.verdict import Flip, VerdictVector
from solver.verdict.flips import gap, nearest


def vector(name: str) -> VerdictVector:
    return ((name, "", ""),), ()


def say(_here: VerdictVector, there: VerdictVector) -> tuple[str, ...]:
    return (there[0][0][0],)


def step(x: F) -> VerdictVector:
    """Another verdict from 1 on, another still strictly beyond 2."""
    return vector("a" if x < 1 else "b" if x <= 2 else "c")


ROOTS = [F(2), F(1), F(1), F(3)]


def test_attained_at_a_root() -> None:
    assert nearest(F(0), ROOTS, F(4), 1, step, say) == Flip(F(1), F(1), True, ("b",))


def test_infimum_beyond_a_root() -> None:
    assert nearest(F(3, 2), ROOTS, F(4), 1, step, say) == Flip(F(2), F(1, 2), False, ("c",))
    assert nearest(F(3, 2), ROOTS, F(0), -1, step, say) == Flip(F(1), F(1, 2), False, ("a",))


def test_on_the_knife_edge_the_distance_is_zero() -> None:
    assert nearest(F(2), ROOTS, F(4), 1, step, say) == Flip(F(2), F(0), False, ("c",))


def test_roots_that_change_nothing_are_passed() -> None:
    assert nearest(F(5, 2), ROOTS, F(4), 1, step, say) is None
    assert nearest(F(7, 2), ROOTS, None, -1, step, say) == Flip(F(2), F(3, 2), True, ("b",))


def test_nothing_outside_the_domain_counts() -> None:
    assert nearest(F(0), ROOTS, F(1, 2), 1, step, say) is None
    assert nearest(F(0), ROOTS, F(1), 1, step, say) == Flip(F(1), F(1), True, ("b",))
    assert nearest(F(0), ROOTS, F(1), 1, step, say, edge_open=True) is None
    assert nearest(F(1), ROOTS, F(1), 1, step, say) is None


def test_an_unbounded_domain_is_searched_to_its_end() -> None:
    assert nearest(F(3, 2), [F(2)], None, 1, step, say) == Flip(F(2), F(1, 2), False, ("c",))
    assert nearest(F(5), [F(2)], None, 1, step, say) is None


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(F(0), F(1), F(1, 2)), (F(1, 3), F(1, 2), F(2, 5)), (F(-1), F(1), F(0)), (F(3), F(9), F(4))],
)
def test_simplest_between(low: F, high: F, expected: F) -> None:
    assert simplest_between(low, high) == expected


@given(st.fractions(max_denominator=50), st.fractions(max_denominator=50))
def test_simplest_between_is_between_and_simplest(a: F, b: F) -> None:
    if a == b:
        return
    low, high = min(a, b), max(a, b)
    found = simplest_between(low, high)
    assert low < found < high
    for q in range(1, found.denominator):
        p = (low * q).__floor__() + 1
        assert not low < F(p, q) < high
    assert low < gap(low, high, 1) < high
    assert gap(high, None, 1) > high
    assert gap(low, None, -1) < low
