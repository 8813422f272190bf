"""The posture game: each of two parties picks a level 0 (hold) .. L, intensity x = level/L.

Conflict breaks out with probability pi(x1, x2) (see `interpolation`). Without conflict the more
escalated side grabs the part gamma (x_i - x_j) of the other's power and nothing is destroyed. For
L = 1, with V the status quo and C conflict as party 1 sees them:

    hold, hold: V                    hold, seek: (1-rho) [V - gamma s (1-c)] + rho C
    seek, seek: C                    seek, hold: (1-rho) [V + gamma (1-s)(1-c)] + rho C

Each party's payoffs use its own beliefs where it has some; the measures use the common values.
An advantage of moving first goes to the side that is more escalated. Payoffs are per unit of
total power. Nothing here compares, so every entry may be symbolic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.build.interpolation import Interpolation, conflict_table
from games.errors import GameError
from games.exact import Scalar
from games.forms.normal import NormalFormGame
from games.world import Conflict, World, conflict_value, value, with_advantage
from games.world.contest import check_effort
from games.world.decision import own_cosine, own_destruction, own_win_probability, require_two
from games.world.scalars import probability

Table = tuple[tuple[Scalar, ...], ...]
PerLevel = Sequence[Scalar]
MAX_LEVELS = 200


@dataclass(frozen=True)
class PostureTables:
    """The game over any Scalar; every table is [level of party 1][level of party 2]."""

    players: tuple[str, str]
    actions: tuple[str, ...]
    payoffs: tuple[Table, Table]
    conflict_probability: Table
    expected_loss: Table


def action_names(levels: int) -> tuple[str, ...]:
    """("hold", "seek") for one level; ("hold", "level 1", .., "level L") for more."""
    if levels == 1:
        return ("hold", "seek")
    return ("hold", *(f"level {level}" for level in range(1, levels + 1)))


def _per_level(values: PerLevel, levels: int, what: str) -> PerLevel:
    """Check that there is one value for each level, hold included."""
    if len(values) != levels + 1:
        raise GameError(
            f"{what}: one value for each level 0..{levels}, {levels + 1} in all; got {len(values)}",
            found=str(len(values)),
            allowed=str(levels + 1),
        )
    return values


def side_efforts(
    world: World, effort: PerLevel | Mapping[str, PerLevel] | None, levels: int
) -> tuple[PerLevel, PerLevel] | None:
    """Effort weights [party][level]; a single list serves both parties."""
    if effort is None:
        return None
    if isinstance(effort, Mapping):
        if set(effort) != set(world.names):
            raise GameError(
                f"effort: needs the weights of {' and '.join(world.names)}; got "
                f"{', '.join(effort) or 'none'}",
                allowed=", ".join(world.names),
            )
        lists = [effort[name] for name in world.names]
    else:
        lists = [effort, effort]
    checked = [
        tuple(
            check_effort(weight, f"effort of {name!r} at level {level}")
            for level, weight in enumerate(_per_level(weights, levels, f"effort of {name!r}"))
        )
        for name, weights in zip(world.names, lists, strict=True)
    ]
    return checked[0], checked[1]


def level_losses(world: World, losses: PerLevel | None, levels: int) -> PerLevel | None:
    """Expected loss per level, checked; None where the conflict's own applies."""
    if losses is None:
        return None
    _refuse_own_destruction(world)
    return tuple(
        probability(loss, f"losses: level {level}")
        for level, loss in enumerate(_per_level(losses, levels, "losses"))
    )


