"""Contest success functions: the probability of victory from the belligerents' shares.

Ratio (Tullock 1980): s^r / (s^r + (1-s)^r), with 0^0 = 1; r is the decisiveness: 0 a coin, 1 the
share itself, large r the stronger side almost surely.
Logistic, of the difference in shares (Hirshleifer 1989): 1 / (1 + exp(-r (2s - 1))).

Effort weights e_1, e_2 > 0 turn the share s into e_1 s / (e_1 s + e_2 (1-s)) before the contest;
for the ratio contest that is (e_1 s)^r / ((e_1 s)^r + (e_2 (1-s))^r).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.errors import WorldError
from games.exact import Scalar, exact
from games.exact.roots import power as rational_power
from games.exact.transcendental import exp
from games.world.scalars import is_number, is_zero, within


def effective_share(share: Scalar, effort: Scalar, opposing_effort: Scalar) -> Scalar:
    """e_1 s / (e_1 s + e_2 (1-s))."""
    own = effort * share
    return own / (own + opposing_effort * (1 - share))


def check_effort(weight: Any, what: str) -> Scalar:
    """Return an effort weight as a Scalar; refuse a number that is not positive."""
    result = within(weight, 0, None, what)
    if is_zero(result):
        raise WorldError(f"{what} must be > 0; got 0", found="0", allowed="> 0")
    return result


@dataclass(frozen=True)
class RatioContest:
    """s^r / (s^r + (1-s)^r), 0^0 = 1, for decisiveness r >= 0."""

    decisiveness: Scalar

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "decisiveness", within(self.decisiveness, 0, None, "contest: decisiveness")
        )

    def win_probability(self, share: Scalar) -> Scalar:
        """Probability that the side with this share of the belligerents' power wins."""
        own, other = (power(base, self.decisiveness) for base in (share, 1 - share))
        return own / (own + other)


@dataclass(frozen=True)
class LogisticContest:
    """1 / (1 + exp(-r (2s - 1))), for decisiveness r >= 0."""

    decisiveness: Scalar

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "decisiveness", within(self.decisiveness, 0, None, "contest: decisiveness")
        )

    def win_probability(self, share: Scalar) -> Scalar:
        """Probability that the side with this share of the belligerents' power wins."""
        return 1 / (1 + exponential(-self.decisiveness * (2 * share - 1)))


Contest = RatioContest | LogisticContest


def power(base: Scalar, exponent: Scalar) -> Scalar:
    """base^exponent with 0^0 = 1, for base >= 0 and rational exponent >= 0."""
    if not isinstance(exponent, Fraction):
        raise WorldError(
            f"contest: the decisiveness of a ratio contest must be rational; got {exponent}",
            found=str(exponent),
            allowed="a rational number >= 0",
            hint="set it to a number such as 2 or 1/2",
        )
    if exponent.denominator == 1:
        return base ** int(exponent)
    if not is_number(base):
        raise WorldError(
            f"contest: a free parameter cannot be raised to the power {exponent} exactly",
            hint="set the parameter, or a whole decisiveness",
        )
    return rational_power(base, exponent)


def exponential(exponent: Scalar) -> Scalar:
    """exp(exponent)."""
    if is_zero(exponent):
        return exact(1)
    if not is_number(exponent):
        raise WorldError(
            "contest: a free parameter in the exponent of a logistic contest has no exact value",
            hint="set the parameter, or use a ratio contest",
        )
    return exp(exponent)
