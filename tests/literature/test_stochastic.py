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


@pytest.mark.parametrize(
    ("prizes", "costs"), [((F(3), F(2)), (F(1), F(1, 2))), ((F(1), F(5)), (F(2), F(1)))]
)
def test_war_of_attrition_of_unequal_parties(prizes, costs):
    """Hendricks, Weiss and Wilson 1988: i quits so that j is indifferent, c_j/(v_j + c_j)."""
    stop = ()
    first = ((F(0), F(0)), (prizes[0], -costs[0]))
    second = ((F(0), prizes[1]), (F(0), -costs[1]))
    game = StochasticGame(
        players=("1", "2"),
        states=("war",),
        actions=((("quit", "stay"), ("quit", "stay")),),
        payoffs=((first, second),),
        transitions=(((stop, stop), (stop, ((0, F(1)),))),),
        discounts=(F(9, 10),) * 2,
        normalised=False,
    )
    found = markov_perfect(game)
    assert found.complete.value is True
    mixed = [item for item in found.equilibria if "pure" not in item.tags]
    assert [item.profile[0][0][0] for item in mixed] == [costs[1] / (prizes[1] + costs[1])]
    assert [item.profile[0][1][0] for item in mixed] == [costs[0] / (prizes[0] + costs[0])]


def brinkmanship(prize, disaster, risk):
    """The mover quits, for 0, or escalates: disaster with the risk, else the other moves."""
    quit_, climb = (F(0), prize), (-risk * disaster,) * 2
    states = []
    for mover in (0, 1):
        cells = (quit_ if mover == 0 else quit_[::-1], climb)
        tables = []
        for i in (0, 1):
            column = tuple(cell[i] for cell in cells)
            tables.append(tuple((u,) for u in column) if mover == 0 else (column,))
        states.append(tuple(tables))
    on = tuple(((1 - mover, 1 - risk),) for mover in (0, 1))
    return StochasticGame(
        players=("1", "2"),
        states=("1 moves", "2 moves"),
        actions=((("quit", "climb"), ("wait",)), (("wait",), ("quit", "climb"))),
        payoffs=tuple(states),
        transitions=((((),), (on[0],)), (((), on[1]),)),
        discounts=(F(1), F(1)),
        normalised=False,
    )


@pytest.mark.parametrize(
    ("prize", "disaster", "risk"),
    [(F(4), F(5), F(1, 10)), (F(10), F(3), F(1, 5)), (F(1), F(2), F(1, 20))],
)
def test_alternating_brinkmanship_mixes(prize, disaster, risk):
    """Schelling 1960, Powell 1990, in style: x = rD(2-r)/((1-r)(v+rD)) makes climbing worth 0."""
    game = brinkmanship(prize, disaster, risk)
    found = markov_perfect(game)
    assert found.complete.value is True
    x = risk * disaster * (2 - risk) / ((1 - risk) * (prize + risk * disaster))
    assert 0 < x < 1
    mixed = [item for item in found.equilibria if "pure" not in item.tags]
    assert [item.profile[0][0] for item in mixed] == [(x, 1 - x)]
    assert [item.profile[1][1] for item in mixed] == [(x, 1 - x)]
    pure = [item for item in found.equilibria if "pure" in item.tags]
    stands = [(item.profile[0][0][0], item.profile[1][1][0]) for item in pure]
    assert sorted(stands) == [(0, 1), (1, 0)], "one climbs for ever, so the other gives way"


def test_at_a_high_risk_everybody_quits_at_once():
    """Where x would exceed 1 climbing is worth less than quitting even against a quitter."""
    found = markov_perfect(brinkmanship(F(1), F(10), F(1, 2)))
    assert found.complete.value is True
    (item,) = found.equilibria
    assert item.profile[0][0] == (1, 0)
    assert item.profile[1][1] == (1, 0)
