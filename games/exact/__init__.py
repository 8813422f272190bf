"""Numbers: exact in, exact out."""

from games.exact.json_form import to_json
from games.exact.number import Number, Real, Scalar, exact, sign

__all__ = ["Number", "Real", "Scalar", "exact", "sign", "to_json"]
