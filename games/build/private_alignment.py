"""Private alignment: what the informed party X wants is hidden until it can win.

Nature draws X's type, with its cosine c to the incumbent I. X holds or seeks; I sees it and trusts
X or pre-empts. With s the share of X, p its win probability, k the stakes, d the expected loss:

    pre-empt            conflict at (s, p)
    trust after hold    share s + eta (growth); then X strikes, at p + phi (surprise), or refrains
    trust after seek    share s + gamma (1-s) (grab); then X strikes, at p, or refrains

Payoffs at the end, with the true c: V_X = s + (1-s) c and V_I = (1-s) + s c where nobody fights,
(1-d) [V + k (p-s)(1-c)] for X and (1-d) [V - k (p-s)(1-c)] for I where they do. p stays what it is
at s, also where it comes from a contest: only surprise changes it. X and I use their own beliefs
about victory and destruction where they have some, X one set per type ("conflict is cheap").

With an inspection I may also test X's type before it replies, at a cost: `games.forms.inspection`.
X sees whether it is trusted, not whether it was inspected.

A third party Y sees the posture and, where I pre-empts, joins X or stays out; a strike leaves it no
time. If it joins, X and Y fight I: their power adds up, the winners take k of the losers' power in
proportion to their own, and destruction falls on all three. Its power multiplies X's odds of
victory by (m_X + m_Y) / m_X unless a contest of shares or a given value says otherwise. With Y in
the world payoffs count its power too: V_i = sum_j a_ij m_j, in units of the power of X and I.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import GameError
from games.exact import Scalar
from games.forms.inspection import plans
from games.forms.signalling import INSPECTED, ByType, Inspection, Message, Reply, SignallingGame
from games.world import Conflict, Party, World, conflict_value, value, with_advantage
from games.world.conflict import coalition_conflict
from games.world.decision import own_destruction, own_win_probability, require_two
from games.world.scalars import is_number, probability

HOLD, SEEK = "hold", "seek"
TRUST, PREEMPT = "trust", "pre-empt"
STRIKE, REFRAIN = "strike", "refrain"
JOIN, STAY = "join", "stay out"


@dataclass(frozen=True)
class ThirdParty:
    """Who may join X. with_informed: [type], its cosine with X. win_probability: of X joined by it.

    power: in the unit of the two parties' power.
    """

    name: str
    power: Scalar
    with_informed: tuple[Scalar, ...]
    with_incumbent: Scalar
    win_probability: Scalar | None = None


@dataclass(frozen=True)
class PrivateAlignment:
    """All that the game is built from.

    worlds: type -> the world of X and I with that type's cosine and beliefs. informed: position of
    X. prior: [type].
    """

    worlds: Mapping[str, World]
    conflict: Conflict
    informed: int
    prior: tuple[Scalar, ...]
    growth: Scalar
    surprise: Scalar
    grab: Scalar
    third: ThirdParty | None = None
    inspection: Inspection | None = None

    def __post_init__(self) -> None:
        for name in ("growth", "surprise", "grab"):
            object.__setattr__(self, name, probability(getattr(self, name), name))
        for world in self.worlds.values():
            require_two(world, "private alignment")
        share = self.share
        if is_number(share + self.growth) and share + self.growth > 1:
            raise GameError(
                f"growth: share {share} plus growth {self.growth} is {share + self.growth}",
                found=str(self.growth),
                allowed=f"at most {1 - share}",
                hint=f"there is {1 - share} to grow by; lower the growth",
            )
        for t in range(len(self.worlds)):
            for viewer in (0, 1):
                p = self.win_probability(t, viewer)
                if is_number(p + self.surprise) and p + self.surprise > 1:
                    raise GameError(
                        f"surprise: win probability {p} plus surprise {self.surprise} is "
                        f"{p + self.surprise}",
                        found=str(self.surprise),
                        allowed=f"at most {1 - p}",
                        hint=f"lower the surprise to {1 - p} at most, or the win probability",
                    )

    @property
    def share(self) -> Scalar:
        """s of the informed party."""
        return next(iter(self.worlds.values())).shares[self.informed]

    @property
    def cosines(self) -> tuple[Scalar, ...]:
        """[type], with the incumbent."""
        return tuple(world.alignment[0][1] for world in self.worlds.values())

    @property
    def names(self) -> tuple[str, ...]:
        """X, I and, where there is one, Y."""
        pair = next(iter(self.worlds.values())).names
        third = () if self.third is None else (self.third.name,)
        return (pair[self.informed], pair[1 - self.informed], *third)

    def game(self, title: str = "") -> SignallingGame:
        """The signalling game over whatever field the quantities live in."""
        grown = {
            HOLD: self.share + self.growth,
            SEEK: self.share + self.grab * (1 - self.share),
        }
        messages = tuple(self._message(posture, share) for posture, share in grown.items())
        return SignallingGame(self.names, tuple(self.worlds), self.prior, messages, title)

    def _message(self, posture: str, share: Scalar) -> Message:
        """A posture, with the share of X once it is trusted, and the replies to it."""
        types = range(len(self.worlds))
        surprise = self.surprise if posture == HOLD else Fraction(0)
        trusted = tuple(
            (self._war(t, share, surprise, False), self._peace(t, share)) for t in types
        )
        joins = (False,) if self.third is None else (True, False)
        fought = tuple(
            tuple(self._war(t, self.share, Fraction(0), joined) for joined in joins) for t in types
        )
        loss = self.conflict.expected_loss
        struck, war = (Fraction(1), loss, Fraction(int(posture == HOLD))), (Fraction(1), loss)
        measures = self._measures(struck, ()), self._measures(*(war for _ in joins))
        replies = [
            Reply(TRUST, trusted, "sender", (STRIKE, REFRAIN), measures[0]),
            Reply(PREEMPT, fought, "", ("",), measures[1])
            if self.third is None
            else Reply(PREEMPT, fought, "second", (JOIN, STAY), measures[1]),
        ]
        if self.inspection is not None:
            replies += plans(replies, self.inspection)
        return Message(posture, tuple(replies))

    def _measures(self, *rows: tuple[Scalar, ...]) -> dict[str, ByType]:
        """The measures of moves, the same for all types; what a row leaves out is 0."""
        inspected = () if self.inspection is None else (INSPECTED,)
        names = ("conflict_probability", "expected_loss", "coup", *inspected)
        filled = [(*row, *[Fraction(0)] * (len(names) - len(row))) for row in rows]
        return {
            name: (tuple(row[i] for row in filled),) * len(self.worlds)
            for i, name in enumerate(names)
        }

    def win_probability(self, t: int, viewer: int) -> Scalar:
        """Probability that X wins, without surprise, as X (0), I (1) or Y (2) sees it."""
        world = list(self.worlds.values())[t]
        if viewer == 0:
            return own_win_probability(world, self.conflict, self.informed)
        if viewer == 1:
            return 1 - own_win_probability(world, self.conflict, 1 - self.informed)
        first = self.conflict.first_wins(world.shares[0])
        return first if self.informed == 0 else 1 - first

    def expected_loss(self, t: int, viewer: int) -> Scalar:
        """d as X (0), I (1) or Y (2) sees it."""
        if viewer == 2:
            return self.conflict.expected_loss
        world = list(self.worlds.values())[t]
        party = self.informed if viewer == 0 else 1 - self.informed
        q, D = own_destruction(world, self.conflict, party)
        return q * D

    def _peace(self, t: int, share: Scalar) -> tuple[Scalar, ...]:
        """Payoffs of a status quo with X at this share, [player]."""
        c = self.cosines[t]
        if self.third is None:
            return value(share, c), value(1 - share, c)
        return self._world(t, share).payoffs

    def _war(self, t: int, share: Scalar, surprise: Scalar, joined: bool) -> tuple[Scalar, ...]:
        """Payoffs of a conflict with X at this share, [player]."""
        return tuple(
            self._war_of(t, share, surprise, joined, viewer) for viewer in range(len(self.names))
        )

    def _war_of(self, t: int, share: Scalar, surprise: Scalar, joined: bool, viewer: int) -> Scalar:
        p = with_advantage(self.win_probability(t, viewer), surprise)
        d, c = self.expected_loss(t, viewer), self.cosines[t]
        k = self.conflict.stakes
        if self.third is None:
            if viewer == 0:
                return conflict_value(share, c, k, p, d)
            return conflict_value(1 - share, c, k, 1 - p, d)
        if joined:
            p = self._joined(p)
        x, incumbent, y = self.names
        seen = Conflict(
            stakes=k, win_probability=p, destruction_probability=1, destruction_fraction=d
        )
        fought = coalition_conflict(
            self._world(t, share), seen, (x, y) if joined else (x,), (incumbent,)
        )
        return fought.after[viewer]

    def _joined(self, p: Scalar) -> Scalar:
        """Win probability of X and Y together, where X alone would win with p."""
        third, s = self.third, self.share
        assert third is not None
        if third.win_probability is not None:
            return third.win_probability
        if self.conflict.contest is not None:
            together = (s + third.power) / (1 + third.power)
            if self.informed == 0:
                return self.conflict.first_wins(together)
            return 1 - self.conflict.first_wins(1 - together)
        return p * (s + third.power) / (p * (s + third.power) + (1 - p) * s)

    def _world(self, t: int, share: Scalar) -> World:
        """The world of all three with X at this share of the power of X and I."""
        third = self.third
        assert third is not None
        amounts = (share, 1 - share, third.power)
        parties = tuple(Party(n, m) for n, m in zip(self.names, amounts, strict=True))
        a, b, c = self.cosines[t], third.with_informed[t], third.with_incumbent
        return World(parties, ((1, a, b), (a, 1, c), (b, c, 1)))
