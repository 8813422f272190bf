"""Checks claims about repeated games from the certificate alone, by definition.

Automata: the values solve their equations and no one-shot deviation pays in any state.

Payoff sets, two players, one discount factor delta in (0, 1), r = (1 - delta)/delta:

1. Inner. Each extreme point v has a profile a and a continuation w in the hull of the extreme
   points with v = (1 - delta) g(a) + delta w and w_i >= u_i + r h_i(a), h_i(a) the gain of the best
   deviation and u_i the least coordinate: the hull generates itself (Abreu, Pearce and Stacchetti
   1990), so that its points are equilibrium payoffs.
2. Chain. The first polygon contains the feasible payoffs at or above the pure minmax; each further
   one contains what the one before generates, and the threat points rise only as far as allowed:
   to the least coordinate of what is generated, or to the least best-deviation payoff of a profile
   that generates anything. So each contains all equilibrium payoffs. If the last is empty, so is
   the set.
3. Enclosure. Along the path e(t), for every open direction n_k and every profile, one of the
   listed inequalities shows on each part of the path that what is generated from excess e(t) has
   excess below e_k(t). With a path that starts at 0, increases strictly in the open directions and
   ends at or above the excess of the last polygon of the chain, the excess must be 0.

At delta = 0 the extreme points must be the stage equilibria's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from games.exact import Number, from_json, sign
from solver.solution.certificate import Certificate
from solver.verify.plane import Point, above, hull, inside, support

_AXES: tuple[Point, ...] = tuple(
    (Fraction(x), Fraction(y)) for x, y in ((-1, 0), (0, -1), (1, 0), (0, 1))
)


def check_automaton(certificate: Certificate) -> str | None:
    """Return None where the automaton is subgame perfect with these values, else what is wrong."""
    payoffs = certificate.game["payoffs"]
    discounts = _discounts(certificate.game)
    shape = _shape(payoffs[0])
    profiles = list(product(*(range(size) for size in shape)))
    data = certificate.witnesses
    values = [[from_json(x) for x in row] for row in data["values"]]
    states = range(len(values))
    lotteries = [
        {
            profile: [(state, from_json(weight)) for state, weight in entry]
            for profile, entry in zip(profiles, table, strict=True)
        }
        for table in data["transitions"]
    ]
    initial = [(state, from_json(weight)) for state, weight in data["initial"]]
    if any(len(row) != len(shape) for row in (data["payoffs"], *data["values"])):
        return "there must be one payoff and one value for each player"
    for pairs in [initial, *(pairs for table in lotteries for pairs in table.values())]:
        if sum((weight for _, weight in pairs), Fraction(0)) != 1 or any(
            sign(weight) < 0 or state not in states for state, weight in pairs
        ):
            return "a transition is no lottery over the states"

    def worth(player: int, state: int, played: tuple[int, ...]) -> Number:
        after = sum((p * values[s][player] for s, p in lotteries[state][played]), Fraction(0))
        delta = discounts[player]
        return (1 - delta) * from_json(_entry(payoffs[player], played)) + delta * after

    if not (len(discounts) == len(payoffs) == len(shape)) or any(
        len(row) != len(shape) for row in values
    ):
        return "there must be one payoff table, discount factor and value per player"
    if not (len(values) == len(lotteries) == len(data["outputs"])):
        return "there must be one output, transition table and value per state"
    for state, output in enumerate(data["outputs"]):
        prescribed = tuple(output)
        for player, size in enumerate(shape):
            if worth(player, state, prescribed) != values[state][player]:
                return f"the value of player {player + 1} in state {state} is wrong"
            for action in range(size):
                played = (*prescribed[:player], action, *prescribed[player + 1 :])
                if sign(worth(player, state, played) - values[state][player]) > 0:
                    return f"player {player + 1} gains by deviating once in state {state}"
    for player in range(len(shape)):
        total = sum((p * values[s][player] for s, p in initial), Fraction(0))
        if total != from_json(data["payoffs"][player]):
            return f"the payoff of player {player + 1} is wrong"
    return None


def check_payoff_set(certificate: Certificate) -> str | None:
    """Return None where the set is proved, else what is wrong, in a sentence."""
    game = _Game(certificate.game)
    data = certificate.witnesses
    listed = [_point(entry["payoffs"]) for entry in data["extreme"]]
    extreme = hull(listed)
    fault = _inner(game, data["extreme"], listed, extreme)
    if fault is not None:
        return fault
    if game.delta == 0:
        return _static(game, extreme)
    last = _chain(game, data["chain"])
    if isinstance(last, str):
        return last
    points, threats = last
    if not points:
        return "the chain ends empty but extreme points are claimed" if extreme else None
    if data["enclosure"] is None:
        return "there is no proof that nothing lies outside"
    region = above(points, threats)
    return _Enclosure(game, data["enclosure"], extreme).check(region)


class _Game:
    """Payoffs, best deviations and minmax of a two-player stage game, by profile."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        tables = data["payoffs"]
        m, n = _shape(tables[0])
        self.delta, other = _discounts(data)
        if self.delta != other:
            raise ValueError("the discount factors differ")
        self.profiles = list(product(range(m), range(n)))
        g = [{a: from_json(_entry(table, a)) for a in self.profiles} for table in tables]
        columns = {b: max(g[0][a, b] for a in range(m)) for b in range(n)}
        rows = {a: max(g[1][a, b] for b in range(n)) for a in range(m)}
        self.g: dict[tuple[int, int], Point] = {a: (g[0][a], g[1][a]) for a in self.profiles}
        self.best: dict[tuple[int, int], Point] = {
            a: (columns[a[1]], rows[a[0]]) for a in self.profiles
        }
        self.minmax: Point = (min(columns.values()), min(rows.values()))
        self.ratio: Number = Fraction(0)
        if self.delta != 0:
            self.ratio = (1 - self.delta) / self.delta

    def corner(self, a: tuple[int, int], threats: Point) -> Point:
        """The least continuation payoffs that keep both players from deviating."""
        g, best = self.g[a], self.best[a]
        return (
            threats[0] + self.ratio * (best[0] - g[0]),
            threats[1] + self.ratio * (best[1] - g[1]),
        )

    def payoff(self, a: tuple[int, int], w: Point) -> Point:
        """(1 - delta) g(a) + delta w."""
        g, d = self.g[a], self.delta
        return ((1 - d) * g[0] + d * w[0], (1 - d) * g[1] + d * w[1])


