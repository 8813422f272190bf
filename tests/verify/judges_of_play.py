"""Judges of claims about bargaining and approximate Markov play, from the definitions.

They share no code with the checkers. A judge says whether a claim is true and its witnesses show
it; data of another shape raise an error, which counts as false.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from tests.verify.judges import shape_of, tensor
from tests.verify.judges_of_beliefs import judge_perfect_bayesian, judge_reputation
from tests.verify.mutants import cramer, numbers

# ---- bargaining


def judge_bargain(game, witnesses):
    """The set of acceptable transfers as an interval, and each offer as a best choice from it."""
    base, slope, outside, bounds = (
        numbers(game[key]) for key in ("base", "slope", "outside", "bounds")
    )
    assert len(base) == len(slope) == len(outside) == len(bounds) == 2
    assert game["proposer"] in (0, 1)
    assert type(game["proposer"]) is int
    listed = game["transfers"] and numbers(game["transfers"])
    assert slope[0] >= 0 >= slope[1]
    within = accepted(base, slope, bounds, outside, (0, 1))
    said = witnesses["within"] and numbers(witnesses["within"])
    offers = numbers(witnesses["offers"])
    agreed = None if witnesses["transfer"] is None else Fraction(witnesses["transfer"])
    if (None if said is None else tuple(said)) != within:
        return False
    choices = listed if listed is not None else list(within or ())
    fitting = [t for t in choices if within is not None and within[0] <= t <= within[1]]
    if agreed is None:
        return not fitting
    if game["procedure"] == "ultimatum":
        own = game["proposer"]
        return agreed in fitting and all(slope[own] * t <= slope[own] * agreed for t in fitting)
    discounts = numbers(game["discounts"])
    assert len(offers) == 2
    for mine, other in ((0, 1), (1, 0)):
        waiting = discounts[other] * (base[other] + slope[other] * offers[other])
        least = [Fraction(0)] * 2
        least[other] = max(outside[other], waiting, Fraction(0))
        takes = accepted(base, slope, bounds, least, (other,))
        if takes is None or not takes[0] <= offers[mine] <= takes[1]:
            return False
        if slope[mine] and offers[mine] != takes[1 - mine]:
            return False
        later = discounts[mine] * (base[mine] + slope[mine] * offers[other])
        if base[mine] + slope[mine] * offers[mine] < max(outside[mine], later):
            return False
    return agreed == offers[game["proposer"]]


def accepted(base, slope, bounds, least, parties):
    """Ends of the transfers within bounds that give these parties at least so much, or None."""
    low, high = bounds
    for party in parties:
        if slope[party] == 0:
            if base[party] < least[party]:
                return None
        elif party == 0:
            low = max(low, (least[0] - base[0]) / slope[0])
        else:
            high = min(high, (least[1] - base[1]) / slope[1])
    return (low, high) if low <= high else None


# ---- approximate Markov play


def masses_of(game, s, shape):
    """Masses of the next states for every profile of a state."""
    size = len(game["actions"])
    cells = {}
    for at in itertools.product(*map(range, shape)):
        cells[at] = [Fraction(0)] * size
        for target, mass in tensor(game["transitions"][s], at):
            assert target in range(size)
            assert Fraction(mass) >= 0
            cells[at][target] += Fraction(mass)
        assert sum(cells[at]) <= 1
    return cells


def judge_within(game, witnesses):
    """The bound from exact residuals; and where it holds, the true gains by solving the system."""
    payoffs = numbers(game["payoffs"])
    discounts = numbers(game["discounts"])
    profile, values = numbers(witnesses["profile"]), numbers(witnesses["values"])
    claimed = Fraction(witnesses["gain"])
    size, players = len(game["actions"]), len(discounts)
    assert game["views"] == [None] * players
    assert type(game["normalised"]) is bool
    assert len(values) == players
    assert len(profile) == size
    assert all(len(row) == size for row in values)
    assert all(0 <= delta < 1 for delta in discounts)
    masses = []
    for s, row in enumerate(profile):
        shape = tuple(len(names) for names in game["actions"][s])
        assert tuple(map(len, row)) == shape
        assert all(shape_of(payoffs[s][i]) == shape for i in range(players))
        if any(min(own) < 0 or sum(own) != 1 for own in row):
            return False
        masses.append(masses_of(game, s, shape))

    def expected(s, row, of):
        total = Fraction(0)
        for at, result in of(s).items():
            odds = Fraction(1)
            for own, action in zip(row, at, strict=True):
                odds *= own[action]
            total += odds * result
        return total

    for i, delta in enumerate(discounts):
        weight = 1 - delta if game["normalised"] else Fraction(1)

        def after(own, i=i, delta=delta, weight=weight):
            def results(state):
                return {
                    at: weight * tensor(payoffs[state][i], at)
                    + delta * sum(m * v for m, v in zip(cell, own, strict=True))
                    for at, cell in masses[state].items()
                }

            return results

        def gain(own, i=i, after=after):
            best = Fraction(0)
            for s, row in enumerate(profile):
                for action in range(len(row[i])):
                    alone = [Fraction(a == action) for a in range(len(row[i]))]
                    other = [*row[:i], alone, *row[i + 1 :]]
                    best = max(best, expected(s, other, after(own)) - own[s])
            return best

        beta = delta * max(sum(cell) for own in masses for cell in own.values())
        residual = max(
            abs(expected(s, row, after(values[i])) - values[i][s]) for s, row in enumerate(profile)
        )
        if gain(values[i]) + (1 + beta) * residual / (1 - beta) > claimed:
            return False
        zero = after([Fraction(0)] * size)
        matrix = []
        for s, row in enumerate(profile):
            line = [Fraction(s == t) for t in range(size)]
            for t in range(size):
                unit = [Fraction(k == t) for k in range(size)]
                line[t] -= expected(s, row, after(unit)) - expected(s, row, zero)
            matrix.append(line)
        true = cramer(matrix, [expected(s, row, zero) for s, row in enumerate(profile)])
        # What the bound promises, by the values themselves.
        if gain(true) > claimed:
            raise RuntimeError("the bound promises too much")
    return True


def judge_value(game, witnesses):
    """Each strategy against every pure stationary reply of the other, by solving for its values."""
    payoffs = numbers(game["payoffs"])
    discounts = numbers(game["discounts"])
    profile = numbers(witnesses["profile"])
    low, high = numbers(witnesses["low"]), numbers(witnesses["high"])
    size = len(game["actions"])
    assert game["views"] == [None, None]
    assert len(discounts) == 2
    assert len(low) == len(high) == len(profile) == size
    assert type(game["normalised"]) is bool
    shapes = [tuple(len(names) for names in row) for row in game["actions"]]
    for s, row in enumerate(profile):
        assert tuple(map(len, row)) == shapes[s]
        assert all(shape_of(payoffs[s][i]) == shapes[s] for i in (0, 1))
    if discounts[0] != discounts[1] or not 0 <= discounts[0] < 1:
        return False
    if any(min(own) < 0 or sum(own) != 1 for row in profile for own in row):
        return False
    delta, weight = discounts[0], 1 - discounts[0] if game["normalised"] else Fraction(1)
    masses = []
    for s, shape in enumerate(shapes):
        masses.append(masses_of(game, s, shape))
        if any(sum(tensor(payoffs[s][i], at) for i in (0, 1)) != 0 for at in masses[s]):
            return False

    def secured(player, bounds, sign):
        """Whether one strategy keeps the bounds, with them to follow, against every reply."""
        for s, shape in enumerate(shapes):
            for reply in range(shape[1 - player]):
                total = Fraction(0)
                for own, odds in enumerate(profile[s][player]):
                    at = (own, reply) if player == 0 else (reply, own)
                    then = sum(m * v for m, v in zip(masses[s][at], bounds, strict=True))
                    total += odds * (weight * tensor(payoffs[s][0], at) + delta * then)
                if sign * (total - bounds[s]) < 0:
                    return False
        # What that promises: no pure stationary reply for ever leaves less.
        for choice in itertools.product(*(range(shape[1 - player]) for shape in shapes)):
            matrix, right = [], []
            for s, reply in enumerate(choice):
                line, now = [Fraction(s == t) for t in range(size)], Fraction(0)
                for own, odds in enumerate(profile[s][player]):
                    at = (own, reply) if player == 0 else (reply, own)
                    now += odds * weight * tensor(payoffs[s][0], at)
                    for t in range(size):
                        line[t] -= odds * delta * masses[s][at][t]
                matrix.append(line)
                right.append(now)
            worth = cramer(matrix, right)
            if any(sign * (v - b) < 0 for v, b in zip(worth, bounds, strict=True)):
                raise RuntimeError("the bounds promise too much")
        return True

    return secured(0, low, 1) and secured(1, high, -1)


JUDGES = {
    "reputation": judge_reputation,
    "perfect_bayesian": judge_perfect_bayesian,
    "bargain": judge_bargain,
    "markov_perfect_within": judge_within,
    "stochastic_value": judge_value,
}
