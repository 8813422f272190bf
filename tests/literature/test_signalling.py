"""Signalling games of the literature. Sources stand at each test."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from games import catalogue
from games.forms.reduced import reduced_normal_form
from games.forms.signalling import Message, Reply, SignallingGame
from games.forms.signalling_tree import extensive
from solver import solve
from solver.beliefs import perfect_bayesian_equilibria


def labels(item) -> dict[str, bool | None]:
    return {label.name: label.value for label in item.refinements}


def beer(prior: str):
    return catalogue.load("classic/beer-quiche").realise({"prior": F(prior)}).game


def test_beer_and_quiche():
    """Cho and Kreps (1987): the weak with odds 1/10; pooling on either breakfast.

    After the other breakfast the bully fights with probability at least 1/2; only pooling on beer
    is intuitive. Four extreme equilibria of the strategic form, two maximal Nash subsets.
    """
    found = perfect_bayesian_equilibria(beer("1/10"))
    assert found.complete.value is True
    assert found.components == 2
    by_path = {0: [], 1: []}
    for item in found.sets:
        assert item.kind == "pooling"
        by_path[item.path[0]].append(item)
    for path, payoffs in ((0, (3, 2)), (1, (2, 3))):
        fights = set()
        for item in by_path[path]:
            other = 1 - path
            assert tuple(span.low for span in item.sender_payoffs) == payoffs
            assert item.payoffs[0].low == item.payoffs[0].high == F(9, 10)
            assert labels(item)["intuitive"] is (path == 0)
            assert labels(item)["D1"] is (path == 0)
            vertices = {v[other][0] for v in item.assessments.replies}
            fights |= vertices
            low, high = item.assessments.beliefs[other].probability(1)
            assert low == F(1, 2)
            assert high == (1 if vertices == {1} else F(1, 2))
        assert fights == {F(1, 2), F(1)}


def test_beer_and_quiche_in_strategic_form():
    """Through the tree and its 4 x 4 normal form: the same two pools, with what they pay."""
    form = reduced_normal_form(extensive(beer("1/10"))).game
    found = solve(form).equilibria
    assert found.complete.value is True
    assert len(found.extreme) == 4
    assert sum(len(item.subsets) for item in found.components) == 2
    assert {item.payoffs for item in found.extreme} == {
        (F(29, 10), F(9, 10)),
        (F(21, 10), F(9, 10)),
    }


def test_beer_and_quiche_with_many_weak():
    """With P(weak) = p > 1/2 the strong drink beer and the weak mix; the bully fights half.

    The weak send beer with odds (1-p)/p, so that beer leaves the bully indifferent.
    """
    (item,) = perfect_bayesian_equilibria(beer("2/3")).sets
    assert item.kind == "semi-separating"
    ((strong, weak),) = item.assessments.sender
    assert strong == (1, 0)
    assert weak == (F(1, 2), F(1, 2))
    ((after_beer, after_quiche),) = item.assessments.replies
    assert after_beer == (F(1, 2), F(1, 2))
    assert after_quiche == (1, 0)
    assert item.assessments.beliefs[0].vertices == ((F(1, 2), F(1, 2)),)


def spence(levels: list[str]) -> SignallingGame:
    """Spence (1973): productivity 1 or 2, schooling e costs e or e/2, wages match beliefs.

    The employer offers one of the wages 1, 3/2 and 2 and loses the square of its error, so it pays
    2 to the surely able, 1 to the surely unable.
    """
    wages = [F(1), F(3, 2), F(2)]
    messages = [
        Message(
            e,
            tuple(
                Reply(
                    str(w),
                    tuple(((w - F(e) / able, -((w - able) ** 2)),) for able in (1, 2)),
                )
                for w in wages
            ),
        )
        for e in levels
    ]
    return SignallingGame(
        ("worker", "firm"), ("unable", "able"), (F(1, 2), F(1, 2)), tuple(messages)
    )


@pytest.mark.parametrize(
    ("level", "separates"),
    [("3/4", False), ("1", True), ("3/2", True), ("2", True), ("9/4", False)],
)
def test_separating_levels_of_schooling(level: str, separates: bool):
    """Separation with the able at e* and the unable at 0 for e* in [1, 2]."""
    found = perfect_bayesian_equilibria(spence(["0", level]))
    apart = ((1, 0), (0, 1))
    assert any(apart in item.assessments.sender for item in found.sets) is separates


def test_only_the_least_costly_separation_is_intuitive():
    """Riley (1979), Cho and Kreps (1987): of two levels that separate only the lower survives."""
    found = perfect_bayesian_equilibria(spence(["0", "11/10", "3/2"]))
    survive = {
        item.sent_by: labels(item)["intuitive"] for item in found.sets if item.kind == "separating"
    }
    assert survive == {((0,), (1,), ()): True, ((0,), (), (1,)): False}


def test_bluffing_in_a_crisis():
    """Fearon (1994) in textbook form: prize 1, audience cost a = 1/2, P(strong) = 1/4.

    War is worth 1/2 to the strong and -a to the weak, who backs down when resisted, and -1 to a
    defender who resists the strong. The defender resists with 1/(1+a) = 2/3; the weak bluff with
    odds that leave the posterior 1/2: 1/3.
    """
    strong = ((F(1, 2), F(-1)),), ((F(1), F(0)),)
    weak = ((F(-1, 2), F(1)),), ((F(1), F(0)),)
    quiet = ((F(0), F(1)),)
    game = SignallingGame(
        ("challenger", "defender"),
        ("strong", "weak"),
        (F(1, 4), F(3, 4)),
        (
            Message(
                "challenge",
                (Reply("resist", (strong[0], weak[0])), Reply("concede", (strong[1], weak[1]))),
            ),
            Message("quiet", (Reply("keep", (quiet, quiet)),)),
        ),
    )
    (item,) = perfect_bayesian_equilibria(game).sets
    ((first, second),) = item.assessments.sender
    assert first == (1, 0)
    assert second == (F(1, 3), F(2, 3))
    assert item.assessments.replies[0][0] == (F(2, 3), F(1, 3))
    assert item.assessments.beliefs[0].vertices == ((F(1, 2), F(1, 2)),)
