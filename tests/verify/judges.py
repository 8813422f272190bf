"""Judges of claims about games in time: brute force that shares no code with the checkers."""

from __future__ import annotations

import itertools
from fractions import Fraction

from tests.verify.mutants import cramer, numbers


def tensor(table, at):
    for action in at:
        table = table[action]
    return table


def shape_of(table):
    shape = []
    while isinstance(table, list):
        shape.append(len(table))
        table = table[0]
    return tuple(shape)


def same_shape(table, shape):
    if not shape:
        assert isinstance(table, Fraction)
        return
    assert isinstance(table, list)
    assert len(table) == shape[0]
    for part in table:
        same_shape(part, shape[1:])


def lottery(pairs, size):
    """Weights of a lottery over states."""
    weights = [Fraction(0)] * size
    for state, weight in pairs:
        assert isinstance(state, int)
        assert 0 <= state < size
        weights[state] += Fraction(weight)
        assert Fraction(weight) >= 0
    assert sum(weights) == 1
    return weights


def judge_automaton(game, witnesses):
    """Values by solving the linear system, then every single deviation in every state."""
    payoffs = numbers(game["payoffs"])
    discounts = [Fraction(x) for x in game["discounts"]]
    shape = shape_of(payoffs[0])
    assert len(payoffs) == len(discounts) == len(shape)
    for table in payoffs:
        same_shape(table, shape)
    if not all(0 <= delta < 1 for delta in discounts):
        return False
    profiles = list(itertools.product(*map(range, shape)))
    outputs = [tuple(output) for output in witnesses["outputs"]]
    size = len(outputs)
    assert size
    for output in outputs:
        assert len(output) == len(shape)
        assert all(isinstance(a, int) and 0 <= a < n for a, n in zip(output, shape, strict=True))
    tables = witnesses["transitions"]
    assert len(tables) == len(witnesses["values"]) == size
    moves = [
        {at: lottery(pairs, size) for at, pairs in zip(profiles, table, strict=True)}
        for table in tables
    ]
    initial = lottery(witnesses["initial"], size)
    values = numbers(witnesses["values"])
    claimed = numbers(witnesses["payoffs"])
    assert len(claimed) == len(shape)
    assert all(len(row) == len(shape) for row in values)
    for i, delta in enumerate(discounts):
        rows = [
            [Fraction(s == t) - delta * moves[s][outputs[s]][t] for t in range(size)]
            for s in range(size)
        ]
        right = [(1 - delta) * tensor(payoffs[i], outputs[s]) for s in range(size)]
        worth = cramer(rows, right)
        if [row[i] for row in values] != worth:
            return False
        if claimed[i] != sum(p * v for p, v in zip(initial, worth, strict=True)):
            return False
        for s in range(size):
            for own in range(shape[i]):
                at = (*outputs[s][:i], own, *outputs[s][i + 1 :])
                after = sum(p * v for p, v in zip(moves[s][at], worth, strict=True))
                if (1 - delta) * tensor(payoffs[i], at) + delta * after > worth[s]:
                    return False
    return True


def judge_subgame_perfect(game, witnesses):
    """All pure strategy profiles of a small tree, each tested in every subgame as a whole."""
    nodes = game["nodes"]
    players = len(game["players"])
    children = [child for node in nodes for child in node.get("moves", ())]
    assert sorted(children) == list(range(1, len(nodes)))
    assert all(
        child > number for number, node in enumerate(nodes) for child in node.get("moves", ())
    )
    deciders = [k for k, node in enumerate(nodes) if "player" in node]
    for k, node in enumerate(nodes):
        if k in deciders:
            assert node["player"] in range(players)
            assert node["moves"]
        elif "odds" in node:
            odds = numbers(node["odds"])
            if sum(odds) != 1 or min(odds) < 0:
                return False
            assert len(odds) == len(node["moves"]) > 0
        else:
            assert len(node["payoffs"]) >= players

    def value(k, strategy):
        node = nodes[k]
        if "payoffs" in node:
            return tuple(numbers(node["payoffs"]))
        if "odds" in node:
            parts = [value(child, strategy) for child in node["moves"]]
            odds = numbers(node["odds"])
            return tuple(
                sum(p * part[i] for p, part in zip(odds, parts, strict=True))
                for i in range(len(parts[0]))
            )
        return value(node["moves"][strategy[k]], strategy)

    def below(k):
        found = {k} if k in deciders else set()
        for child in nodes[k].get("moves", ()):
            found |= below(child)
        return found

    every = {
        k: [
            dict(zip(sorted(below(k)), choice, strict=True))
            for choice in itertools.product(
                *(range(len(nodes[d]["moves"])) for d in sorted(below(k)))
            )
        ]
        for k in range(len(nodes))
    }

    def equilibrium(k, strategy):
        """No player gains by any other strategy in the subgame that starts at k."""
        got = value(k, strategy)
        for player in range(players):
            own = [d for d in below(k) if nodes[d]["player"] == player]
            for choice in itertools.product(*(range(len(nodes[d]["moves"])) for d in own)):
                other = {**strategy, **dict(zip(own, choice, strict=True))}
                if value(k, other)[player] > got[player]:
                    return False
        return True

    def perfect(k, strategy):
        return equilibrium(k, strategy) and all(
            equilibrium(d, strategy) for d in below(k) | inner(k)
        )

    def inner(k):
        found = set()
        for child in nodes[k].get("moves", ()):
            found |= {child} | inner(child)
        return found

    stated = [[tuple(vector) for vector in own] for own in numbers(witnesses["values"])]
    assert len(stated) == len(nodes)
    for k in range(len(nodes)):
        right = {value(k, strategy) for strategy in every[k] if perfect(k, strategy)}
        if len(set(stated[k])) != len(stated[k]) or set(stated[k]) != right:
            return False
    solutions = [strategy for strategy in every[0] if perfect(0, strategy)]
    if witnesses["count"] is not None and int(witnesses["count"]) != len(solutions):
        return False
    listed = [{int(k): a for k, a in item.items()} for item in witnesses["equilibria"]]
    different = all(a != b for a, b in itertools.combinations(listed, 2))
    return different and all(item in solutions for item in listed)


