"""Closed forms of a boundary, where it is linear or quadratic in a parameter."""

from __future__ import annotations

from games.exact import RationalFunction, Scalar


def closed_forms(polynomial: Scalar) -> dict[str, tuple[str, ...]]:
    """Symbol -> its solutions of polynomial = 0 as text, for each symbol where they exist."""
    if not isinstance(polynomial, RationalFunction):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for name in polynomial.names:
        c = polynomial.coefficients(name)[0]
        if len(c) == 2:
            found[name] = (str(-c[0] / c[1]),)
        elif len(c) == 3:
            inside = c[1] * c[1] - 4 * c[0] * c[2]
            root = f"sqrt({inside})"
            middle, below = str(-c[1]), str(2 * c[2])
            lead = "" if middle == "0" else f"{middle} "
            found[name] = tuple(
                f"({lead}{'+' if lead else ''}{root})/({below})".replace("++", "+")
                if sign == "+"
                else f"({lead}- {root})/({below})"
                for sign in "+-"
            )
    return found
