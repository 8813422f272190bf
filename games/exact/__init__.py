"""Numbers: exact in, exact out."""

from games.exact.number import Number, Real, Scalar, exact, sign

__all__ = ["Number", "Real", "Scalar", "exact", "sign"]
