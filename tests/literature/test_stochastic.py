"""Published stochastic games: values in closed form, from their sources."""

from fractions import Fraction as F

import pytest

from games.exact import sqrt
from games.forms.stationary import is_markov_perfect
from games.forms.stochastic import StochasticGame
from solver.dynamic.markov import markov_perfect


def absorbing(cells, discount):
    """A game with one state that lasts; cells[a][b] = (payoff, whether it is for ever)."""
    ends = sorted({payoff for row in cells for payoff, ends in row if ends})
    states = ("play", *(f"end {payoff}" for payoff in ends))
    single = tuple(((((F(payoff),),), ((-F(payoff),),))) for payoff in ends)
    stay = tuple(((((1 + j, 1),),),) for j in range(len(ends)))
    play = tuple(
        tuple(((1 + ends.index(u), 1),) if over else ((0, 1),) for u, over in row) for row in cells
    )
    first = tuple(tuple(F(u) for u, _ in row) for row in cells)
    second = tuple(tuple(-u for u in row) for row in first)
    return StochasticGame(
        players=("1", "2"),
        states=states,
        actions=(
            (("top", "bottom"), ("left", "right")),
            *(((("wait",), ("wait",)),) * len(ends)),
        ),
        payoffs=((first, second), *single),
        transitions=(play, *stay),
        discounts=(discount, discount),
    )


@pytest.mark.parametrize("today", [F(1, 10), F(1, 3), F(3, 4)])
def test_big_match(today):
    """Gillette 1957; Blackwell and Ferguson 1968: value 1/2, absorbs with l/(1+l)."""
    game = absorbing([[(1, True), (0, True)], [(0, False), (1, False)]], 1 - today)
    found = markov_perfect(game)
    (item,) = found.equilibria
    assert found.complete.value is True
    assert item.payoffs == (F(1, 2), F(-1, 2))
    x, y = item.profile[0]
    assert x == (today / (1 + today), 1 / (1 + today))
    assert y == (F(1, 2), F(1, 2))


@pytest.mark.parametrize("today", [F(1, 10), F(1, 4), F(1, 2)])
def test_absorbing_games_with_square_roots(today):
    """Kohlberg 1974, type: values 1/(1 + sqrt l) and sqrt l/(1 + sqrt l)."""
    root = sqrt(today)
    first = absorbing([[(0, False), (1, True)], [(1, True), (0, True)]], 1 - today)
    second = absorbing([[(1, False), (0, True)], [(0, True), (1, True)]], 1 - today)
    for game, value in ((first, 1 / (1 + root)), (second, root / (1 + root))):
        found = markov_perfect(game)
        (item,) = found.equilibria
        assert found.complete.value is True
        assert item.payoffs == (value, -value)
        assert is_markov_perfect(game, item.profile)


@pytest.mark.parametrize(("prize", "cost"), [(F(3), F(1)), (F(1), F(1)), (F(1, 2), F(2))])
def test_war_of_attrition(prize, cost):
    """Hendricks, Weiss and Wilson 1988: stationary probability of quitting c/(c+v)."""
    stop = ()
    # With discounting towards 1 the indifference of quitting is unchanged, for a player who is
    # indifferent to quitting at 0 has the continuation value 0.
    for delta in (F(1, 2), F(9, 10)):
        game = StochasticGame(
            players=("1", "2"),
            states=("war",),
            actions=((("quit", "stay"), ("quit", "stay")),),
            payoffs=((((F(0), F(0)), (prize, -cost)), ((F(0), prize), (F(0), -cost))),),
            transitions=(((stop, stop), (stop, ((0, F(1)),))),),
            discounts=(delta, delta),
            normalised=False,
        )
        found = markov_perfect(game)
        assert found.complete.value is True
        mixed = [item for item in found.equilibria if "pure" not in item.tags]
        assert [item.profile[0][0][0] for item in mixed] == [cost / (cost + prize)]
        assert [item.profile[0][1][0] for item in mixed] == [cost / (cost + prize)]
        assert len(found.equilibria) == 3
