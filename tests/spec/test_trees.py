"""Specs of kinds `extensive` and `ladder`: what they mean and what they refuse."""

from __future__ import annotations

from fractions import Fraction

import pytest

from games.errors import DetenteError
from games.exact import RationalFunction, parameter
from games.forms import Chance, Decision, Terminal
from games.spec import loads, template

F = Fraction
TREE = template("extensive")
LADDER = template("ladder")


def test_a_tree_is_read_as_written() -> None:
    spec = loads(TREE)
    game = spec.realise().game
    start, market = game.nodes[0], next(n for n in game.nodes if isinstance(n, Chance))
    assert isinstance(start, Decision)
    assert start.actions == ("out", "enter")
    assert market.odds == (F(1, 3), F(2, 3))
    assert not game.has_perfect_information
    assert [each.name for each in game.information_sets] == ["start", "after entry"]
    assert game.seeking == (frozenset({"enter"}), frozenset({"fight"}))
    ends = {node.label: node.payoffs for node in game.nodes if isinstance(node, Terminal)}
    assert ends["small.fight"] == (-1, F(1, 2))


def test_quantities_of_a_tree_can_be_set() -> None:
    spec = loads(TREE)
    assert spec.quantity("odds.market.boom").value == F(1, 3)
    assert spec.with_values({"payoffs.small.yield.entrant": "3/2"}).realise().game.digest != (
        spec.realise().game.digest
    )
    free = spec.realise({"payoffs.start.out.entrant": parameter("x")}).game
    assert any(
        isinstance(value, RationalFunction)
        for node in free.nodes
        if isinstance(node, Terminal)
        for value in node.payoffs
    )


def test_the_digest_forgets_names_of_nodes_and_titles() -> None:
    spec = loads(TREE)
    assert loads(TREE.replace("market", "demand").replace("Entry", "Exit")).digest == spec.digest
    assert loads(TREE.replace("slump: 2/3", "slump: 4/6")).digest == spec.digest
    assert loads(TREE.replace("[-1, -1]", "[-1, -2]")).digest != spec.digest


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("slump: 2/3}", "slump: 1/3}", "market: the odds of a chance move must sum to 1"),
        ("slump: 2/3}", "slump: 5/3}", "must be in [0, 1]; found 5/3"),
        ("boom: 1/3, ", "", "odds and moves of `market` must name the same actions"),
        ("[-1, -1]", "[-1]", "`large.fight` needs one payoff per player, 2; found 1: the payoff"),
        ("enter: market", "enter: markt", "leads to `markt`, which is no node"),
        ("fight: [-1, 1/2], ", "fight: start, ", "play would return to it"),
        ("root: start", "root: market", "node 'start': no play reaches it from 'market'"),
        ("yield: [1, 0]", "give: [1, 0]", "the same actions must be open at large and small"),
        ("player: entrant", "player: entrnt", "there is no player `entrnt`"),
        ("player: entrant\n", "payoffs: [1, 1]\n", "is an end, so it has payoffs and nothing"),
        ("      player: entrant\n", "", "needs one of `player`"),
        ("seeking: [enter]", "seeking: [entre]", "`entrant` has no action `entre`"),
        ("name: incumbent", "name: entrant", "given twice"),
        ("[0, 2]", "[0, 2, 3]", "needs one payoff per player, 2; found 3"),
        ("[0, 2]", "[[0], 2]", "payoffs are a list of numbers"),
    ],
)
def test_bad_trees_are_one_sentence_with_a_place(old: str, new: str, message: str) -> None:
    text = TREE.replace(old, new, 1)
    assert text != TREE
    with pytest.raises(DetenteError) as caught:
        loads(text, "tree.yaml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("tree.yaml:")


def test_a_set_that_forgets_is_refused() -> None:
    text = TREE.replace("fight: [-1, -1], yield: [2, 1]", "fight: small, yield: [2, 1]")
    text = text.replace("slump: small", "slump: [0, 0]")
    with pytest.raises(DetenteError, match="'after entry': 'incumbent' must have perfect recall"):
        loads(text, "tree.yaml")


def test_a_ladder_is_built_from_its_world() -> None:
    spec = loads(LADDER)
    game = spec.realise().game
    assert len(game.ladder.rungs) == 3
    assert game.ladder.status_quo == (F(2, 5), F(2, 5))
    assert spec.quantity("rungs.2.risk").value == F(1, 10)
    assert spec.quantity("moves").value == 8
    longer = spec.realise({"moves": F(9)}).game
    assert longer.ladder.moves == 9
    assert spec.realise({"stakes": F(1, 4)}).game.digest == game.digest  # p = s: nothing shifts
    assert spec.realise({"share": F(2, 5)}).game.digest != game.digest


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("risk: 0.1", "risk: -0.1", "game.rungs[1].risk` must be in [0, 1]; found -0.1"),
        ("grab: 1/2}", "grab: 3/2}", "game.rungs[2].grab` must be in [0, 1]; found 3/2"),
        ("first: red", "first: green", "there is no party `green`"),
        ("moves: 8", "moves: 0", "must be a whole number, at least 1"),
        ("moves: 8", "moves: 90000000", "positions and chance moves"),
        ("{risk: 1,   grab: 1/2}", "{risk: 1}", "the key `grab` is missing"),
        (
            "destruction_fraction: 4/5",
            "destruction_fraction: 4/5\n  advantage: {red: 1/10}",
            "an advantage of moving first",
        ),
    ],
)
def test_bad_ladders_are_one_sentence_with_a_place(old: str, new: str, message: str) -> None:
    text = LADDER.replace(old, new, 1)
    assert text != LADDER
    with pytest.raises(DetenteError) as caught:
        loads(text, "ladder.yaml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("ladder.yaml:")
