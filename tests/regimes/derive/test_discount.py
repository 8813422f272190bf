"""Critical discount factors derived from specs: posture and matrix games, repeated or not."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from games import catalogue
from games.spec import loads
from solver.regimes.derive import derive
from tests.spec.data import REPEATED_MATRIX


def test_the_board_repeated_or_not() -> None:
    values = []
    for label in ("post/board-2023", "post/board-2023-repeated"):
        derived = derive(catalogue.load(label), "discount")
        reversion, optimal = derived.forms
        assert reversion.here == (("board", F(0)), ("chief", F(209, 537)), ("all", F(209, 537)))
        assert optimal.here == (("both", F(209, 537)),)
        values.append([(item.here[0].party, item.here[0].value) for item in derived.thresholds])
    # Both seeking is what each reverts to; the letters give the same value as the tables.
    assert values[0] == values[1]
    assert ("chief", F(209, 537)) in values[0]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("classic/prisoners-dilemma", F(1, 2)),
        ("literature/mailath2006/prisoners-dilemma", F(1, 3)),
        ("literature/judd2003/prisoners-dilemma", F(1, 2)),
    ],
)
def test_published_dilemmas(label: str, expected: F) -> None:
    # Friedman (1971): (T - R)/(T - P); punishing harder than by the minmax is impossible.
    derived = derive(catalogue.load(label), "discount")
    assert not derived.thresholds
    assert {value for _, value in derived.forms[0].here} == {expected}
    assert derived.forms[1].here == (("both", expected),)


def test_a_repeated_matrix_game() -> None:
    derived = derive(loads(REPEATED_MATRIX), "discount")
    assert derived.forms[0].here[-1] == ("all", F(1, 2))
    assert derived.forms[1].here == (("both", F(1, 2)),)
