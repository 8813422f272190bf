"""Destruction: with probability q a fraction D of the belligerents' power is destroyed.

It falls on all belligerents alike and independently of who wins. For risk-neutral parties only
the expected loss d = qD matters: q and D matter apart for distributions of outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass

from games.exact import Scalar
from games.world.scalars import probability


@dataclass(frozen=True)
class Destruction:
    """Probability q and fraction D."""

    probability: Scalar
    fraction: Scalar

    def __post_init__(self) -> None:
        checked = probability(
            self.probability, "destruction_probability", 'write "60%" as 0.6 and odds 1:3 as 1/4'
        )
        object.__setattr__(self, "probability", checked)
        object.__setattr__(self, "fraction", probability(self.fraction, "destruction_fraction"))

    @property
    def expected_loss(self) -> Scalar:
        """d = qD."""
        return self.probability * self.fraction
