"""Conflict between two parties, or between two coalitions with everybody else looking on.

The winner takes the part k (the stakes) of the loser's power; a fraction d of the belligerents'
power is destroyed in expectation. With s the first side's share of the belligerents' power and p
its probability of victory, the expected shift of its share is k(p - s), whatever k and p.

Two parties, in shares:  C_1 = (1-d) [V_1 + k(p-s)(1-c)],  C_2 = (1-d) [V_2 - k(p-s)(1-c)].

Coalitions A against B with total power M and ubar a side's power-weighted mean direction: the
belligerents' arrow W_AB = M [s_A ubar_A + (1-s_A) ubar_B] becomes, in expectation,
(1-d) M [(s_A + k(p-s_A)) ubar_A + (1 - s_A - k(p-s_A)) ubar_B]; outsiders' arrows stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from games.errors import WorldError
from games.exact import Scalar, exact, sign
from games.world.contest import Contest, effective_share
from games.world.destruction import Destruction
from games.world.power import total
from games.world.preferences import dot
from games.world.scalars import is_number, is_zero, probability, scalar
from games.world.world import World


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """What conflict costs and brings.

    win_probability: of party 1 (or of the first coalition); or a contest, which computes it from
    the shares. advantage: added to the win probability of a side that moves first, one number for
    every party or one per party. Raises `WorldError` outside the domains.
    """

    stakes: Scalar
    win_probability: Scalar | None = None
    contest: Contest | None = None
    destruction_probability: Scalar
    destruction_fraction: Scalar
    advantage: Scalar | tuple[Scalar, ...] = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "stakes", probability(self.stakes, "stakes"))
        destruction = Destruction(self.destruction_probability, self.destruction_fraction)
        object.__setattr__(self, "destruction_probability", destruction.probability)
        object.__setattr__(self, "destruction_fraction", destruction.fraction)
        if (self.win_probability is None) == (self.contest is None):
            raise WorldError(
                "conflict: give either win_probability or contest"
                + (", not both" if self.contest is not None else "")
            )
        if self.win_probability is not None:
            checked = probability(self.win_probability, "win_probability")
            object.__setattr__(self, "win_probability", checked)
        advantage: Any = self.advantage
        object.__setattr__(
            self,
            "advantage",
            tuple(map(scalar, advantage)) if isinstance(advantage, tuple) else scalar(advantage),
        )

    @property
    def destruction(self) -> Destruction:
        """Probability and fraction of destruction."""
        return Destruction(self.destruction_probability, self.destruction_fraction)

    @property
    def expected_loss(self) -> Scalar:
        """d = qD."""
        return self.destruction.expected_loss

    def advantage_of(self, party: int) -> Scalar:
        """What moving first adds to the win probability of this party."""
        if isinstance(self.advantage, tuple):
            if party >= len(self.advantage):
                raise WorldError(
                    f"advantage: {len(self.advantage)} values, none for party {party + 1}"
                )
            return self.advantage[party]
        return self.advantage

    def first_wins(self, share: Scalar, effort: tuple[Scalar, Scalar] | None = None) -> Scalar:
        """Probability that side 1, with this share, wins when nobody moved first.

        effort: the weights (e_1, e_2) of the two sides; they act through a contest.
        """
        if self.contest is None:
            if effort is not None:
                raise WorldError(
                    "effort: weights act through a contest, and this conflict has a fixed "
                    "win_probability",
                    hint="give contest: {kind: ratio, decisiveness: 1} in its place",
                )
            assert self.win_probability is not None
            return self.win_probability
        return self.contest.win_probability(
            share if effort is None else effective_share(share, *effort)
        )


def with_advantage(win_probability: Scalar, advantage: Scalar) -> Scalar:
    """p + phi; refused outside [0, 1]."""
    result = win_probability + advantage
    if is_number(result) and (sign(result) < 0 or sign(result - 1) > 0):
        raise WorldError(
            f"advantage: win probability {win_probability} plus advantage {advantage} is {result}",
            found=str(result),
            allowed="a sum in [0, 1]",
            hint="lower the advantage or the win probability",
        )
    return result


def value(share: Scalar, cosine: Scalar) -> Scalar:
    """V = s + (1-s)c: what the status quo is worth to a party with this share, of two."""
    return share + (1 - share) * cosine


def conflict_value(
    share: Scalar, cosine: Scalar, stakes: Scalar, win_probability: Scalar, expected_loss: Scalar
) -> Scalar:
    """C = (1-d) [V + k(p-s)(1-c)]: what conflict is worth to a party, s and p its own."""
    shift = stakes * (win_probability - share)
    return (1 - expected_loss) * (value(share, cosine) + shift * (1 - cosine))


@dataclass(frozen=True)
class CoalitionConflict:
    """Expected effect of a conflict between two coalitions of a world, in units of power.

    attackers, defenders: indices of A and B. share: s_A. win_probability: of A.
    power: [party], expected power after the conflict. before, after: [party], payoff of the
    status quo and of conflict, outsiders too.
    """

    attackers: tuple[int, ...]
    defenders: tuple[int, ...]
    share: Scalar
    win_probability: Scalar
    power: tuple[Scalar, ...]
    before: tuple[Scalar, ...]
    after: tuple[Scalar, ...]

    @property
    def gains(self) -> tuple[Scalar, ...]:
        """[party], payoff of conflict minus payoff of the status quo."""
        return tuple(after - before for before, after in zip(self.before, self.after, strict=True))


def coalition_conflict(
    world: World,
    conflict: Conflict,
    attackers: Sequence[str],
    defenders: Sequence[str],
    *,
    first: bool = False,
) -> CoalitionConflict:
    """Conflict of the coalition `attackers` against `defenders`; the others look on.

    first: whether the attackers have the advantage of moving first (that of their first member).
    """
    sides = []
    for label, members in (("attackers", attackers), ("defenders", defenders)):
        side = tuple(world.index(name) for name in members)
        if len(set(side)) != len(side) or not side:
            raise WorldError(f"{label}: at least one party, and no party twice; got {members}")
        if all(is_zero(world.power[i]) for i in side):
            raise WorldError(f"{label}: {', '.join(members)} have no power to fight with")
        sides.append(side)
    A, B = sides
    both = sorted(set(A) & set(B))
    if both:
        raise WorldError(f"{world.names[both[0]]!r} cannot be on both sides of a conflict")
    m, d, k = world.power, conflict.expected_loss, conflict.stakes
    m_A, m_B = total([m[i] for i in A]), total([m[i] for i in B])
    share = m_A / (m_A + m_B)
    p = conflict.first_wins(share)
    if first:
        p = with_advantage(p, conflict.advantage_of(A[0]))
    shift = k * (p - share) * (m_A + m_B)
    factor_A, factor_B = 1 + shift / m_A, 1 - shift / m_B
    after = [exact(0) + amount for amount in m]
    for side, factor in ((A, factor_A), (B, factor_B)):
        for i in side:
            after[i] = (1 - d) * factor * m[i]
    return CoalitionConflict(
        attackers=A,
        defenders=B,
        share=share,
        win_probability=p,
        power=tuple(after),
        before=world.payoffs,
        after=tuple(dot(row, after) for row in world.alignment),
    )
