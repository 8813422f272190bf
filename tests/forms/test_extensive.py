"""Extensive games: their parts, what is refused, values of strategies."""

from __future__ import annotations

from fractions import Fraction

import pytest

from games.errors import GameError
from games.forms import Chance, Decision, ExtensiveGame, Terminal
from games.forms.behaviour import check_behaviour, expected_payoffs, reach
from games.forms.extensive import Draft

F = Fraction
TWO = ("red", "blue")


def entry() -> dict[str, Draft]:
    """Entry deterrence (Selten 1978, one market): enter or stay out, then fight or yield."""
    return {
        "start": Decision(0, ("out", "enter"), ("out", "reply")),
        "out": Terminal((0, 2)),
        "reply": Decision(1, ("fight", "yield"), ("war", "share")),
        "war": Terminal((-1, -1)),
        "share": Terminal((1, 1)),
    }


def pennies() -> dict[str, Draft]:
    """Matching pennies: blue does not see what red has chosen."""
    return {
        "red": Decision(0, ("H", "T"), ("h", "t")),
        "h": Decision(1, ("H", "T"), ("hh", "ht"), "blind"),
        "t": Decision(1, ("H", "T"), ("th", "tt"), "blind"),
        "hh": Terminal((1, -1)),
        "ht": Terminal((-1, 1)),
        "th": Terminal((-1, 1)),
        "tt": Terminal((1, -1)),
    }


def test_names_become_numbers_with_parents_first() -> None:
    game = ExtensiveGame.from_names(TWO, "start", entry())
    assert [node.label for node in game.nodes] == ["start", "out", "reply", "war", "share"]
    assert game.has_perfect_information
    assert not game.has_shared_nodes
    assert [each.name for each in game.information_sets] == ["start", "reply"]


def test_information_sets_hold_the_nodes_that_share_a_name() -> None:
    game = ExtensiveGame.from_names(TWO, "red", pennies())
    assert not game.has_perfect_information
    assert [len(each.nodes) for each in game.information_sets] == [1, 2]
    assert {game.set_of[node] for node in game.information_sets[1].nodes} == {1}


def test_a_subtree_may_be_shared_where_everything_is_seen() -> None:
    nodes: dict[str, Draft] = {
        "start": Decision(0, ("a", "b"), ("next", "next")),
        "next": Decision(1, ("c", "d"), ("one", "two")),
        "one": Terminal((1, 0)),
        "two": Terminal((0, 1)),
    }
    game = ExtensiveGame.from_names(TWO, "start", nodes)
    assert len(game.nodes) == 4
    assert game.has_shared_nodes
    hidden = {
        **pennies(),
        "ht": Decision(0, ("x", "y"), ("th", "tt")),
    }
    with pytest.raises(GameError, match="several parents needs perfect information"):
        ExtensiveGame.from_names(TWO, "red", hidden)


def broken(name: str, node: Draft | None) -> dict[str, Draft]:
    nodes = entry()
    if node is None:
        del nodes[name]
    else:
        nodes[name] = node
    return nodes


@pytest.mark.parametrize(
    ("name", "node", "message"),
    [
        ("reply", Chance((F(1, 2), F(1, 3)), ("war", "share")), "reply: the odds .* sum to 5/6"),
        ("reply", Chance((F(3, 2), F(-1, 2)), ("war", "share")), "reply: .*at least 0; found -1/2"),
        ("reply", Chance((F(1),), ("war", "share")), "reply: 1 odds for 2 moves"),
        ("reply", Decision(2, ("fight", "yield"), ("war", "share")), "reply: there is no player"),
        ("reply", Decision(1, ("fight",), ("war", "share")), "reply: 1 actions but 2 moves"),
        ("reply", Decision(1, ("x", "x"), ("war", "share")), "reply: the actions .* must differ"),
        ("reply", Decision(1, (), ()), "reply: a decision needs at least one action|war"),
        ("reply", Decision(1, ("a", "b"), ("war", "start")), "start.*play would return"),
        ("reply", Decision(1, ("a", "b"), ("war", "war")), "'share'.*no play reaches it"),
        ("war", Terminal((-1,)), "war: needs one payoff per player, 2; got 1"),
        ("war", None, "'reply': a move leads to 'war', which is no node"),
        ("start", None, "no node 'start' to begin at"),
    ],
)
def test_bad_trees_are_refused_with_the_node_named(
    name: str, node: Draft | None, message: str
) -> None:
    with pytest.raises(GameError, match=message):
        ExtensiveGame.from_names(TWO, "start", broken(name, node))


