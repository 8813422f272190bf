"""Verdicts by value on games small enough to check by hand, and by property."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.display import Span
from games.forms.normal import NormalFormGame
from solver.nash import solve_bimatrix
from solver.solution.equilibrium import Completeness
from solver.solution.limits import Limits
from solver.solution.verdict import NoVerdict, Verdict
from solver.verdict import verdict
from solver.verdict.judge import seeking_probability
from solver.verdict.switching import conditions

Rows = list[list[int]]


def game(
    row: Rows, column: Rows, seeking: tuple[set[int], set[int]] = ({1}, {1})
) -> NormalFormGame:
    return NormalFormGame.from_bimatrix(
        row,
        column,
        players=("red", "blue"),
        actions=(
            tuple(f"a{i}" for i in range(len(row))),
            tuple(f"b{j}" for j in range(len(row[0]))),
        ),
        seeking=tuple(map(frozenset, seeking)),
        measures={"conflict_probability": [[int(i + j > 0) for j in range(len(row[0]))]
                                           for i in range(len(row))]},
    )  # fmt: skip


def judge(played: NormalFormGame) -> Verdict:
    found = verdict(played, solve_bimatrix(played))
    assert isinstance(found, Verdict)
    return found


def span(low: object, high: object) -> Span:
    return Span(Fraction(str(low)), Fraction(str(high)))


def test_prisoners_dilemma() -> None:
    found = judge(game([[2, 0], [3, 1]], [[2, 3], [0, 1]]))
    assert found.headline == "Everybody seeks power: red and blue seek it in every equilibrium."
    assert [party.dominance for party in found.parties] == ["seek-strict", "seek-strict"]
    assert found.conflict_probability == span(1, 1)


def test_harmony() -> None:
    found = judge(game([[3, 2], [1, 0]], [[3, 1], [2, 0]]))
    assert found.headline == "Nobody seeks power: red and blue hold in every equilibrium."
    assert [party.dominance for party in found.parties] == ["hold-strict", "hold-strict"]
    assert found.kind == "peace"


def test_one_side() -> None:
    found = judge(game([[0, 0], [1, 1]], [[1, 0], [1, 0]]))
    assert found.headline == (
        "One side seeks power: red seeks it and blue does not, in every equilibrium."
    )


def test_stag_hunt_turns_on_expectations() -> None:
    found = judge(game([[4, 0], [3, 3]], [[4, 3], [0, 3]]))
    assert found.headline == (
        "It turns on expectations: red and blue seek power in some equilibria and not in others."
    )
    assert found.parties[0].seeking_probability == span(0, 1)
    assert found.parties[0].dominance == "none"


def test_full_resistance_keeps_a_dominated_conflict_as_an_equilibrium() -> None:
    """With resistance 1 conflict follows whoever starts it: hold weakly dominates, SS stays."""
    found = judge(game([[1, 0], [0, 0]], [[1, 0], [0, 0]]))
    assert found.kind == "peace-undominated"
    assert [party.dominance for party in found.parties] == ["hold-weak", "hold-weak"]
    assert [(party.seeks, party.seeks_undominated) for party in found.parties] == [
        ("some", "no"),
        ("some", "no"),
    ]
    assert found.conflict_probability == span(0, 1)


def test_seeking_can_be_any_action() -> None:
    """Marking the other action as seeking mirrors the verdict."""
    found = judge(game([[2, 0], [3, 1]], [[2, 3], [0, 1]], ({0}, {0})))
    assert found.kind == "peace"
    assert [party.dominance for party in found.parties] == ["hold-strict", "hold-strict"]


def test_dominance_of_several_levels_by_mixtures() -> None:
    """Hold (0) is beaten by no level alone, but strictly by the even mixture of 1 and 2."""
    row = [[1, 1], [4, 0], [0, 4]]
    flat = [[0, 0]] * 3
    found = judge(game(row, flat, ({1, 2}, {1})))
    assert found.parties[0].dominance == "seek-strict"
    row = [[2, 2], [4, 0], [0, 4]]
    found = judge(game(row, flat, ({1, 2}, {1})))
    assert found.parties[0].dominance == "none"
    found = judge(game([[2, 2], [2, 1], [0, 1]], flat, ({1, 2}, {1})))
    assert found.parties[0].dominance == "hold-weak"


def test_no_seeking_no_verdict() -> None:
    played = NormalFormGame.from_bimatrix([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    found = verdict(played, solve_bimatrix(played))
    assert isinstance(found, NoVerdict)
    assert "seeking" in found.reason


def test_an_incomplete_set_claims_no_more_than_it_knows() -> None:
    played = game([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    found = verdict(played, solve_bimatrix(played, Limits(equilibria=1)))
    assert isinstance(found, Verdict)
    assert found.kind == "undecided"
    assert {party.seeks for party in found.parties} == {"undecided"}
    assert found.caveat is not None
    assert found.caveat.startswith("Not all equilibria are known")


def test_destruction_pays_where_the_status_quo_is_worth_less_than_nothing() -> None:
    played = game([[3, 2], [1, 0]], [[3, 1], [2, 0]])
    found = verdict(played, solve_bimatrix(played), [Fraction(-1, 5), Fraction(0)])
    assert isinstance(found, Verdict)
    assert found.destruction_pays == ("red",)


@st.composite
def small_games(draw: st.DrawFn) -> NormalFormGame:
    m, n = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    matrix = st.lists(st.lists(st.integers(0, 2), min_size=n, max_size=n), min_size=m, max_size=m)
    return game(draw(matrix), draw(matrix), (set(range(1, m)), {n - 1}))


@given(small_games(), st.randoms(use_true_random=False))
def test_no_equilibrium_of_a_subset_lies_outside_the_verdict(
    played: NormalFormGame, random: object
) -> None:
    """Sample points inside maximal Nash subsets: the extreme points bound them."""
    equilibria = solve_bimatrix(played)
    found = verdict(played, equilibria)
    assert isinstance(found, Verdict)
    weights = {s.id: s.weights for player in equilibria.strategies for s in player}
    for component in equilibria.components:
        for subset in component.subsets:
            for player, ids in enumerate(subset.strategy_ids):
                parts = [Fraction(random.randint(1, 9)) for _ in ids]  # type: ignore[attr-defined]
                total = sum(parts)
                inside = [
                    sum(p / total * weights[i][a] for p, i in zip(parts, ids, strict=True))
                    for a in range(played.shape[player])
                ]
                assert played.seeking is not None
                chance = sum(inside[a] for a in played.seeking[player])
                party = found.parties[player]
                assert party.seeking_probability.low <= chance <= party.seeking_probability.high
                if party.seeks in ("every", "no"):
                    assert (chance > 0) == (party.seeks == "every")


@given(small_games())
def test_positive_affine_payoffs_change_no_verdict(played: NormalFormGame) -> None:
    moved = NormalFormGame(
        played.players,
        played.actions,
        tuple(
            tuple(tuple(3 * entry + 1 for entry in row) for row in table)
            for table in played.payoffs
        ),
        played.seeking,
        played.measures,
    )
    assert judge(moved) == judge(played)


def test_incomplete_some_is_still_some() -> None:
    played = game([[1, 0], [0, 0]], [[1, 0], [0, 0]])
    equilibria = solve_bimatrix(played)
    object.__setattr__(equilibria, "complete", Completeness(None, "not shown"))
    found = verdict(played, equilibria)
    assert isinstance(found, Verdict)
    assert {party.seeks for party in found.parties} == {"some"}
    assert {party.seeks_undominated for party in found.parties} == {"undecided"}


def test_conditions_of_a_two_by_two_game() -> None:
    played = game([[2, 0], [3, 5]], [[2, 3], [0, 7]])
    found = conditions(played)
    assert [condition.polynomial for condition in found] == [1, 5, 1, 7]
    assert found[1].meaning == "red gains by a1 rather than a0 when blue plays b1"
    assert len(conditions(played, [Fraction(1), Fraction(2)])) == 6


def test_conditions_start_with_the_other_holding_whichever_action_that_is() -> None:
    played = game([[2, 0], [3, 5]], [[2, 3], [0, 7]], ({1}, {0}))
    assert [condition.polynomial for condition in conditions(played)] == [5, 1, -1, -7]


def test_seeking_probability_counts_every_seeking_action() -> None:
    played = game([[0, 0], [0, 0], [0, 0]], [[0, 0]] * 3, ({1, 2}, {1}))
    found = solve_bimatrix(played)
    for item in found.extreme:
        assert seeking_probability(played, 0, item) == item.strategies[0][1] + item.strategies[0][2]


@pytest.mark.parametrize("names", [("red",), ("red", "blue"), ("a", "b", "c")])
def test_headlines_read_well_for_any_number_of_parties(names: tuple[str, ...]) -> None:
    from solver.verdict.words import headline

    for value in ("every", "no"):
        kind, sentence = headline(names, [value] * len(names), [value] * len(names))
        assert kind in ("peace", "struggle")
        assert sentence.endswith("in every equilibrium.")
        assert all(name in sentence for name in names)
