"""Trees with imperfect information: Nash and subgame-perfect equilibria by definition."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

from games.forms import Decision, ExtensiveGame, Terminal
from games.forms.behaviour import node_values
from games.forms.extensive import Draft, children
from games.forms.reduced import reduced_normal_form
from solver.dynamic.induction import backward_induction
from solver.dynamic.subgames import nash, subgame_perfect, subgame_roots
from tests.forms.test_extensive import TWO, entry, pennies
from tests.forms.test_reduced import centipede, random_tree

F = Fraction


def battle_after_entry() -> ExtensiveGame:
    """An outside option before a battle of the sexes (van Damme 1989)."""
    nodes: dict[str, Draft] = {
        "start": Decision(0, ("out", "in"), ("out", "row")),
        "out": Terminal((2, 0)),
        "row": Decision(0, ("T", "B"), ("t", "b")),
        "t": Decision(1, ("L", "R"), ("TL", "TR"), "blind"),
        "b": Decision(1, ("L", "R"), ("BL", "BR"), "blind"),
        "TL": Terminal((3, 1)),
        "TR": Terminal((0, 0)),
        "BL": Terminal((0, 0)),
        "BR": Terminal((1, 3)),
    }
    return ExtensiveGame.from_names(TWO, "start", nodes)


def test_outside_option_before_a_battle() -> None:
    game = battle_after_entry()
    assert [game.name(root) for root in subgame_roots(game)] == ["start", "row"]
    found = subgame_perfect(game)
    assert found.complete.value is True
    assert sorted(item.vector for item in found.equilibria) == [(2, 0), (2, 0), (3, 1)]
    rows = {item.behaviour[game.set_of[2]] for item in found.equilibria}
    assert rows == {(1, 0), (0, 1), (F(3, 4), F(1, 4))}


def test_pennies_have_one_equilibrium() -> None:
    game = ExtensiveGame.from_names(TWO, "red", pennies())
    for found in (nash(game), subgame_perfect(game)):
        assert [dict(item.behaviour) for item in found.equilibria] == [
            {0: (F(1, 2), F(1, 2)), 1: (F(1, 2), F(1, 2))}
        ]
        assert found.complete.value is True


def test_threats_that_are_not_credible_are_nash_only() -> None:
    game = ExtensiveGame.from_names(TWO, "start", entry())
    assert (0, 2) in {item.vector for item in nash(game).equilibria}
    assert {item.vector for item in subgame_perfect(game).equilibria} == {(1, 1)}


def test_the_centipede_has_four_extreme_nash_equilibria() -> None:
    """McKelvey and Palfrey (1992): the first player takes at once in all of them."""
    found = nash(centipede())
    assert len(found.equilibria) == 4
    assert all(item.behaviour[0] == (1, 0) for item in found.equilibria)
    assert {item.behaviour[1] for item in found.equilibria} == {
        (1, 0),
        (F(30, 31), F(1, 31)),
        (F(6, 7), F(1, 7)),
    }


def gains(game: ExtensiveGame, behaviour: list[tuple[Fraction, ...]], root: int) -> bool:
    """Whether some pure plan of some player pays more in the subgame at a node."""
    before = node_values(game, behaviour)[root]
    reduced = reduced_normal_form(game)
    for player, plans in enumerate(reduced.plans):
        inside, stack = set(), [root]
        while stack:
            index = stack.pop()
            inside.add(index)
            stack += children(game.nodes[index])
        own = [
            key
            for key, each in enumerate(game.information_sets)
            if each.player == player and set(each.nodes) <= inside
        ]
        sizes = [range(len(game.information_sets[key].actions)) for key in own]
        for actions in itertools.product(*sizes):
            changed = list(behaviour)
            for key, action in zip(own, actions, strict=True):
                size = len(game.information_sets[key].actions)
                changed[key] = tuple(F(int(a == action)) for a in range(size))
            if node_values(game, changed)[root][player] > before[player]:
                return True
        assert plans
    return False


def filled(game: ExtensiveGame, behaviour: object) -> list[tuple[Fraction, ...]]:
    """Any action at sets that the own strategy excludes."""
    found = []
    for key, each in enumerate(game.information_sets):
        weights = behaviour[key]  # type: ignore[index]
        size = len(each.actions)
        found.append(weights or tuple(F(int(a == size - 1)) for a in range(size)))
    return found


def test_every_equilibrium_found_is_one_by_definition() -> None:
    generator = random.Random(14)
    checked = mixed = 0
    for _ in range(40):
        game = random_tree(generator, 3)
        for found, roots in ((nash(game), (0,)), (subgame_perfect(game), subgame_roots(game))):
            for item in found.equilibria:
                profile = filled(game, item.behaviour)
                assert node_values(game, profile)[0] == item.vector
                for root in roots:
                    assert not gains(game, profile, root)
                checked += 1
                mixed += any(0 < w < 1 for weights in profile for w in weights)
    assert checked > 80
    assert mixed > 10


def test_where_all_is_seen_it_contains_the_pure_ones_of_backward_induction() -> None:
    generator = random.Random(15)
    compared = 0
    while compared < 25:
        game = random_tree(generator, 3)
        if not game.has_perfect_information:
            continue
        induction = backward_induction(game)
        assert induction is not None
        pays = {item.vector for item in subgame_perfect(game).equilibria}
        assert set(induction.vectors()) <= pays
        compared += 1


def test_a_continuum_inside_a_subgame_is_said() -> None:
    nodes: dict[str, Draft] = {
        "start": Decision(0, ("out", "in"), ("out", "reply")),
        "out": Terminal((1, 0)),
        "reply": Decision(1, ("a", "b"), ("x", "y")),
        "x": Terminal((2, 0)),
        "y": Terminal((0, 0)),
    }
    found = subgame_perfect(ExtensiveGame.from_names(TWO, "start", nodes))
    assert found.complete.value is False
    assert "the subgame at reply has a continuum" in found.complete.reason
    assert {item.vector for item in found.equilibria} == {(2, 0), (1, 0)}
