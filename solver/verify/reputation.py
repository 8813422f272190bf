"""Reputation by definition: nobody gains by one deviation, and beliefs follow Bayes' rule.

The claim "reputation". Game: that of `games.forms.reputation`. Witnesses: `rules`, at each (periods
to go, belief that the incumbent is tough) the chance that the challenger stays out, the chance that
the weak incumbent fights and the belief after a fight. Checked: everything that can come up has a
rule; probabilities; Bayes' rule after a fight wherever one can happen, the belief 0 else and after
yielding; the challenger's and the weak incumbent's best replies, by values that are computed here;
and that fighting leaves the tough type alone at least as often later as yielding would, so that it
fights whatever being left alone is worth to it. By the one-shot deviation principle this is all
there is to check in a game that ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import Number, from_json
from solver.verify.plain import Malformed, entry, index, sequence

#: More rules than this are not read.
_LONGEST = 1000


@dataclass(frozen=True)
class _Rule:
    stays_out: Number
    fights: Number
    tested: Number


@dataclass(frozen=True)
class _Worth:
    """To the weak incumbent, and number of challengers that stay out if it is tough."""

    weak: Number
    alone: Number


_OVER = _Worth(Fraction(0), Fraction(0))


class _Play:
    """[periods to go][key of a belief] -> rule, and what it is worth."""

    def __init__(self, game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> None:
        def number(key: str) -> Number:
            return from_json(entry(game, key, "the game"))

        self.prior, self.deterred = number("prior"), number("deterred")
        self.gain, self.weight = number("gain"), number("weight")
        self.periods = index(entry(game, "periods", "the game"), _LONGEST + 1, "periods")
        if self.periods < 1:
            raise Malformed("there must be at least one period")
        if not (0 < self.gain < 1 < self.deterred and self.weight > 0 and 0 <= self.prior <= 1):
            raise Malformed("the payoffs or the prior lie outside the domain of the game")
        self.rules: dict[int, list[tuple[Number, _Rule, list[_Worth]]]] = {}
        for item in sequence(entry(witnesses, "rules", "witnesses"), "rules"):
            left = index(entry(item, "left", "a rule"), self.periods + 1, "left")
            belief, out, fights, tested = (
                from_json(entry(item, key, "a rule"))
                for key in ("belief", "stays_out", "fights", "tested")
            )
            if any(belief == known for known, _, _ in self.rules.get(left, [])):
                raise Malformed(f"two rules with {left} periods to go and the belief {belief}")
            self.rules.setdefault(left, []).append((belief, _Rule(out, fights, tested), []))

    def worth(self, left: int, belief: Number) -> _Worth | None:
        """What was found of the rule at a belief; None where there is no rule."""
        if left == 0:
            return _OVER
        for known, _, found in self.rules.get(left, []):
            if known == belief:
                return found[0]
        return None


def check_reputation(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    play = _Play(game, witnesses)
    reasons: list[str] = []
    for left in range(1, play.periods + 1):
        for belief, rule, found in play.rules.get(left, []):
            where = f"with {left} to go at the belief {belief}"
            worth, faults = _rule(play, left, belief, rule)
            found.append(worth)
            reasons += [f"{fault} {where}" for fault in faults]
    if play.worth(play.periods, play.prior) is None:
        reasons.append("there is no rule for the first period")
    return reasons


def _rule(play: _Play, left: int, belief: Number, rule: _Rule) -> tuple[_Worth, list[str]]:
    """What one rule is worth, and what is wrong with it."""
    faults = []
    for name, x in (("belief", belief), ("chance", rule.stays_out), ("chance", rule.fights)):
        if not 0 <= x <= 1:
            faults.append(f"a {name} lies outside [0, 1]")
    met = belief + (1 - belief) * rule.fights
    if rule.tested != (belief / met if met != 0 else 0):
        faults.append("the belief after a fight is not by Bayes' rule")
    quiet = play.worth(left - 1, belief)
    fought, yielded = play.worth(left - 1, rule.tested), play.worth(left - 1, Fraction(0))
    if quiet is None or fought is None or yielded is None:
        return _OVER, [*faults, "no rule says what follows"]
    # A challenger: it stays out for nothing.
    entering = (1 - belief) * (play.gain - rule.fights) - belief * play.weight * (1 - play.gain)
    if (entering > 0 and rule.stays_out != 0) or (entering < 0 and rule.stays_out != 1):
        faults.append("the challenger gains by another choice")
    # The weak incumbent: a fight costs it 1 now.
    fight, give = fought.weak - 1, yielded.weak
    if (fight > give and rule.fights != 1) or (fight < give and rule.fights != 0):
        faults.append("the weak incumbent gains by another choice")
    if fought.alone < yielded.alone:
        faults.append("the tough incumbent may gain by yielding")
    out = rule.stays_out
    entered = rule.fights * fight + (1 - rule.fights) * give
    weak = out * (play.deterred + quiet.weak) + (1 - out) * entered
    return _Worth(weak, out * (1 + quiet.alone) + (1 - out) * fought.alone), faults
