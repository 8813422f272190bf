"""The dynamic balance of power: the posture game for ever, with the share of power as the state.

The state is party 1's share s on a lattice. In every period both choose a posture at once; what
follows is peace, a grab, or conflict, and moves the share and the total power:

    no conflict     s + gamma x (1-s) for a lead x of party 1, s - gamma x s for one of party 2
    party 1 wins    s + k (1-s), magnitude 1 - d
    party 2 wins    s - k s,     magnitude 1 - d

The win probability follows from the share through the contest. A share between two lattice points
goes to both with the odds that keep its mean (rounding it would move the balance). The flow is
paid after the outcome, per unit of power before it,

    v(s) = E[ magnitude ((1-delta) V(s') + delta v(s')) ],

so that delta = 0 is the posture game itself, and what is destroyed is gone for the future too.
Only the expected loss d = qD enters, since everything is linear in power.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from games.build.interpolation import Interpolation, conflict_table
from games.build.posture import MAX_LEVELS, PerLevel, action_names, level_losses, side_efforts
from games.errors import GameError, LimitError
from games.exact import Number, Scalar, exact
from games.forms.stochastic import MAX_CELLS, StochasticGame, Targets
from games.world import Conflict, World, value
from games.world.decision import own_cosine, own_destruction, own_win_probability, require_two
from games.world.scalars import is_number, probability

#: (probability, magnitude, share of party 1 afterwards, whether conflict broke out).
Outcome = tuple[Number, Number, Number, bool]


def lattice_of(steps: int) -> tuple[Fraction, ...]:
    """0, 1/steps, .., 1."""
    if steps < 1:
        raise GameError(f"lattice: needs at least one step; got {steps}", allowed=">= 1")
    return tuple(Fraction(j, steps) for j in range(steps + 1))


def split(share: Number, lattice: Sequence[Number]) -> Targets:
    """(lattice point, weight): one point, or the two neighbours with the mean of the share."""
    above = bisect_right(lattice, share)
    if above == 0 or (above == len(lattice) and lattice[-1] != share):
        raise GameError(
            f"lattice: the share {share} lies outside it",
            found=str(share),
            allowed=f"[{lattice[0]}, {lattice[-1]}]",
            hint="let the lattice run from 0 to 1",
        )
    low = above - 1
    if lattice[low] == share:
        return ((low, Fraction(1)),)
    up = (share - lattice[low]) / (lattice[above] - lattice[low])
    return ((low, 1 - up), (above, up))


def dynamic_balance(
    world: World,
    conflict: Conflict,
    *,
    discount: Scalar | Mapping[str, Scalar],
    lattice: int | Sequence[Scalar] = 10,
    levels: int = 1,
    resistance: Scalar = 1,
    grab: Scalar | None = None,
    interpolation: str | Interpolation | Sequence[Sequence[Scalar]] = "bilinear",
    effort: PerLevel | Mapping[str, PerLevel] | None = None,
    losses: PerLevel | None = None,
    title: str = "",
) -> StochasticGame:
    """Build the stochastic game over the share of party 1; the rest as in `posture`.

    discount: one for both, or {party: discount}. lattice: number of equal steps, or the shares
    themselves, increasing, 0 and 1 among them. Play starts at the world's own share, split where
    it lies between lattice points. Raises `GameError`, or `WorldError`, for values outside their
    domain or left open: where shares land must be known.
    """
    require_two(world, "dynamic balance")
    points = _points(lattice)
    if not 1 <= levels <= MAX_LEVELS:
        raise GameError(f"levels: must be in 1..{MAX_LEVELS}; got {levels}", found=str(levels))
    cells = len(points) * (levels + 1) ** 2
    if cells > MAX_CELLS:
        raise LimitError(
            f"dynamic balance: {len(points)} shares and {levels} levels give {cells} cells",
            found=str(cells),
            allowed=f"at most {MAX_CELLS}",
            hint="use a coarser lattice or fewer levels",
        )
    rho = probability(resistance, "resistance")
    gamma = conflict.stakes if grab is None else probability(grab, "grab")
    pi = conflict_table(levels, rho, interpolation)
    for what, entry in (("stakes", conflict.stakes), ("grab", gamma), ("share", world.shares[0])):
        if not is_number(entry):
            raise GameError(
                f"{what}: cannot be left open in a dynamic balance, for it says where shares land",
                found=what,
                hint="set it to a number",
            )
    rules = _Rules(
        world,
        conflict,
        points,
        levels,
        gamma,
        pi,
        side_efforts(world, effort, levels),
        level_losses(world, losses, levels),
    )
    size = range(levels + 1)
    names = action_names(levels)
    common = _Law(rules, None)
    own = [_Law(rules, i) if _differs(world, i) else common for i in (0, 1)]
    states = range(len(points))
    return StochasticGame(
        players=world.names,
        states=tuple(f"{world.names[0]} {point}" for point in points),
        actions=((names, names),) * len(points),
        payoffs=tuple(
            tuple(
                tuple(tuple(own[i].flow(s, (x, y), i) for y in size) for x in size) for i in (0, 1)
            )
            for s in states
        ),
        transitions=common.transitions(),
        discounts=_discounts(world, discount),
        initial=split(world.shares[0], points),
        seeking=((frozenset(size[1:]),) * 2,) * len(points),
        views=tuple(None if law is common else law.transitions() for law in own),
        peaceful=common.transitions(peaceful=True),
        measures={
            "conflict_probability": tuple(pi for _ in states),
            "expected_loss": tuple(
                tuple(tuple(pi[x][y] * common.loss(x, y) for y in size) for x in size)
                for _ in states
            ),
        },
        title=title,
    )


def _points(lattice: int | Sequence[Scalar]) -> tuple[Number, ...]:
    if isinstance(lattice, int):
        return lattice_of(lattice)
    points = tuple(exact(point) for point in lattice)
    rising = all(a < b for a, b in pairwise(points))
    if len(points) < 2 or not rising or points[0] != 0 or points[-1] != 1:
        raise GameError(
            f"lattice: needs increasing shares from 0 to 1; got {', '.join(map(str, points))}",
            allowed="0 < .. < 1, with 0 and 1",
        )
    return points


def _discounts(world: World, discount: Scalar | Mapping[str, Scalar]) -> tuple[Scalar, ...]:
    if not isinstance(discount, Mapping):
        return (discount, discount)
    if set(discount) != set(world.names):
        raise GameError(
            f"discount: needs one value for each of {' and '.join(world.names)}; got "
            f"{', '.join(discount) or 'none'}",
            allowed=", ".join(world.names),
        )
    return tuple(discount[name] for name in world.names)


def _differs(world: World, party: int) -> bool:
    """Whether a party believes in other chances than the common ones."""
    beliefs = world.parties[party].beliefs
    return beliefs is not None and any(
        getattr(beliefs, key) is not None
        for key in ("win_probability", "destruction_probability", "destruction_fraction")
    )


class _Rules:
    """What all laws of motion share."""

    def __init__(
        self,
        world: World,
        conflict: Conflict,
        points: tuple[Number, ...],
        levels: int,
        gamma: Number,
        pi: Any,
        efforts: tuple[PerLevel, PerLevel] | None,
        losses: PerLevel | None,
    ) -> None:
        self.conflict, self.points, self.levels = conflict, points, levels
        self.gamma, self.pi, self.efforts, self.losses = gamma, pi, efforts, losses
        self.worlds = [self._at(world, point) for point in points]

    @staticmethod
    def _at(world: World, share: Number) -> World:
        first, second = world.parties
        return replace(
            world, parties=(replace(first, power=share), replace(second, power=1 - share))
        )


class _Law:
    """Outcomes of every cell, as a party believes (None: as is)."""

    def __init__(self, rules: _Rules, party: int | None) -> None:
        self.rules, self.party = rules, party
        self._found: dict[tuple[int, int, int], list[Outcome]] = {}

    def loss(self, x: int, y: int) -> Scalar:
        """Expected loss of a conflict at these levels."""
        rules = self.rules
        if rules.losses is not None:
            return rules.losses[max(x, y)]
        if self.party is None:
            return rules.conflict.expected_loss
        q, fraction = own_destruction(rules.worlds[0], rules.conflict, self.party)
        return q * fraction

    def _first_wins(self, s: int, x: int, y: int) -> Scalar:
        """Win probability of party 1, an advantage of moving first included, clipped to [0, 1]."""
        rules = self.rules
        weights = None if rules.efforts is None else (rules.efforts[0][x], rules.efforts[1][y])
        share = rules.points[s]
        if self.party is None:
            p = rules.conflict.first_wins(share, weights)
        else:
            p = own_win_probability(rules.worlds[s], rules.conflict, self.party, weights)
            p = p if self.party == 0 else 1 - p
        if x > y:
            p = p + rules.conflict.advantage_of(0)
        elif x < y:
            p = p - rules.conflict.advantage_of(1)
        return min(max(p, Fraction(0)), Fraction(1)) if is_number(p) else p

    def outcomes(self, s: int, profile: tuple[int, int]) -> list[Outcome]:
        """Everything that can follow in a cell."""
        key = (s, *profile)
        if key in self._found:
            return self._found[key]
        x, y = profile
        rules = self.rules
        share, pi = rules.points[s], rules.pi[x][y]
        lead = Fraction(x - y, rules.levels)
        moved = share + rules.gamma * lead * ((1 - share) if lead > 0 else share)
        p, k = self._first_wins(s, x, y), rules.conflict.stakes
        left = 1 - self.loss(x, y)
        found = [
            (1 - pi, Fraction(1), moved, False),
            (pi * p, left, share + k * (1 - share), True),
            (pi * (1 - p), left, share - k * share, True),
        ]
        self._found[key] = [outcome for outcome in found if outcome[0] != 0]
        return self._found[key]

    def flow(self, s: int, profile: tuple[int, int], party: int) -> Scalar:
        """E[magnitude V_i(s')]."""
        c = own_cosine(self.rules.worlds[s], party)
        total: Scalar = Fraction(0)
        for odds, magnitude, share, _ in self.outcomes(s, profile):
            own = share if party == 0 else 1 - share
            total = total + odds * magnitude * value(own, c)
        return total

    def transitions(self, peaceful: bool = False) -> tuple[Any, ...]:
        """[s][x][y] -> Targets with the mass that goes on; peaceful: outcomes without conflict."""
        size = range(self.rules.levels + 1)
        return tuple(
            tuple(tuple(self._cell(s, (x, y), peaceful) for y in size) for x in size)
            for s in range(len(self.rules.points))
        )

    def _cell(self, s: int, profile: tuple[int, int], peaceful: bool) -> Targets:
        masses: dict[int, Number] = {}
        for odds, magnitude, share, war in self.outcomes(s, profile):
            if peaceful and war:
                continue
            for point, weight in split(share, self.rules.points):
                masses[point] = masses.get(point, Fraction(0)) + odds * magnitude * weight
        return tuple(sorted(masses.items()))
