"""How many preferences make seeking power worth it: the index of instrumental convergence.

Draw a party's direction uniformly on the unit sphere of R^n, n >= 2, all else fixed. The cosine of
its angle with the other party's direction then has

    P(cosine < c) = I_x((n-1)/2, (n-1)/2),   x = (1+c)/2,   I the regularised incomplete beta,

since (1 + cosine)/2 is Beta((n-1)/2, (n-1)/2). In closed form 1 - arccos(c)/pi for n = 2 and
(1+c)/2 for n = 3; a polynomial in c for every odd n.

Convergence: the share of directions for which the gain of conflict is positive, P(cosine < c*).
More than half of them for every n if and only if (1-d) k (p-s) > d s; as n grows the index goes
to 1, 1/2 or 0. Avoidance: the share for which the status quo is worth something, P(V > 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from games.errors import WorldError
from games.exact import Number, arccos_degrees, enclosure, exact, regularised_beta, sign
from games.exact.cosines import cosine
from games.world.decision import Decision

_LARGEST_POLYNOMIAL = 101
_LARGEST_DIMENSION = 10**6
_LARGEST_DENOMINATOR = 360


@dataclass(frozen=True)
class Index:
    """A share of directions: exact where `value` is given, and in [low, high] always.

    method: "exact", or "enclosed" where the value is no number the project writes down exactly.
    """

    value: Number | None
    low: Fraction
    high: Fraction

    @property
    def method(self) -> str:
        """How it is known."""
        return "exact" if self.value is not None else "enclosed"

    def complement(self) -> Index:
        """One minus the index."""
        value = None if self.value is None else 1 - self.value
        return Index(value, 1 - self.high, 1 - self.low)

    @property
    def error(self) -> Fraction:
        """Width of the enclosure; of an exact irrational value, of its decimals only."""
        return self.high - self.low


def _known(value: Number | int) -> Index:
    number = exact(value)
    return Index(number, *enclosure(number))


def share_below(c: Number, dimension: int) -> Index:
    """P(cosine < c) for a uniform direction in R^n."""
    if not 2 <= dimension <= _LARGEST_DIMENSION:
        raise WorldError(
            f"dimension: the index needs one in 2..{_LARGEST_DIMENSION}; got {dimension}",
            found=str(dimension),
            allowed=f"2..{_LARGEST_DIMENSION}",
        )
    if sign(c + 1) <= 0:
        return _known(0)
    if sign(c - 1) >= 0:
        return _known(1)
    if sign(c) == 0:
        return _known(Fraction(1, 2))
    if dimension == 2:
        return _share_in_plane(c)
    if dimension % 2 and dimension <= _LARGEST_POLYNOMIAL:
        return _known(_odd(c, dimension))
    half = Fraction(dimension - 1, 2)
    return Index(None, *regularised_beta((1 + c) / 2, half, half))


def _share_in_plane(c: Number) -> Index:
    """1 - arccos(c)/pi; exact where that angle is a rational number of degrees that we recognise.

    Among rational cosines only 0, 1/2 and 1, with either sign, have one (Niven 1956).
    """
    low, high = (end / 180 for end in arccos_degrees(c))
    turn = ((low + high) / 2).limit_denominator(_LARGEST_DENOMINATOR)
    if low <= turn <= high and cosine(turn) == c:
        return _known(1 - turn)
    return Index(None, 1 - high, 1 - low)


def _odd(c: Number, dimension: int) -> Number:
    """The polynomial for odd n: integrating sin^m, m = n-2, by parts from m = 1 upwards.

    P_1 = (1+c)/2 and P_m = P_(m-2) + c (1-c^2)^((m-1)/2) / (2 m (m-1)!!/m!!).
    """
    result: Number = (1 + c) / 2
    ratio = Fraction(1)  # (m-1)!! / m!!
    squared = 1 - c * c
    factor: Number = exact(1)
    for m in range(3, dimension - 1, 2):
        ratio *= Fraction(m - 1, m)
        factor = factor * squared
        result = result + c * factor / (2 * m * ratio)
    return result


def convergence_index(choice: Decision, dimension: int) -> Index:
    """Share of directions of the deciding party for which its gain is positive."""
    b, d = choice.reach, choice.expected_loss
    if sign(b) <= 0:
        return _known(0)
    return share_below(1 - d / b, dimension)


def avoidance_index(choice: Decision, dimension: int) -> Index:
    """Share of directions for which the status quo is worth more than nothing, P(V > 0)."""
    s = choice.share
    if sign(2 * s - 1) >= 0:
        return _known(1)
    return share_below(-s / (1 - s), dimension).complement()