def posture_tables(
    world: World,
    conflict: Conflict,
    *,
    levels: int = 1,
    resistance: Scalar = 1,
    grab: Scalar | None = None,
    interpolation: str | Interpolation | Sequence[Sequence[Scalar]] = "bilinear",
    effort: PerLevel | Mapping[str, PerLevel] | None = None,
    losses: PerLevel | None = None,
) -> PostureTables:
    """Payoffs and measures of the posture game over whatever field the inputs live in.

    grab: default the stakes. effort: weights per level, which act on the contest. losses:
    expected loss per level in place of the conflict's; that of the higher level applies.
    """
    require_two(world, "posture")
    if not 1 <= levels <= MAX_LEVELS:
        raise GameError(
            f"levels: must be in 1..{MAX_LEVELS}; got {levels}",
            found=str(levels),
            allowed=f"1..{MAX_LEVELS}",
        )
    rho = probability(resistance, "resistance")
    gamma = conflict.stakes if grab is None else probability(grab, "grab")
    pi = conflict_table(levels, rho, interpolation)
    efforts = side_efforts(world, effort, levels)
    size = range(levels + 1)
    d: list[list[Scalar]] = [[conflict.expected_loss for _ in size] for _ in size]
    by_level = level_losses(world, losses, levels)
    if by_level is not None:
        d = [[by_level[max(i, j)] for j in size] for i in size]

    first, second = (
        _party_table(
            world, conflict, party, levels, gamma, pi, efforts, None if losses is None else d
        )
        for party in (0, 1)
    )
    return PostureTables(
        players=(world.names[0], world.names[1]),
        actions=action_names(levels),
        payoffs=(first, second),
        conflict_probability=pi,
        expected_loss=tuple(tuple(pi[i][j] * d[i][j] for j in size) for i in size),
    )


def _party_table(
    world: World,
    conflict: Conflict,
    party: int,
    levels: int,
    gamma: Scalar,
    pi: Table,
    efforts: tuple[PerLevel, PerLevel] | None,
    losses: list[list[Scalar]] | None,
) -> Table:
    """Payoffs of one party as it sees them, [level of party 1][level of party 2].

    Conflict is worth the same in all cells with the same side ahead, unless effort or losses
    depend on the level; each distinct one is computed once.
    """
    s, c = world.shares[party], own_cosine(world, party)
    V, misalignment = value(s, c), 1 - c
    q, D = own_destruction(world, conflict, party)
    loss = q * D
    taken, lost = gamma * (1 - s) * misalignment, gamma * s * misalignment
    worth: dict[tuple[int, int, int], Scalar] = {}

    def war(i: int, j: int, ahead: int) -> Scalar:
        varies = efforts is not None or losses is not None
        key = (i, j, ahead) if varies else (0, 0, ahead)
        if key not in worth:
            weights = None if efforts is None else (efforts[0][i], efforts[1][j])
            p = own_win_probability(world, conflict, party, weights)
            if ahead > 0:
                p = with_advantage(p, conflict.advantage_of(party))
            elif ahead < 0:
                p = with_advantage(p, -conflict.advantage_of(1 - party))
            d = loss if losses is None else losses[i][j]
            worth[key] = conflict_value(s, c, conflict.stakes, p, d)
        return worth[key]

    def cell(i: int, j: int) -> Scalar:
        lead = i - j if party == 0 else j - i
        ahead = (lead > 0) - (lead < 0)
        peace = V + Fraction(lead, levels) * (taken if lead > 0 else lost)
        return (1 - pi[i][j]) * peace + pi[i][j] * war(i, j, ahead)

    size = range(levels + 1)
    return tuple(tuple(cell(i, j) for j in size) for i in size)


def _refuse_own_destruction(world: World) -> None:
    """Losses per level and a party's own belief in destruction answer the same question."""
    for party in world.parties:
        beliefs = party.beliefs
        if beliefs is not None and (
            beliefs.destruction_probability is not None or beliefs.destruction_fraction is not None
        ):
            raise GameError(
                f"losses: {party.name!r} holds its own belief about destruction, which losses per "
                "level would override",
                hint="remove either",
            )


def posture(
    world: World,
    conflict: Conflict,
    *,
    levels: int = 1,
    resistance: Scalar = 1,
    grab: Scalar | None = None,
    interpolation: str | Interpolation | Sequence[Sequence[Scalar]] = "bilinear",
    effort: PerLevel | Mapping[str, PerLevel] | None = None,
    losses: PerLevel | None = None,
    title: str = "",
) -> NormalFormGame:
    """The posture game with exact payoffs; every level above hold counts as seeking."""
    tables = posture_tables(
        world,
        conflict,
        levels=levels,
        resistance=resistance,
        grab=grab,
        interpolation=interpolation,
        effort=effort,
        losses=losses,
    )
    seeking = frozenset(range(1, levels + 1))
    return NormalFormGame(
        players=tables.players,
        actions=(tables.actions, tables.actions),
        payoffs=tables.payoffs,
        seeking=(seeking, seeking),
        measures={
            "conflict_probability": tables.conflict_probability,
            "expected_loss": tables.expected_loss,
        },
        title=title,
    )