def _inner(
    game: _Game, entries: Sequence[Mapping[str, Any]], listed: list[Point], extreme: list[Point]
) -> str | None:
    if not extreme:
        return None
    threats = (min(v[0] for v in extreme), min(v[1] for v in extreme))
    for number, (entry, v) in enumerate(zip(entries, listed, strict=True), 1):
        first, second = entry["profile"]
        a = (first, second)
        w = _point(entry["continuation"])
        if game.payoff(a, w) != v:
            return f"extreme point {number} is not what its profile and continuation pay"
        if game.delta == 0:
            if game.g[a] != game.best[a]:
                return f"the profile of extreme point {number} is no stage equilibrium"
            continue
        corner = game.corner(a, threats)
        if any(sign(w[i] - corner[i]) < 0 for i in (0, 1)):
            return f"a player gains by deviating at extreme point {number}"
        if not inside(extreme, w):
            return f"the continuation of extreme point {number} lies outside"
    return None


def _static(game: _Game, extreme: list[Point]) -> str | None:
    for a in game.profiles:
        if game.g[a] == game.best[a] and not (extreme and inside(extreme, game.g[a])):
            return f"the stage equilibrium {a} lies outside"
    return None


def _chain(game: _Game, chain: Sequence[Mapping[str, Any]]) -> tuple[list[Point], Point] | str:
    if not chain:
        return "there is no outer bound"
    points = hull([_point(entry) for entry in chain[0]["points"]])
    threats = _point(chain[0]["threats"])
    if any(sign(threats[i] - game.minmax[i]) > 0 for i in (0, 1)):
        return "the first threat points lie above the minmax"
    feasible = above(hull(list(game.g.values())), threats)
    if any(not inside(points, v) for v in feasible):
        return "the first outer bound leaves feasible payoffs out"
    for number, entry in enumerate(chain[1:], 1):
        images: list[Point] = []
        alive = []
        for a in game.profiles:
            region = above(points, game.corner(a, threats)) if points else []
            if region:
                alive.append(a)
                images += [game.payoff(a, w) for w in region]
        following = hull([_point(pair) for pair in entry["points"]])
        raised = _point(entry["threats"])
        if any(not (following and inside(following, v)) for v in images):
            return f"outer bound {number} leaves out what the one before generates"
        for i in (0, 1) if alive else ():
            least = min(v[i] for v in images)
            best = min(game.best[a][i] for a in alive)
            highest = max((threats[i], least, best))
            if sign(raised[i] - highest) > 0:
                return f"the threat points rise too far in outer bound {number}"
        points, threats = following, raised
    return points, threats


