"""Small random stochastic games and what the definition says about them."""

import itertools
import random
from fractions import Fraction as F

from games.forms.stationary import is_markov_perfect
from games.forms.stochastic import StochasticGame


def random_game(seed, states=2, sizes=(2, 2), top=6, discount=None, zero_sum=False):
    draw = random.Random(seed)

    def table(leaf, shape=sizes):
        if not shape:
            return leaf()
        return tuple(table(leaf, shape[1:]) for _ in range(shape[0]))

    def cell():
        weights = [draw.randrange(0, 4) for _ in range(states)]
        weights[draw.randrange(states)] += 1
        total = sum(weights)
        return tuple((t, F(w, total)) for t, w in enumerate(weights) if w)

    payoffs = []
    for _ in range(states):
        tables = [table(lambda: F(draw.randint(-top, top))) for _ in sizes]
        if zero_sum:
            tables[1] = minus(tables[0])
        payoffs.append(tuple(tables))
    return StochasticGame(
        players=tuple(f"p{i + 1}" for i in range(len(sizes))),
        states=tuple(f"s{s + 1}" for s in range(states)),
        actions=(tuple(tuple(f"a{j}" for j in range(size)) for size in sizes),) * states,
        payoffs=tuple(payoffs),
        transitions=tuple(table(cell) for _ in range(states)),
        discounts=(F(draw.randint(1, 8), 10) if discount is None else discount,) * len(sizes),
    )


def pennies(seed, states, zero_sum=True, discount=F(1, 2)):
    """Matching pennies in every state, so that all mix, each state's odds on the others'."""
    draw = random.Random(seed)
    payoffs, transitions = [], []
    for _ in range(states):
        a, b = draw.randint(1, 4), draw.randint(1, 4)
        first = ((F(a), F(0)), (F(0), F(b)))
        second = minus(first)
        if not zero_sum:
            second = ((F(0), F(draw.randint(1, 4))), (F(draw.randint(1, 4)), F(0)))
        payoffs.append((first, second))
        cells = []
        for _ in range(4):
            targets = draw.sample(range(states), draw.randint(1, 2))
            cells.append(tuple((t, F(1, len(targets))) for t in targets))
        transitions.append((tuple(cells[:2]), tuple(cells[2:])))
    return StochasticGame(
        players=("1", "2"),
        states=tuple(f"s{s + 1}" for s in range(states)),
        actions=((("a", "b"),) * 2,) * states,
        payoffs=tuple(payoffs),
        transitions=tuple(transitions),
        discounts=(discount,) * 2,
    )


def minus(table):
    return tuple(map(minus, table)) if isinstance(table, tuple) else -table


def pure(game, choice):
    """A profile of pure actions, choice[s][i]."""
    return tuple(
        tuple(
            tuple(F(int(a == own)) for a in range(size))
            for own, size in zip(row, game.shape(s), strict=True)
        )
        for s, row in enumerate(choice)
    )


def pure_equilibria_by_definition(game):
    """Every pure stationary profile that passes the definition."""
    per_state = [list(game.profiles(s)) for s in range(len(game.states))]
    return {
        choice
        for choice in itertools.product(*per_state)
        if is_markov_perfect(game, pure(game, choice))
    }


def listed_pure(found):
    """The pure profiles that an answer contains: one listed stage profile per state."""
    profiles = set()
    for item in found.equilibria:
        rows = [
            [
                tuple(own.index(1) for own in profile)
                for profile in row
                if all(1 in own for own in profile)
            ]
            for row in item.stages
        ]
        profiles |= set(itertools.product(*rows))
    return profiles


def degenerate_game(seed):
    """Two states, two actions; often an action changes nothing for its player, or at all."""
    draw = random.Random(seed)
    delta = draw.choice((F(0), F(1, 2), F(1, 2), F(3, 4)))

    def cell():
        kind = draw.randint(0, 3)
        if kind == 0:
            return ()
        if kind < 3:
            return ((draw.randrange(2), F(1, kind)),)
        weight = draw.randint(1, 3)
        return ((0, F(weight, 4)), (1, F(4 - weight, 4)))

    payoffs, transitions = [], []
    for _ in range(2):
        first, second = (
            [[F(draw.randint(0, 2)) for _ in range(2)] for _ in range(2)] for _ in range(2)
        )
        cells = [[cell() for _ in range(2)] for _ in range(2)]
        kind = draw.random()
        if kind < 0.3:
            second = [[row[0]] * 2 for row in second]
        elif kind < 0.5:
            first = [list(first[0])] * 2
        elif kind < 0.6:
            second = [[F(0)] * 2] * 2
        if draw.random() < 0.5:
            cells = [[cells[0][0]] * 2] * 2
        elif draw.random() < 0.3:
            cells = [[row[0]] * 2 for row in cells]
        if draw.random() < 0.15:
            first, cells = [first[0]] * 2, [cells[0]] * 2
        payoffs.append((tuple(map(tuple, first)), tuple(map(tuple, second))))
        transitions.append(tuple(map(tuple, cells)))
    return StochasticGame(
        players=("1", "2"),
        states=("s1", "s2"),
        actions=((("a", "b"),) * 2,) * 2,
        payoffs=tuple(payoffs),
        transitions=tuple(transitions),
        discounts=(delta,) * 2,
    )
