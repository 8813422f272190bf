"""Dominance: every answer carries its witness, and the witness is checked by definition."""

import itertools
import random
from fractions import Fraction

import pytest

from games.errors import GameError
from games.forms.normal import NormalFormGame
from solver.dominance import (
    Belief,
    Domination,
    decide,
    dominated_actions,
    iterated_elimination,
    payoff_dominant,
    risk_dominant,
)

half = Fraction(1, 2)


def bimatrix(A, B=None):
    return NormalFormGame.from_bimatrix(A, B or [[0] * len(A[0]) for _ in A])


def gains(game, player, action, weights):
    """Payoff of the mixture less that of the action, against every profile of the others."""
    others = [range(n) for i, n in enumerate(game.shape) if i != player]
    for profile in itertools.product(*others):
        at = lambda own: game.payoff(player, (*profile[:player], own, *profile[player:]))  # noqa: B023, E731
        yield sum(w * at(b) for b, w in enumerate(weights)) - at(action)


def check(game, player, action, kind):
    answer = decide(game, player, action, kind)
    if isinstance(answer, Domination):
        assert sum(answer.by) == 1
        assert min(answer.by) >= 0
        values = list(gains(game, player, action, answer.by))
        if answer.kind == "strict":
            assert min(values) > 0
        else:
            assert kind == "weak"
            assert min(values) >= 0
            assert max(values) > 0
        return answer
    assert sum(answer.weights) == 1
    assert min(answer.weights) >= 0
    if kind == "weak":
        assert min(answer.weights) > 0
    for b in range(game.shape[player]):
        pure = [int(k == b) for k in range(game.shape[player])]
        against = gains(game, player, action, pure)
        assert sum(p * g for p, g in zip(answer.weights, against, strict=True)) <= 0
    return answer


def random_game(seed):
    rng = random.Random(seed)
    shape = [rng.randint(1, 4) for _ in range(rng.choice([2, 2, 2, 3]))]
    high = rng.choice([1, 2, 9])

    def table(rest):
        return [table(rest[1:]) for _ in range(rest[0])] if rest else rng.randint(0, high)

    return NormalFormGame(
        tuple(f"p{i}" for i in range(len(shape))),
        tuple(tuple(f"a{k}" for k in range(size)) for size in shape),
        tuple(table(shape) for _ in shape),
    )


@pytest.mark.parametrize("seed", range(300))
def test_every_answer_is_proved_by_its_witness(seed):
    game = random_game(seed)
    for player, size in enumerate(game.shape):
        for action in range(size):
            strict = check(game, player, action, "strict")
            weak = check(game, player, action, "weak")
            # The weak question names the strongest kind that holds.
            assert isinstance(strict, Domination) == (
                isinstance(weak, Domination) and weak.kind == "strict"
            )


def test_strict_by_a_mixture_only():
    game = bimatrix([[3, 0], [0, 3], [1, 1]])
    answer = decide(game, 0, 2)
    assert isinstance(answer, Domination)
    assert (answer.kind, answer.pure) == ("strict", False)
    assert all(g > 0 for g in gains(game, 0, 2, answer.by))


def test_strict_by_a_mixture_is_preferred_to_weak_by_an_action():
    game = bimatrix([[4, 0, 2], [0, 4, 2], [1, 1, 1], [1, 1, 2]])
    answer = decide(game, 0, 2)
    assert isinstance(answer, Domination)
    assert answer.kind == "strict"


def test_weak_by_a_mixture_only():
    game = bimatrix([[2, 0, 1], [0, 2, 1], [1, 1, 0]])
    answer = decide(game, 0, 2)
    assert isinstance(answer, Domination)
    assert answer.kind == "weak"
    assert answer.by == (half, half, 0)
    assert isinstance(decide(game, 0, 2, "strict"), Belief)


def test_equal_actions_do_not_dominate_each_other():
    assert dominated_actions(bimatrix([[1, 2], [1, 2]], [[0, 0], [0, 0]])) == ()


def test_a_single_action_is_never_dominated():
    assert isinstance(decide(bimatrix([[1, 2]]), 0, 0), Belief)


def test_an_action_that_is_not_there():
    with pytest.raises(GameError, match="not in the game"):
        decide(bimatrix([[1, 2]]), 0, 3)


def test_prisoners_dilemma():
    game = bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    done = iterated_elimination(game)
    assert done.remaining == ((1,), (1,))
    assert done.solvable
    assert len(done.rounds) == 1
    assert all(item.kind == "strict" and item.pure for item in done.rounds[0])


@pytest.mark.parametrize("seed", range(120))
def test_strict_elimination_does_not_depend_on_order(seed):
    game = random_game(seed)
    expected = iterated_elimination(game, "strict").remaining
    rng = random.Random(seed)
    remaining = tuple(tuple(range(n)) for n in game.shape)
    while found := dominated_actions(game, "strict", remaining):
        one = rng.choice(found)
        remaining = tuple(
            tuple(a for a in actions if (player, a) != (one.player, one.action))
            for player, actions in enumerate(remaining)
        )
    assert remaining == expected


def test_weak_elimination_depends_on_order_and_says_so():
    # Removing only the middle row first would remove the first column after it.
    game = bimatrix([[1, 1], [1, 0], [0, 1]], [[0, 0], [1, 0], [0, 1]])
    done = iterated_elimination(game, "weak")
    assert "another order" in done.order
    assert done.remaining == ((0,), (0, 1))
    assert not done.solvable
    assert len(done.rounds) == 1


@pytest.mark.parametrize(
    ("A", "B", "expected"),
    [
        # Stag hunt: hunting pays more, the hare is safer.
        ([[4, 1], [3, 3]], [[4, 3], [1, 3]], (1, 1)),
        # Battle of the sexes: equal products of losses, neither.
        ([[2, 0], [0, 1]], [[1, 0], [0, 2]], None),
        ([[2, 0], [0, 1]], [[2, 0], [0, 2]], (0, 0)),
        # Chicken: the equilibria are off the diagonal.
        ([[6, 2], [8, 0]], [[6, 7], [2, 0]], (1, 0)),
        # One strict equilibrium only; a weak one beside it does not count.
        ([[1, 0], [0, 0]], [[1, 0], [0, 0]], None),
        ([[1, 0, 0], [0, 1, 0]], [[1, 0, 0], [0, 1, 0]], None),
    ],
)
def test_risk_dominance(A, B, expected):
    assert risk_dominant(bimatrix(A, B)) == expected


def test_payoff_dominance():
    assert payoff_dominant([(4, 4), (3, 3), (2, 5)]) == ()
    assert payoff_dominant([(4, 5), (3, 3), (4, 5)]) == (0, 2)
    assert payoff_dominant([(1, 1)]) == ()
    assert payoff_dominant([(1, 1), (1, 1)]) == ()
    assert payoff_dominant([]) == ()
