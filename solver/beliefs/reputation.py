"""Reputation in a finitely repeated trust game: the chain store, beliefs along the path.

An incumbent of unknown type meets N entrants in turn. Each enters or stays out; after an entry the
incumbent fights or yields. A tough incumbent always fights; a weak one gets a where the entrant
stays out, 0 where it yields and -1 where it fights. An entrant gets b if it enters and is met with
yielding, b - 1 if it is fought, 0 if it stays out; 0 < b < 1 < a. Everybody sees all that happened.

Sequential equilibrium (Kreps and Wilson 1982, "Reputation and imperfect information"), with n
periods to go and mu the belief that the incumbent is tough:

    entrant with n to go     stays out if mu > b**n, enters if mu < b**n, at b**n stays out with 1/a
    weak, met with entry     fights if n > 1 and mu >= b**(n-1); at n = 1 yields; for
                             0 < mu < b**(n-1) fights with mu (1 - b**(n-1)) / ((1-mu) b**(n-1))
    belief                   stays where nobody enters; after a fight max(b**(n-1), mu), or 0 if
                             mu = 0; after yielding 0

`perfect` checks the one-shot deviations of everybody along every history the strategies can reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from games.errors import GameError
from games.exact import Number, exact, sign


@dataclass(frozen=True)
class Stage:
    """One period, with `left` periods to go, this one included.

    belief: that the incumbent is tough, before it. stays_out: probability. fights: of the weak
    type, once entered. tested: belief after an entry that was fought.
    """

    left: int
    belief: Number
    stays_out: Number
    fights: Number
    tested: Number


@dataclass(frozen=True)
class Reputation:
    """The game. deterred: a, what the weak incumbent gets unentered; gain: b, of the entrant."""

    deterred: Number
    gain: Number
    periods: int

    def __post_init__(self) -> None:
        if not (sign(self.gain) > 0 and sign(self.gain - 1) < 0 and sign(self.deterred - 1) > 0):
            raise GameError(
                f"Reputation: needs 0 < gain < 1 < deterred; got {self.gain} and {self.deterred}"
            )
        if not 1 <= self.periods <= 200:
            raise GameError(f"Reputation: 1 to 200 periods; got {self.periods}")

    def stage(self, left: int, belief: Number) -> Stage:
        """What is done with `left` periods to go at a belief."""
        needed, later = self.gain**left, self.gain ** (left - 1)
        side = sign(belief - needed)
        out: Number = exact(0) if side < 0 else exact(1) if side > 0 else 1 / self.deterred
        fights: Number = exact(0)
        if left > 1 and sign(belief) > 0:
            fights = exact(1)
            if sign(belief - later) < 0:
                fights = belief * (1 - later) / ((1 - belief) * later)
        tested: Number = exact(0)
        if sign(belief) > 0:
            tested = belief if sign(belief - later) >= 0 else later
        return Stage(left, belief, out, fights, tested)

    def path(self, prior: Number) -> tuple[Stage, ...]:
        """Periods along the path on which every entry is fought."""
        found = []
        belief = prior
        for left in range(self.periods, 0, -1):
            here = self.stage(left, belief)
            found.append(here)
            if here.stays_out != 1:
                belief = here.tested
        return tuple(found)

    def first_entry(self, prior: Number) -> int | None:
        """The first period in which somebody may enter; None where nobody does."""
        for number, here in enumerate(self.path(prior), 1):
            if here.stays_out != 1:
                return number
        return None

    def value(self, left: int, belief: Number) -> Number:
        """What the weak incumbent expects from here on."""
        return _value(self, left, belief)

    def entered(self, here: Stage) -> Number:
        """What the weak incumbent expects once entered; yielding leaves nothing to come."""
        if here.fights == 0:
            return exact(0)
        return here.fights * (self.value(here.left - 1, here.tested) - 1)

    def perfect(self, left: int, belief: Number) -> list[str]:
        """Every one-shot deviation that pays, here or later; none in equilibrium."""
        if left == 0:
            return []
        here = self.stage(left, belief)
        reasons = []
        fought = belief + (1 - belief) * here.fights
        entering = sign(self.gain - fought)
        if (entering > 0 and here.stays_out != 0) or (entering < 0 and here.stays_out != 1):
            reasons.append(f"the entrant with {left} periods to go gains")
        fighting = sign(self.value(left - 1, here.tested) - 1)
        if (fighting > 0 and here.fights != 1) or (fighting < 0 and here.fights != 0):
            reasons.append(f"the weak incumbent with {left} periods to go gains")
        if fought != 0 and here.fights != 0 and belief / fought != here.tested:
            reasons.append(f"the belief with {left} periods to go is not by Bayes' rule")
        later = {belief, here.tested} if left > 1 else set()
        return reasons + [why for mu in later for why in self.perfect(left - 1, mu)]


@lru_cache(maxsize=4096)
def _value(game: Reputation, left: int, belief: Number) -> Number:
    """What the weak incumbent expects; the same few beliefs come up again and again."""
    if left == 0:
        return exact(0)
    here = game.stage(left, belief)
    quiet: Number = exact(0)
    met: Number = exact(0)
    if here.stays_out != 0:
        quiet = here.stays_out * (game.deterred + _value(game, left - 1, belief))
    if here.stays_out != 1:
        met = (1 - here.stays_out) * game.entered(here)
    return quiet + met