class _Enclosure:
    """The inequalities of part 3."""

    def __init__(self, game: _Game, data: Mapping[str, Any], extreme: list[Point]) -> None:
        self.game = game
        self.n = [_point(entry) for entry in data["directions"]]
        self.b = [support(extreme, n) for n in self.n] if extreme else []
        self.open = list(data["open"])
        self.pieces = [
            (
                [from_json(x) for x in piece["start"]],
                [from_json(x) for x in piece["end"]],
                piece["bounds"],
            )
            for piece in data["pieces"]
        ]

    def check(self, region: list[Point]) -> str | None:
        if not self.b:
            return "a set without extreme points needs an empty outer bound"
        if self.n[:2] != [_AXES[0], _AXES[1]]:
            return "the first two directions must be the negative axes"
        if not self._bounded():
            return "the directions do not bound a polygon"
        excess = [support(region, n) - b for n, b in zip(self.n, self.b, strict=True)]
        if any(sign(x) > 0 for k, x in enumerate(excess) if k not in self.open):
            return "a direction is called closed but the outer bound exceeds the set there"
        if self.open and not self.pieces:
            return "the path is missing"
        before: list[Number] = [Fraction(0)] * len(self.n)
        for start, end, rows in self.pieces:
            if start != before:
                return "the path has a gap"
            if any(sign(end[k] - start[k]) <= 0 for k in self.open) or any(
                sign(end[k]) != 0 for k in range(len(self.n)) if k not in self.open
            ):
                return "the path does not increase strictly in the open directions alone"
            for k, row in zip(self.open, rows, strict=True):
                for a, bounds in zip(self.game.profiles, row, strict=True):
                    if not self._covered(k, a, bounds, start, end):
                        return f"direction {k} is not settled for profile {a}"
            before = end
        if any(sign(before[k] - excess[k]) < 0 for k in self.open):
            return "the path ends below the outer bound"
        return None

    def _bounded(self) -> bool:
        """The normals point into every quadrant's axis, so that the polygon is bounded."""
        return all(axis in self.n for axis in _AXES)

    def _covered(
        self,
        k: int,
        a: tuple[int, int],
        bounds: Sequence[Mapping[str, Any]],
        start: list[Number],
        end: list[Number],
    ) -> bool:
        since: Number = Fraction(0)
        for bound in bounds:
            until = from_json(bound["until"])
            if sign(until - since) <= 0:
                return False
            weights = [(c, from_json(y)) for c, y in bound["weights"]]
            at_since, at_until = (
                self._value(k, a, weights, bound["barrier"], start, end, t) for t in (since, until)
            )
            if at_since is None or at_until is None:
                return False
            if sign(at_until) >= 0 or sign(at_since) > 0:
                return False
            since = until
        return since == 1

    def _value(
        self,
        k: int,
        a: tuple[int, int],
        weights: list[tuple[int, Number]],
        barrier: int,
        start: list[Number],
        end: list[Number],
        t: Number,
    ) -> Number | None:
        """Left side minus right side of the inequality at t; None where it proves nothing."""
        count = len(self.n)

        def right(c: int) -> Number:
            row = c if c < count else c - count
            side = self.b[row] + start[row] + t * (end[row] - start[row])
            if c < count:
                return side
            gain = self.game.best[a][row] - self.game.g[a][row]
            return side - self.game.ratio * gain

        if barrier >= 0:
            x, y = self.n[barrier]
            if sign(x) < 0 or sign(y) < 0:
                return None
            return right(barrier) + x * right(count) + y * right(count + 1)
        total: list[Number] = [Fraction(0), Fraction(0)]
        bound: Number = Fraction(0)
        for c, y in weights:
            if sign(y) < 0:
                return None
            n = self.n[c] if c < count else self.n[c - count]
            total = [total[0] + y * n[0], total[1] + y * n[1]]
            bound = bound + y * right(c)
        if (total[0], total[1]) != self.n[k]:
            return None
        g, d = self.game.g[a], self.game.delta
        own = (1 - d) * (self.n[k][0] * g[0] + self.n[k][1] * g[1])
        return own + d * bound - right(k)


def _discounts(data: Mapping[str, Any]) -> list[Number]:
    out = [from_json(x) for x in data["discounts"]]
    if any(sign(x) < 0 or sign(x - 1) >= 0 for x in out):
        raise ValueError("a discount factor lies outside [0, 1)")
    return out


def _point(pair: Sequence[Any]) -> Point:
    first, second = pair
    return from_json(first), from_json(second)


def _shape(table: Any) -> tuple[int, ...]:
    return (len(table), *_shape(table[0])) if isinstance(table, list) else ()


def _entry(table: Any, profile: Sequence[int]) -> Any:
    for action in profile:
        table = table[action]
    if isinstance(table, list):
        raise ValueError(f"the profile {list(profile)} names too few actions")
    return table