def judge_markov(game, witnesses):
    """Values by solving the linear system of every stationary choice among the listed stages."""
    assert game["views"] == [None] * len(game["players"])
    payoffs = numbers(game["payoffs"])
    discounts = [Fraction(x) for x in game["discounts"]]
    size, players = len(game["states"]), len(game["players"])
    shapes = [tuple(len(names) for names in row) for row in game["actions"]]
    for s in range(size):
        for i in range(players):
            same_shape(payoffs[s][i], shapes[s])
    assert all(0 <= delta < 1 for delta in discounts)
    weight = [1 - d if game["normalised"] is True else Fraction(1) for d in discounts]
    assert isinstance(game["normalised"], bool)

    def masses(s, at):
        found = [Fraction(0)] * size
        for target, mass in tensor(game["transitions"][s], at):
            assert Fraction(mass) >= 0
            found[target] += Fraction(mass)
        assert sum(found) <= 1
        return found

    for item in witnesses["equilibria"]:
        values = numbers(item["values"])
        stages = numbers(item["stages"])
        assert len(values) == players
        assert len(stages) == size
        assert all(len(own) == size for own in values)
        for s, row in enumerate(stages):
            assert row
            for profile in row:
                assert [len(own) for own in profile] == list(shapes[s])
                for own in profile:
                    if min(own) < 0 or sum(own) != 1:
                        return False
        for i in range(players):

            def worth(s, profile, i=i, values=values):
                total = Fraction(0)
                for at in itertools.product(*map(range, shapes[s])):
                    odds = Fraction(1)
                    for player, action in enumerate(at):
                        odds *= profile[player][action]
                    if odds:
                        then = sum(m * v for m, v in zip(masses(s, at), values[i], strict=True))
                        paid = weight[i] * tensor(payoffs[s][i], at)
                        total += odds * (paid + discounts[i] * then)
                return total

            for s, row in enumerate(stages):
                for profile in row:
                    if worth(s, profile) != values[i][s]:
                        return False
                    for action in range(shapes[s][i]):
                        alone = [Fraction(k == action) for k in range(shapes[s][i])]
                        if worth(s, [*profile[:i], alone, *profile[i + 1 :]]) > values[i][s]:
                            return False
    return True


def turn(o, a, b):
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def in_hull(points, p):
    """Whether a point lies in some triangle, segment or point of the set."""
    for a, b, c in itertools.combinations_with_replacement(points, 3):
        turns = [turn(a, b, p), turn(b, c, p), turn(c, a, p)]
        flat = turn(a, b, c) == 0
        box = all(
            min(q[k] for q in (a, b, c)) <= p[k] <= max(q[k] for q in (a, b, c)) for k in (0, 1)
        )
        if box and (min(turns) >= 0 or max(turns) <= 0) and (not flat or turns == [0, 0, 0]):
            return True
    return False


def judge_extreme(game, witnesses, truth):
    """Whether the listed points span the true set and each is generated as it says.

    truth: the true extreme points; the chain and the enclosure are not looked at.
    """
    first, second = numbers(game["payoffs"])
    shape = shape_of(first)
    delta = Fraction(game["discounts"][0])
    points = [tuple(numbers(item["payoffs"])) for item in witnesses["extreme"]]
    assert all(len(v) == 2 for v in points)
    assert all(len(item["continuation"]) == 2 for item in witnesses["extreme"])
    if not all(in_hull(points, v) for v in truth) or not all(in_hull(truth, v) for v in points):
        return False
    least = [min(v[i] for v in points) for i in (0, 1)]
    for item, v in zip(witnesses["extreme"], points, strict=True):
        i, j = item["profile"]
        assert i in range(shape[0])
        assert j in range(shape[1])
        w = numbers(item["continuation"])
        now = (first[i][j], second[i][j])
        if any((1 - delta) * now[k] + delta * w[k] != v[k] for k in (0, 1)):
            return False
        best = (max(row[j] for row in first), max(second[i]))
        if any((1 - delta) * best[k] + delta * least[k] > v[k] for k in (0, 1)):
            return False
        if not in_hull(points, tuple(w)):
            return False
    return True