@pytest.mark.parametrize("value", [0.5, "1/2", True, None])
def test_inexact_payoffs_are_refused(value: object) -> None:
    with pytest.raises(GameError, match="exact numbers"):
        Terminal((value, 0))


def test_moves_lead_to_higher_numbers() -> None:
    with pytest.raises(GameError, match="node 0: a move leads to node 0"):
        ExtensiveGame(("red",), (Decision(0, ("a",), (0,)),))
    with pytest.raises(GameError, match="node 1: no play reaches it"):
        ExtensiveGame(("red",), (Terminal((1,)), Terminal((2,))))


def test_sets_with_other_actions_are_refused() -> None:
    nodes = pennies() | {"t": Decision(1, ("H", "X"), ("th", "tt"), "blind")}
    with pytest.raises(GameError, match="'blind': the same actions must be open at h and t"):
        ExtensiveGame.from_names(TWO, "red", nodes)


def test_a_set_that_forgets_the_own_past_is_refused() -> None:
    nodes: dict[str, Draft] = {
        "first": Decision(0, ("L", "R"), ("l", "r")),
        "l": Decision(0, ("a", "b"), ("1", "2"), "forgetful"),
        "r": Decision(0, ("a", "b"), ("3", "4"), "forgetful"),
        **{str(n): Terminal((n, 0)) for n in range(1, 5)},
    }
    with pytest.raises(GameError, match="'forgetful': 'red' must have perfect recall"):
        ExtensiveGame.from_names(TWO, "first", nodes)
    absent: dict[str, Draft] = {
        "crossing": Decision(0, ("on", "off"), ("again", "1"), "road"),
        "again": Decision(0, ("on", "off"), ("2", "3"), "road"),
        **{str(n): Terminal((n, 0)) for n in range(1, 4)},
    }
    with pytest.raises(GameError, match=r"'road'.*perfect recall"):
        ExtensiveGame.from_names(TWO, "crossing", absent)


def test_reach_and_values_of_a_behaviour_profile() -> None:
    game = ExtensiveGame.from_names(TWO, "red", pennies())
    profile = ((F(1, 3), F(2, 3)), (F(1, 4), F(3, 4)))
    odds = reach(game, profile)
    at = {node.label: odds[index] for index, node in enumerate(game.nodes)}
    assert at["hh"] == F(1, 12)
    assert at["tt"] == F(1, 2)
    assert expected_payoffs(game, profile) == (F(1, 6), F(-1, 6))
    with pytest.raises(GameError, match="sum to 1"):
        check_behaviour(game, ((F(1, 3), F(1, 3)), (F(1), F(0))))
    with pytest.raises(GameError, match="needs 2 lotteries"):
        check_behaviour(game, ((F(1), F(0)),))


def test_the_digest_covers_payoffs_and_sets_but_not_labels() -> None:
    game = ExtensiveGame.from_names(TWO, "red", pennies())
    relabelled = {
        name: Decision(n.player, n.actions, n.children, n.information_set, "other")
        if isinstance(n, Decision)
        else n
        for name, n in pennies().items()
    }
    assert ExtensiveGame.from_names(TWO, "red", relabelled).digest == game.digest
    seen = pennies() | {"t": Decision(1, ("H", "T"), ("th", "tt"))}
    assert ExtensiveGame.from_names(TWO, "red", seen).digest != game.digest
    paid = pennies() | {"tt": Terminal((2, -1))}
    assert ExtensiveGame.from_names(TWO, "red", paid).digest != game.digest


def test_long_trees_need_no_recursion() -> None:
    nodes: dict[str, Draft] = {"end": Terminal((0,))}
    for step in range(20_000):
        after = f"n{step + 1}" if step < 19_999 else "end"
        nodes[f"n{step}"] = Decision(0, ("on",), (after,))
    game = ExtensiveGame.from_names(("red",), "n0", nodes)
    assert len(game.nodes) == 20_001
    assert game.name(19_999) == "n19999"
