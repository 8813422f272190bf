"""Reputation by the whole tree of histories, from the definitions; nothing of the library in it.

A history is a word over O (stayed out), F (entered and fought) and Y (entered and yielded to). The
tough type fights by commitment. Payoffs of a period are given as (out, yielded, fought).
"""

from __future__ import annotations

import itertools
from fractions import Fraction


def histories(periods):
    for length in range(periods):
        yield from map("".join, itertools.product("OFY", repeat=length))


def belief(prior, fights, history):
    """That the incumbent is tough, by Bayes' rule; where a weak one errs at all, it is seen so."""
    if "Y" in history:
        return Fraction(0)
    chance = Fraction(1)
    for place, letter in enumerate(history):
        if letter == "F":
            chance *= fights[history[:place]]
    total = prior + (1 - prior) * chance
    return prior / total if total else Fraction(0)


def worth(periods, stage, out, act, history=""):
    """Of the incumbent that plays `act` (history -> chance of fighting), from a history on."""
    if len(history) == periods:
        return Fraction(0)
    later = {x: worth(periods, stage, out, act, history + x) for x in "OFY"}
    quiet, yielded, fought = (pay + later[x] for pay, x in zip(stage, "OYF", strict=True))
    entered = act[history] * fought + (1 - act[history]) * yielded
    return out[history] * quiet + (1 - out[history]) * entered


def best(periods, stage, out, history=""):
    """The most that an incumbent can get, whatever it does later."""
    if len(history) == periods:
        return Fraction(0)
    quiet, yielded, fought = (
        pay + best(periods, stage, out, history + x) for pay, x in zip(stage, "OYF", strict=True)
    )
    return out[history] * quiet + (1 - out[history]) * max(yielded, fought)


def deviations(periods, prior, weak, rival, out, fights, tough=None):
    """Whoever gains at some history, the last first. rival: [type] -> (out, yielded, fought)."""
    always = {h: Fraction(1) for h in histories(periods)}
    for h in reversed(list(histories(periods))):
        mu, f = belief(prior, fights, h), fights[h]
        enter = (1 - mu) * ((1 - f) * rival[0][1] + f * rival[0][2]) + mu * rival[1][2]
        stay = (1 - mu) * rival[0][0] + mu * rival[1][0]
        if (enter > stay and out[h] != 0) or (enter < stay and out[h] != 1):
            yield "challenger", h
        for name, stage, act in (("weak", weak, fights), ("tough", tough, always)):
            if stage is None:
                continue
            # Once entered at h, any plan from there on.
            plans = [
                pay + best(periods, stage, out, h + x)
                for pay, x in zip(stage[1:], "YF", strict=True)
            ]
            played = [
                pay + worth(periods, stage, out, act, h + x)
                for pay, x in zip(stage[1:], "YF", strict=True)
            ]
            if (1 - act[h]) * played[0] + act[h] * played[1] != max(plans):
                yield name, h


def by_history(periods, prior, rules):
    """The stated rules, (periods to go, belief) -> rule, as strategies by history."""
    told = {(rule.left, rule.belief): rule for rule in rules}
    out, fights = {}, {}

    def walk(history, mu):
        left = periods - len(history)
        if left == 0:
            return
        rule = told[left, mu]
        out[history], fights[history] = rule.stays_out, rule.fights
        walk(history + "O", mu)
        walk(history + "F", rule.tested)
        walk(history + "Y", Fraction(0))

    walk("", prior)
    return out, fights
