"""Backward induction against the definition: every pure profile of small trees, with ties."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from fractions import Fraction

import pytest

from games.errors import GameError
from games.exact import sqrt
from games.forms import Chance, Decision, ExtensiveGame, Terminal
from games.forms.behaviour import node_values
from games.forms.extensive import Draft
from solver.dynamic.equilibria import EquilibriumGraph
from solver.dynamic.induction import backward_induction
from solver.dynamic.values import Values
from tests.forms.test_extensive import TWO, entry, pennies
from tests.forms.test_reduced import centipede

F = Fraction


def seen_tree(generator: random.Random, depth: int, players: int, spread: int) -> ExtensiveGame:
    """A random tree in which everybody sees everything; a small spread of payoffs makes ties."""
    nodes: dict[str, Draft] = {}
    choices = 0

    def grow(name: str, left: int) -> None:
        nonlocal choices
        roll = generator.random()
        if left == 0 or roll < 0.15 or choices > 6:
            nodes[name] = Terminal(tuple(generator.randint(0, spread) for _ in range(players)))
            return
        moves = tuple(f"{name}{i}" for i in range(2 if generator.random() < 0.7 else 3))
        if roll < 0.35:
            weights = [generator.randint(0, 2) for _ in moves]
            weights[0] += 1
            nodes[name] = Chance(tuple(F(w, sum(weights)) for w in weights), moves)
        else:
            choices += 1
            nodes[name] = Decision(generator.randrange(players), tuple("abc"[: len(moves)]), moves)
        for move in moves:
            grow(move, left - 1)

    grow("r", depth)
    return ExtensiveGame.from_names(tuple("pqs"[:players]), "r", nodes)


def by_definition(game: ExtensiveGame) -> list[tuple[dict[int, int], tuple[Fraction, ...]]]:
    """All pure profiles that are Nash equilibria in every subgame, with what they pay.

    Best replies are found over all strategies of a player, not over single deviations.
    """
    decisions = [index for index, _ in game.decisions()]
    sizes = [len(game.information_sets[game.set_of[i]].actions) for i in decisions]
    values = {}
    for actions in itertools.product(*map(range, sizes)):
        lotteries = [
            tuple(F(int(a == chosen)) for a in range(size))
            for chosen, size in zip(actions, sizes, strict=True)
        ]
        values[actions] = node_values(game, lotteries)
    owner = [game.nodes[index].player for index in decisions]  # type: ignore[union-attr]
    best: dict[tuple[int, tuple[int, ...], int], Fraction] = {}

    def others(actions: tuple[int, ...], player: int) -> tuple[int, ...]:
        return tuple(a if owner[k] != player else -1 for k, a in enumerate(actions))

    for actions, table in values.items():
        for player in range(len(game.players)):
            for node in (0, *decisions):
                key = (player, others(actions, player), node)
                best[key] = max(best.get(key, F(-99)), table[node][player])
    found = []
    for actions, table in values.items():
        if all(
            table[node][player] == best[player, others(actions, player), node]
            for player in range(len(game.players))
            for node in (0, *decisions)
        ):
            found.append((dict(zip(decisions, actions, strict=True)), table[0]))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_equals_the_definition_on_random_trees(seed: int) -> None:
    generator = random.Random(seed)
    several = 0
    for trial in range(12):
        game = seen_tree(generator, 3, 2 + trial % 2, 1 + trial % 3)
        expected = by_definition(game)
        induction = backward_induction(game)
        assert induction is not None
        graph = EquilibriumGraph(induction)
        assert graph.count == len(expected)
        listed = [frozenset(each.items()) for each in graph]
        assert len(set(listed)) == len(listed)
        assert set(listed) == {frozenset(each.items()) for each, _ in expected}
        assert set(induction.vectors()) == {payoffs for _, payoffs in expected}
        several += len(induction.vectors()) > 1
    assert several >= 2


def test_a_tie_of_one_player_leaves_the_other_with_several_values() -> None:
    """Ultimatum with two offers: the responder is indifferent to refusing nothing."""
    nodes: dict[str, Draft] = {
        "offer": Decision(0, ("all", "half"), ("poor", "fair")),
        "poor": Decision(1, ("accept", "refuse"), ("4-0", "0-0")),
        "fair": Decision(1, ("accept", "refuse"), ("2-2", "0-0b")),
        "4-0": Terminal((4, 0)),
        "0-0": Terminal((0, 0)),
        "2-2": Terminal((2, 2)),
        "0-0b": Terminal((0, 0)),
    }
    induction = backward_induction(ExtensiveGame.from_names(TWO, "offer", nodes))
    assert induction is not None
    assert set(induction.vectors()) == {(4, 0), (2, 2)}
    graph = EquilibriumGraph(induction)
    assert graph.count == 2
    assert list(graph) == [{0: 0, 1: 0, 4: 0}, {0: 1, 1: 1, 4: 0}]


def test_centipede_is_taken_at_once() -> None:
    induction = backward_induction(centipede())
    assert induction is not None
    assert induction.vectors() == ((F(2, 5), F(1, 10)),)
    assert EquilibriumGraph(induction).count == 1
    assert [induction.supports(i)[0][0] for i, _ in centipede().decisions()] == [0, 0, 0, 0]


def test_entry_is_not_fought() -> None:
    induction = backward_induction(ExtensiveGame.from_names(TWO, "start", entry()))
    assert induction is not None
    assert induction.vectors() == ((1, 1),)


def test_payoffs_in_square_roots_tie_exactly() -> None:
    root = sqrt(2)
    nodes: dict[str, Draft] = {
        "r": Decision(0, ("a", "b"), ("luck", "sure")),
        "luck": Chance((F(1, 2), F(1, 2)), ("x", "y")),
        "x": Terminal((2 * root, 0)),
        "y": Terminal((0, 2)),
        "sure": Terminal((root, 1)),
    }
    induction = backward_induction(ExtensiveGame.from_names(TWO, "r", nodes))
    assert induction is not None
    assert EquilibriumGraph(induction).count == 2
    assert induction.vectors() == ((root, 1),)


def test_close_values_are_told_apart_exactly() -> None:
    tiny = F(1, 10**40)
    nodes: dict[str, Draft] = {
        "r": Decision(0, ("a", "b"), ("x", "y")),
        "x": Terminal((F(1, 3), 0)),
        "y": Terminal((F(1, 3) + tiny, 1)),
    }
    induction = backward_induction(ExtensiveGame.from_names(TWO, "r", nodes))
    assert induction is not None
    assert induction.vectors() == ((F(1, 3) + tiny, 1),)
    assert induction.values.exact_comparisons > 0


def test_bounds_of_long_averages_hold_the_exact_value() -> None:
    generator = random.Random(3)
    values = Values()
    numbers = [values.of_end((F(generator.randint(-50, 50), 7), F(k))) for k in range(5)]
    for _ in range(300):
        share = F(generator.randint(1, 9), 10)
        parts = (numbers[-1], generator.choice(numbers[:5]))
        numbers.append(values.average((share, 1 - share), parts))
    for number in numbers[::29]:
        for place, entry_ in enumerate(values.exact(number)):
            centre, radius = values._centres[number][place], values._radii[number][place]
            assert abs(F(centre) - entry_) <= F(radius)
            assert radius < 1e-12


def test_large_numbers_do_not_overflow() -> None:
    nodes: dict[str, Draft] = {
        "r": Decision(0, ("a", "b"), ("x", "luck")),
        "luck": Chance((F(1, 2), F(1, 2)), ("y", "z")),
        "x": Terminal((F(10) ** 400, 0)),
        "y": Terminal((F(10) ** 401, 0)),
        "z": Terminal((0, 0)),
    }
    induction = backward_induction(ExtensiveGame.from_names(TWO, "r", nodes))
    assert induction is not None
    assert induction.vectors() == ((5 * F(10) ** 400, 0),)


def test_sets_beyond_the_limit_leave_one_equilibrium_labelled_incomplete() -> None:
    generator = random.Random(11)
    cut = 0
    for _ in range(40):
        game = seen_tree(generator, 3, 2, 1)
        whole = backward_induction(game)
        one = backward_induction(game, limit=1)
        assert whole is not None
        assert one is not None
        assert one.vectors()[0] in whole.vectors()
        cut += not one.complete
        if not one.complete:
            assert EquilibriumGraph(one).count is None
    assert cut > 3


def test_imperfect_information_is_refused() -> None:
    with pytest.raises(GameError, match="does not see everything"):
        backward_induction(ExtensiveGame.from_names(TWO, "red", pennies()))


def test_the_work_stops_when_told() -> None:
    assert backward_induction(centipede(), spent=lambda: True) is None


def test_a_long_play_of_small_risks_is_exact() -> None:
    """Ten thousand escalations, each with a risk of 1/50: the value is (49/50)^n in closed form."""
    length = 2_000
    nodes: dict[str, Draft] = {"end": Terminal((1, 1)), "war": Terminal((0, 0))}
    for step in range(length):
        nodes[f"d{step}"] = Decision(step % 2, ("on", "quit"), (f"c{step}", f"q{step}"))
        after = f"d{step + 1}" if step + 1 < length else "end"
        nodes[f"c{step}"] = Chance((F(1, 50), F(49, 50)), ("war", after))
        nodes[f"q{step}"] = Terminal((-1, -1))
    induction = backward_induction(ExtensiveGame.from_names(TWO, "d0", nodes))
    assert induction is not None
    assert induction.vectors() == ((F(49, 50) ** length,) * 2,)
    assert Counter(len(induction.supports(i)) for i, _ in induction.game.decisions()) == {1: length}
