"""Judges of claims about signalling, bargaining and approximate Markov play, from the definitions.

They share no code with the checkers. A judge says whether a claim is true and its witnesses show
it; data of another shape raise an error, which counts as false.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from tests.verify.judges import shape_of, tensor
from tests.verify.mutants import cramer, numbers

# ---- perfect Bayesian equilibrium


def distribution(weights, size):
    assert len(weights) == size
    return min(weights) >= 0 and sum(weights) == 1


def judge_perfect_bayesian(game, witnesses):
    """Every strategy of every vertex of every set, against every deviation in the tree."""
    prior = numbers(game["prior"])
    assert len(prior) == len(game["types"]) > 0
    assert min(prior) > 0
    assert sum(prior) == 1
    size = len(game["players"])
    assert game["messages"]
    for message in game["messages"]:
        assert message["replies"]
        assert [reply["mover"] for reply in message["replies"]].count("second") <= 1
        for reply in message["replies"]:
            assert reply["mover"] in ("", "sender", "second")
            assert reply["mover"] != "second" or size == 3
            assert len(reply["moves"]) >= 1
            assert reply["mover"] or len(reply["moves"]) == 1
            assert shape_of(numbers(reply["payoffs"])) == (len(prior), len(reply["moves"]), size)
            for rows in reply["payoffs"]:
                assert len(rows) == len(reply["moves"])
                assert all(len(row) == size for row in rows)
        for reply in message["replies"]:
            if "inspection" in reply:
                assert_plan(message["replies"], reply, len(prior), size)
    return all(judge_set(game, prior, item) for item in witnesses["sets"])


def assert_plan(replies, plan, types, size):
    """A plan to inspect is the lottery over the replies it leads to, less its cost."""
    test = plan["inspection"]
    alarm, cost = numbers(test["alarm"]), numbers(test["cost"])
    assert len(alarm) == types
    assert all(0 <= x <= 1 for x in alarm)
    assert cost >= 0
    clear, loud = test["leads_to"]
    assert type(clear) is type(loud) is int
    assert min(clear, loud) >= 0
    ends = replies[clear], replies[loud]
    assert all("inspection" not in end for end in ends)
    assert all(end["mover"] in ("", "sender") for end in ends)
    assert sum(end["mover"] == "sender" for end in ends) < 2
    for t in range(types):
        for move in range(len(plan["moves"])):
            one, other = (numbers(end["payoffs"])[t][move if end["mover"] else 0] for end in ends)
            for player in range(size):
                value = (1 - alarm[t]) * one[player] + alarm[t] * other[player]
                assert numbers(plan["payoffs"])[t][move][player] == value - cost * (player == 1)


def judge_results(message, said, belief, plan):
    """Whether the reply after each result of a test is right, given that result."""
    test = plan["inspection"]
    alarm = numbers(test["alarm"])
    right = True
    for result, made in enumerate(test["leads_to"]):
        there, anywhere = Fraction(0), []
        seen = False
        for weight, state in zip(belief, said["states"], strict=True):
            odds = alarm[state["type"]] if result else 1 - alarm[state["type"]]
            if odds == 0:
                continue
            pays = [
                numbers(message["replies"][n]["payoffs"])[state["type"]][state["plan"][n]][1]
                for n in (made, *test["leads_to"])
            ]
            better = max(pays[1:]) - pays[0]
            anywhere.append(better)
            there += weight * odds * (pays[2 - result] - pays[0])
            seen = seen or weight != 0
        right = right and (there <= 0 if seen else not anywhere or min(anywhere) <= 0)
    return right


def judge_set(game, prior, item):
    messages = game["messages"]
    told = item["messages"]
    assert len(told) == len(messages)
    masses, choices = numbers(item["masses"]), numbers(item["replies"])
    assert masses
    assert choices
    right = True
    for message, said in zip(messages, told, strict=True):
        for state in said["states"]:
            assert state["type"] in range(len(prior))
            assert type(state["type"]) is int
            assert len(state["plan"]) == len(message["replies"])
            for move, reply in zip(state["plan"], message["replies"], strict=True):
                assert type(move) is int
                assert move in range(len(reply["moves"]))
                pays = [row[0] for row in numbers(reply["payoffs"])[state["type"]]]
                if reply["mover"] == "sender":
                    right = right and pays[move] == max(pays)
                for n in reply.get("inspection", {"leads_to": ()})["leads_to"]:
                    if message["replies"][n]["mover"]:
                        right = right and move == state["plan"][n]
        for number, move in said["outcomes"]:
            assert type(number) is type(move) is int
            assert number in range(len(message["replies"]))
            reply = message["replies"][number]
            assert move in range(len(reply["moves"]) if reply["mover"] == "second" else 1)
        assert not said["idle"] or any(r["mover"] == "second" for r in message["replies"])
    for vertex in masses:
        assert [len(row) for row in vertex] == [len(said["states"]) for said in told]
        for t, weight in enumerate(prior):
            sent = sum(
                mass
                for row, said in zip(vertex, told, strict=True)
                for mass, state in zip(row, said["states"], strict=True)
                if state["type"] == t
            )
            right = right and sent == weight
        right = right and min(mass for row in vertex for mass in row) >= 0
    for vertex in choices:
        assert len(vertex) == len(told)
        for row, said in zip(vertex, told, strict=True):
            right = distribution(row, len(said["outcomes"])) and right
    for number in range(len(messages)):
        right = judge_message(game, told, masses, choices, number) and right
    return right


def sender_worth(message, said, t, row):
    """What a type gets after a message when it then does its best."""
    total = Fraction(0)
    for (number, move), weight in zip(said["outcomes"], row, strict=True):
        reply = message["replies"][number]
        pays = [own[0] for own in numbers(reply["payoffs"])[t]]
        total += weight * (pays[move] if reply["mover"] == "second" else max(pays))
    return total


def judge_message(game, told, masses, choices, number):
    message, said = game["messages"][number], told[number]
    replies = message["replies"]
    beliefs = numbers(said["beliefs"])
    idle = numbers(said["idle"])
    second = [k for k, reply in enumerate(replies) if reply["mover"] == "second"]
    right = all(distribution(belief, len(said["states"])) for belief in beliefs)
    for y in idle:
        right = distribution(y, len(replies[second[0]]["moves"])) and right
    # The sender: whoever sends the message likes none better.
    for vertex, chosen in itertools.product(masses, choices):
        for mass, state in zip(vertex[number], said["states"], strict=True):
            if mass == 0:
                continue
            worth = [
                sender_worth(m, s, state["type"], row)
                for m, s, row in zip(game["messages"], told, chosen, strict=True)
            ]
            right = right and worth[number] == max(worth)
    # Beliefs: Bayes' rule after a message that is sent, any of the listed ones after another.
    held = []
    unsent = False
    for vertex in masses:
        total = sum(vertex[number])
        if total:
            held.append([mass / total for mass in vertex[number]])
        else:
            unsent = True
    if unsent:
        right = right and bool(beliefs)
        held += beliefs
    # The second receiver, where it is reached by some choice of the first, and where it is not.
    reached = []
    for chosen in choices:
        row = chosen[number]
        there = [
            (move, weight)
            for (reply, move), weight in zip(said["outcomes"], row, strict=True)
            if [reply] == second
        ]
        total = sum(weight for _, weight in there)
        if total:
            mixture = [Fraction(0)] * len(replies[second[0]]["moves"])
            for move, weight in there:
                mixture[move] += weight / total
            reached.append(mixture)
    if second and not reached:
        right = right and bool(idle)
    if reached and idle:
        return False
    for belief, mixture in itertools.product(held, reached or idle or [None]):
        worth = []
        for k, reply in enumerate(replies):
            value = Fraction(0)
            for weight, state in zip(belief, said["states"], strict=True):
                table = numbers(reply["payoffs"])[state["type"]]
                if reply["mover"] == "second":
                    value += weight * sum(y * own[1] for y, own in zip(mixture, table, strict=True))
                else:
                    value += weight * table[state["plan"][k]][1]
            worth.append(value)
        for chosen in choices:
            for (reply, _), weight in zip(said["outcomes"], chosen[number], strict=True):
                right = right and (weight == 0 or worth[reply] == max(worth))
                if weight != 0 and "inspection" in replies[reply]:
                    right = right and judge_results(message, said, belief, replies[reply])
        if mixture is not None:
            tables = numbers(replies[second[0]]["payoffs"])
            pays = [
                sum(
                    weight * tables[state["type"]][move][2]
                    for weight, state in zip(belief, said["states"], strict=True)
                )
                for move in range(len(mixture))
            ]
            right = right and all(
                y == 0 or pay == max(pays) for y, pay in zip(mixture, pays, strict=True)
            )
    return right


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


# ---- reputation


def judge_reputation(game, witnesses):
    """Each rule as the root of the tree of everything that follows it, without shortcuts."""
    prior, a, b, w = (Fraction(game[key]) for key in ("prior", "deterred", "gain", "weight"))
    periods = game["periods"]
    assert type(periods) is int
    assert 1 <= periods <= 1000
    assert 0 < b < 1 < a
    assert w > 0
    assert 0 <= prior <= 1
    told = {}
    for rule in witnesses["rules"]:
        assert type(rule["left"]) is int
        assert 0 <= rule["left"] <= periods
        at = (rule["left"], Fraction(rule["belief"]))
        assert at not in told
        told[at] = tuple(Fraction(rule[key]) for key in ("stays_out", "fights", "tested"))

    def total(left, mu, mine):
        """Expected payoff (out, yielded, fought) of an incumbent that fights with mine(rule)."""
        if left == 0:
            return Fraction(0)
        out, fights, tested = told[left, mu]
        pay, act = mine
        fought = pay[2] + total(left - 1, tested, mine)
        given = pay[1] + total(left - 1, Fraction(0), mine)
        f = fights if act is None else act
        entered = (f * fought if f else 0) + ((1 - f) * given if f != 1 else 0)
        return out * (pay[0] + total(left - 1, mu, mine)) + (1 - out) * entered

    weak, tough = ((a, 0, -1), None), ((1, 0, 0), 1)
    right = (periods, prior) in told
    for (left, mu), (out, fights, tested) in told.items():
        if left == 0:
            continue  # nothing is played with no period to go
        right &= all(0 <= x <= 1 for x in (mu, out, fights))
        if mu == 0 == fights:
            right &= tested == 0
        else:
            right &= tested * (mu + (1 - mu) * fights) == mu
        fight, give = (
            total(left - 1, belief, weak) - cost for belief, cost in ((tested, 1), (Fraction(0), 0))
        )
        right &= fights in (0, 1) or fight == give
        right &= fight <= give or fights == 1
        right &= fight >= give or fights == 0
        right &= total(left - 1, tested, tough) >= total(left - 1, Fraction(0), tough)
        total(left - 1, mu, weak)
        enter = mu * w * (b - 1) + (1 - mu) * (fights * (b - 1) + (1 - fights) * b)
        right &= out == 1 if enter < 0 else out == 0 if enter > 0 else True
    return bool(right)


JUDGES = {
    "reputation": judge_reputation,
    "perfect_bayesian": judge_perfect_bayesian,
    "bargain": judge_bargain,
    "markov_perfect_within": judge_within,
    "stochastic_value": judge_value,
}
