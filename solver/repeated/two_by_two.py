"""Optimal penal codes of constant paths in 2x2 games, told from signs where reversion fails.

Let R = g(a) be the path's payoffs, and call the other action of each player s. Where a player is
tempted to leave a but no pure stage equilibrium punishes it enough, while its pure minmax would,

  - it is the only such player (else (s, s) were an equilibrium that holds both to the minmax); call
    it i and the other j. i is punished by s_j, as T_i(a_j) > R_i; its pure minmax v_i is T_i(s_j);
  - a stage equilibrium N, if there is one, is (s_i, a_j), and the worst equilibrium payoff of j is
    its pure minmax, min(R_j, N_j) or N_j, given that R is an equilibrium payoff.

Sufficient: a set W = co{R, N, L, ..} that generates itself (Abreu, Pearce and Stacchetti 1990). L,
the punishment of i, starts with A = g(x, s_j), x = a_i or s_i, and goes on with w on the segment
from L to a point t of W, so that A, L, w and t lie on a line. j must not leave:

    L_j >= z,  z = (1 - delta) T_j(x) + delta u_j,                                             (1)

u_j the worst of j; i must not: L_i >= (1 - delta) v_i + delta L_i, that is L_i >= v_i. So either
L = A for ever, or L_i = v_i where the line meets that, or L_j = z where it meets this; and w must
not lie beyond t. Where there is no stage equilibrium, j may be punished in the same way.

Necessary: no equilibrium has the path unless for x = a_i or s_i some w in the set of feasible
payoffs has w >= the pure minmax plus r h(x, s_j), r = (1 - delta)/delta and h the gains from
deviation, and L_i = (1 - delta) A_i + delta w_i keeps i on the path. Profiles that no such w
supports are no part of what is feasible. Between the two the question is left open.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from games.exact import Scalar
from games.forms.normal import Profile, lookup

Ask = Callable[[Scalar, str], int]
Point = tuple[Scalar, Scalar]
_MEANING = "a bound on the punishment in optimal penal codes is met"


@dataclass(frozen=True)
class Threat:
    """A punishment that a set which generates itself contains, and whether it is the minmax."""

    value: Scalar
    minmax: bool


class _View:
    """The game seen by player i: [own action][action of j], 0 the path's action, 1 the other."""

    def __init__(
        self, payoffs: Sequence[Any], discount: Scalar, path: Profile, i: int, ask: Ask
    ) -> None:
        def profile(x: int, y: int) -> Profile:
            own, other = path[i] ^ x, path[1 - i] ^ y
            return (own, other) if i == 0 else (other, own)

        self.at: list[list[Point]] = [
            [
                (lookup(payoffs[i], profile(x, y)), lookup(payoffs[1 - i], profile(x, y)))
                for y in (0, 1)
            ]
            for x in (0, 1)
        ]
        self.discount = discount
        self.now = 1 - discount
        self.ask = ask

    def sign(self, value: Scalar) -> int:
        return self.ask(value, _MEANING)

    def larger(self, a: Scalar, b: Scalar) -> Scalar:
        return a if self.sign(a - b) >= 0 else b

    def smaller(self, a: Scalar, b: Scalar) -> Scalar:
        return b if self.sign(a - b) >= 0 else a

    def best_own(self, y: int) -> Scalar:
        """T_i against y."""
        return self.larger(self.at[0][y][0], self.at[1][y][0])

    def best_other(self, x: int) -> Scalar:
        """T_j against x."""
        return self.larger(self.at[x][0][1], self.at[x][1][1])

    def equilibria(self) -> list[tuple[int, int]]:
        """The pure stage equilibria."""
        return [
            (x, y)
            for x in (0, 1)
            for y in (0, 1)
            if self.sign(self.at[x][y][0] - self.at[1 - x][y][0]) >= 0
            and self.sign(self.at[x][y][1] - self.at[x][1 - y][1]) >= 0
        ]

    def keeps(self, threat: Scalar) -> bool:
        """Whether i stays on the path for fear of a threat."""
        margin = self.at[0][0][0] - self.now * self.best_own(0) - self.discount * threat
        return self.sign(margin) >= 0

    def threats(self, other: Scalar, tops: Sequence[Point]) -> Iterator[Threat]:
        """Punishments of i with first action s_j, where j fears `other` and W contains `tops`."""
        least = self.best_own(1)
        starts = [
            (self.at[x][1], self.now * self.best_other(x) + self.discount * other) for x in (0, 1)
        ]
        for start, z in starts:
            if self.sign(start[0] - least) >= 0 and self.sign(start[1] - z) >= 0:
                yield Threat(least, True)
        for start, z in starts:
            if self.sign(start[0] - least) < 0:
                for top in self._reached(start, least, tops):
                    high, share = top[0] - start[0], least - start[0]
                    if self.sign(high * (start[1] - z) + share * (top[1] - start[1])) >= 0:
                        yield Threat(least, True)
        for start, z in starts:
            if self.sign(start[1] - z) >= 0:
                continue
            for top in tops:
                # w_j <= t_j, and t_j > A_j follows: z > A_j.
                if self.sign(self.discount * top[1] + self.now * start[1] - z) >= 0:
                    met = start[0] + (top[0] - start[0]) * (z - start[1]) / (top[1] - start[1])
                    if self.sign(met - least) >= 0:
                        yield Threat(met, False)

    def _reached(self, start: Point, least: Scalar, tops: Sequence[Point]) -> Iterator[Point]:
        """Points t with w_i <= t_i where L_i = v_i; between two of them the one where w = t."""
        beyond = [
            self.sign(self.discount * (top[0] - least) - self.now * (least - start[0]))
            for top in tops
        ]
        for top, reached in zip(tops, beyond, strict=True):
            if reached >= 0 and self.sign(top[0] - least) > 0:
                yield top
        for (p, up), (q, down) in itertools.combinations(zip(tops, beyond, strict=True), 2):
            if up * down < 0:
                w = least + (least - start[0]) * self.now / self.discount
                yield w, p[1] + (q[1] - p[1]) * (w - p[0]) / (q[0] - p[0])

    def excluded(self) -> bool:
        """Whether no feasible continuation supports a punishment that keeps i on the path."""
        ratio = self.now / self.discount
        least = (self.best_own(1), self.smaller(self.best_other(0), self.best_other(1)))
        alive = [(x, y) for x in (0, 1) for y in (0, 1)]

        def needs(x: int, y: int) -> Point:
            gains = (
                self.best_own(y) - self.at[x][y][0],
                self.best_other(x) - self.at[x][y][1],
            )
            return least[0] + ratio * gains[0], least[1] + ratio * gains[1]

        while True:
            points = [self.at[x][y] for x, y in alive]
            kept = [(x, y) for x, y in alive if self._meets(points, needs(x, y), None)]
            if (0, 0) not in kept:
                return True
            if len(kept) == len(alive):
                break
            alive = kept
        # L_i <= (R_i - (1 - delta) T_i) / delta, L_i = (1 - delta) A_i + delta w_i
        most = (self.at[0][0][0] - self.now * self.best_own(0)) / self.discount
        return not any(
            self._meets(points, needs(x, 1), (most - self.now * self.at[x][1][0]) / self.discount)
            for x in (0, 1)
            if (x, 1) in alive
        )

    def _meets(self, points: Sequence[Point], corner: Point, most: Scalar | None) -> bool:
        """Whether the hull has a point w >= corner with w_i <= most.

        It has one iff a segment between two of the points has one, as with w all (w_i, y), y lower
        but above the corner, will do: the upper side of the hull decides.
        """
        for p, q in itertools.combinations_with_replacement(points, 2):
            if self.sign(q[0] - p[0]) < 0:
                p, q = q, p
            low = self.larger(p[0], corner[0])
            high = q[0] if most is None else self.smaller(q[0], most)
            if self.sign(high - low) < 0:
                continue
            if self.sign(q[0] - p[0]) == 0:
                heights = [p[1], q[1]]
            else:
                heights = [p[1] + (q[1] - p[1]) * (w - p[0]) / (q[0] - p[0]) for w in (low, high)]
            if any(self.sign(height - corner[1]) >= 0 for height in heights):
                return True
        return False


def sustained_two_by_two(
    payoffs: Sequence[Any], discount: Scalar, path: Profile, i: int, ask: Ask
) -> str:
    """ "holds", "fails" or "open" for a constant path that player i alone may leave.

    The caller has found that i leaves under reversion and stays if held to its pure minmax, and
    that the other does not leave under reversion, so that the discount factor is above 0.
    """
    own, other = (_View(payoffs, discount, path, k, ask) for k in (i, 1 - i))
    path_payoffs = own.at[0][0]
    equilibria = own.equilibria()
    tops = [path_payoffs, *(own.at[x][y] for x, y in equilibria)]
    minmax = own.smaller(own.best_other(0), own.best_other(1))
    worst = minmax if equilibria else path_payoffs[1]
    if any(own.keeps(threat.value) for threat in own.threats(worst, tops)):
        return "holds"
    if not equilibria:
        # Each punishes the other: i held to its minmax for fear of which it punishes j.
        turned = [(path_payoffs[1], path_payoffs[0])]
        for threat in other.threats(own.best_own(1), turned):
            if any(back.minmax for back in own.threats(threat.value, tops)):
                return "holds"
    return "fails" if own.excluded() else "open"
