"""Power: the magnitudes m_i >= 0 of the parties' arrows, and their shares s_i = m_i / sum m.

Every payoff is linear in power, so the total factors out: theory is done in shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games.errors import WorldError
from games.exact import Scalar
from games.world.scalars import is_zero, within


def check_power(names: Sequence[str], power: Sequence[Any]) -> tuple[Scalar, ...]:
    """Return the powers as Scalars; refuse negative power, and a world in which all is zero."""
    result = tuple(
        within(amount, 0, None, f"power of {name!r}")
        for name, amount in zip(names, power, strict=True)
    )
    if all(is_zero(amount) for amount in result):
        raise WorldError(
            "power: every party has power 0, so there is nothing to share",
            found="0",
            allowed="at least one positive power",
        )
    return result


def total(power: Sequence[Scalar]) -> Scalar:
    """Sum of the powers."""
    return sum(power[1:], start=power[0])


def shares(power: Sequence[Scalar]) -> tuple[Scalar, ...]:
    """s_i = m_i / sum m, [party]."""
    everything = total(power)
    return tuple(amount / everything for amount in power)
