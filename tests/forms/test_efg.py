"""Gambit's extensive files: the format's freedoms, its faults with their lines, and round trips."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from games import catalogue
from games.errors import DetenteError, GameError, LimitError
from games.exact import sqrt
from games.forms import Chance, Decision, ExtensiveGame, Terminal
from games.forms.efg import read_efg, write_efg
from games.forms.unfold import unfold
from games.spec import loads
from solver.dynamic.equilibria import EquilibriumGraph
from solver.dynamic.induction import backward_induction
from tests.forms.test_reduced import centipede, random_tree

F = Fraction

#: Outcomes on the way, a set given once and used again, decimals, commas left out, a comment.
POKER = """EFG 2 R "A card game" { "red" "blue" }
"Everybody pays one; red may raise"

c "" 1 "deal" { "high" 0.5 "low" 1/2 } 0
p "" 1 1 "red high" { "raise" "fold" } 0
p "" 2 1 "blue" { "meet" "pass" } 3 "raised" { 0.5 -0.5 }
t "" 1 "big win" { 1.5, -1.5 }
t "" 2 "win" { 1/2 -1/2 }
t "" 4 "even" { 1, -1 }
p "" 1 2 "red low" { "raise" "fold" } 0
p "" 2 1 3
t "" 5 "big loss" { -5/2, 5/2 }
t "" 2
t "" 6 "loss" { -1 1 }
"""


def test_the_freedoms_of_the_format() -> None:
    game = read_efg(POKER)
    assert game.players == ("red", "blue")
    assert game.title == "A card game"
    chance = game.nodes[0]
    assert isinstance(chance, Chance)
    assert chance.odds == (F(1, 2), F(1, 2))
    assert [len(each.nodes) for each in game.information_sets] == [1, 2, 1]
    assert game.information_sets[1].name == "blue"
    ends = [node.payoffs for node in game.nodes if isinstance(node, Terminal)]
    assert ends == [(2, -2), (1, -1), (1, -1), (-2, 2), (1, -1), (-1, 1)]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("EFG 2", "NFG 1", 1, "the word EFG"),
        ("EFG 2", "EFG 1", 1, "format version 2"),
        ('{ "red" "blue" }', "{ }", 1, "1 to 32 players; got 0"),
        ("0.5 ", "0.6 ", 4, "sum to 1; they sum to 11/10"),
        ("0.5 ", "1.5 ", 4, "sum to 1"),
        ('p "" 1 1', 'p "" 3 1', 5, "player 3: there are 2 players"),
        ('{ "raise" "fold" } 0', "0", 5, "'{' before the actions of a new information set"),
        ('t "" 5', 't "" 5 "x"', 12, "expected '{'|outcome|a node"),
        ('t "" 6 "loss" { -1 1 }', 't "" 6', 14, "outcome 6 has no payoffs here and none before"),
        ("{ 0.5 -0.5 }", "{ 0.5 }", 6, "needs one payoff per player, 2; got 1"),
        ("{ -5/2, 5/2 }", "{ -5/0, 5/2 }", 12, "division by zero"),
        ('t "" 6 "loss" { -1 1 }', "", 15, "a node: c"),
        ("{ -1 1 }", '{ -1 1 }\nt "" 0', 15, "the end of the file"),
        ('p "" 2 1 3', 'p "" 2 1 "blue" { "meet" "run" } 3', 11, "was given other actions before"),
        ('t "" 2\n', 't "" 2 "win" { 1 -1 }\n', 13, "was given other payoffs before"),
        ('"loss"', '"loss', 14, "this quotation mark is never closed"),
    ],
)
def test_faults_carry_their_line(old: str, new: str, line: int, message: str) -> None:
    text = POKER.replace(old, new, 1)
    assert text != POKER
    with pytest.raises(DetenteError) as caught:
        read_efg(text, "poker.efg")
    assert any(part in str(caught.value) for part in message.split("|")), caught.value
    if "|" not in message:
        assert str(caught.value).startswith(f"poker.efg:{line}:"), caught.value


def test_forgetful_sets_are_refused() -> None:
    text = POKER.replace('p "" 1 2 "red low"', 'p "" 1 1 "red high"')
    assert len(read_efg(text).information_sets) == 2
    forgets = POKER.replace('p "" 2 1 "blue" { "meet" "pass" } 3', 'p "" 1 1 0', 1)
    with pytest.raises(DetenteError):
        read_efg(forgets)


def test_random_trees_survive_a_round_trip() -> None:
    generator = random.Random(9)
    for _ in range(40):
        game = random_tree(generator, 4)
        again = read_efg(write_efg(game))
        assert again.digest == unfold(game).digest
        assert write_efg(again) == write_efg(read_efg(write_efg(again)))


@pytest.mark.parametrize("label", ["escalation/brinkmanship", "escalation/dollar-auction"])
def test_folded_games_are_written_out(label: str) -> None:
    game = catalogue.load(label).realise().game
    again = read_efg(write_efg(game))
    assert not again.has_shared_nodes
    folded, tree = map(backward_induction, (game, again))
    assert folded is not None
    assert tree is not None
    size = len(game.players)
    assert {v[:size] for v in folded.vectors()} == set(tree.vectors())


def test_counts_of_folded_games_are_those_of_their_trees() -> None:
    """A count over histories: the unfolded tree has as many equilibria as the folded game."""
    generator = random.Random(12)
    shared = 0
    for _ in range(20):
        nodes: dict[str, Decision[str] | Terminal] = {}
        for layer in range(3):
            for place in range(2):
                goals = tuple(f"n{layer + 1}.{generator.randrange(2)}" for _ in range(2))
                nodes[f"n{layer}.{place}"] = Decision(layer % 2, ("x", "y"), goals)
        for place in range(2):
            pays = (generator.randint(0, 1), generator.randint(0, 1))
            nodes[f"n3.{place}"] = Terminal(pays)
        reached, stack = set(), ["n0.0"]
        while stack:
            name = stack.pop()
            if name not in reached:
                reached.add(name)
                node = nodes[name]
                stack += node.children if isinstance(node, Decision) else ()
        game = ExtensiveGame.from_names(
            ("a", "b"), "n0.0", {name: node for name, node in nodes.items() if name in reached}
        )
        shared += game.has_shared_nodes
        folded, tree = map(backward_induction, (game, unfold(game)))
        assert folded is not None
        assert tree is not None
        assert EquilibriumGraph(folded).count == EquilibriumGraph(tree).count
    assert shared > 10


def test_what_the_format_cannot_hold_is_refused() -> None:
    end = Terminal((sqrt(2), 0), label="end")
    with pytest.raises(GameError, match=r"end: sqrt.* is not rational"):
        write_efg(ExtensiveGame(("a", "b"), (end,)))
    with pytest.raises(GameError, match="backslash"):
        write_efg(ExtensiveGame(("a\\",), (Terminal((1,)),)))
    with pytest.raises(LimitError, match="more than 5 nodes"):
        unfold(centipede(), 5)


def test_a_file_is_a_spec() -> None:
    spec = loads(POKER, "poker.efg")
    assert spec.kind == "extensive"
    assert spec.realise().game.title == "A card game"
    again = loads(spec.to_yaml())
    assert again.digest == spec.digest
    assert loads(spec.to_json()).digest == spec.digest
    assert loads(POKER, "<text>").digest == spec.digest
    changed = spec.with_values({"payoffs.node 3.red": "7"})
    assert changed.digest != spec.digest
