"""Random exact numbers, written as expressions, for every property test of this package."""

from __future__ import annotations

from hypothesis import strategies as st

RATIONALS = st.fractions(min_value=-6, max_value=6, max_denominator=12)

_RADICALS = ["sqrt(2)", "sqrt(3)", "sqrt(6)", "sqrt(2 + sqrt(2))", "2^(1/3)"]
_COSINES = ["cos(15 deg)", "cos(20 deg)", "cos(25 deg)", "cos(36 deg)", "sin(40 deg)"]
_TRANSCENDENTAL = ["cos(1)", "cos(1/2)", "sin(1/2)", "exp(1/3)", "exp(-1/2)"]


def _combined(leaves: list[str], size: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(leaves) | RATIONALS.map(lambda x: f"({x})")
    return st.recursive(
        leaf,
        lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        max_leaves=size,
    )


#: Expressions in one field of cosines, in one tower of roots, and in both.
COSINE_TEXTS = _combined(["cos(25 deg)", "cos(5 deg)", "cos(60 deg)", "sqrt(3)"], 5)
ROOT_TEXTS = _combined(["sqrt(2)", "sqrt(3)", "sqrt(6)", "sqrt(5 + 2*sqrt(6))"], 5)
ALGEBRAIC_TEXTS = _combined(_RADICALS[:3] + _COSINES, 3)
TRANSCENDENTAL_TEXTS = _combined([*_TRANSCENDENTAL, "sqrt(2)", "cos(36 deg)"], 4)
TEXTS = COSINE_TEXTS | ROOT_TEXTS | ALGEBRAIC_TEXTS | TRANSCENDENTAL_TEXTS
