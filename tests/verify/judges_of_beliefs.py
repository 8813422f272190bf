"""Judges of claims about beliefs, signalling and reputation, from the definitions.

They share no code with the checkers. A judge says whether a claim is true and its witnesses show
it; data of another shape raise an error, which counts as false.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from tests.verify.judges import shape_of
from tests.verify.mutants import numbers

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
