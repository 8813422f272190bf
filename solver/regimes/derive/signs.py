"""The sign a polynomial keeps over a box, proved by its Bernstein coefficients.

On a box the polynomial is a convex combination of its Bernstein coefficients, for the basis is
positive and sums to one (in one variable Cargo and Shisha 1966), so it keeps their sign where they
have one. For a polynomial linear in each variable the coefficients
are its values at the corners: then a mixed sign is attained and the answer is exact both ways.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb, prod

from games.exact import Number, RationalFunction, Scalar, real_roots, sign
from games.exact.quotient import Monomial

#: Ends of the domain of each letter; a letter that is not here is unbounded.
Box = Mapping[str, tuple[Number, Number]]
Terms = Mapping[Monomial, Number]
#: More coefficients than this are not looked at, and nothing is claimed.
_LARGEST = 20_000


def polynomial_terms(p: Scalar) -> Terms:
    """Monomials of a polynomial with their coefficients; a number is a polynomial."""
    if isinstance(p, RationalFunction):
        return p.terms()[0]
    return {(): p} if p != 0 else {}


def letters(p: Scalar) -> tuple[str, ...]:
    """The letters that occur, sorted; none in a number."""
    return p.names if isinstance(p, RationalFunction) else ()


def bernstein(p: Scalar, box: Box) -> list[Number]:
    """Bernstein coefficients of a polynomial over a box that bounds all its letters."""
    return _coefficients(polynomial_terms(p), letters(p), box)


def _coefficients(terms: Terms, names: Sequence[str], box: Box) -> list[Number]:
    if not names:
        return [terms.get((), Fraction(0))]
    name, rest = names[0], names[1:]
    low, high = box[name]
    degree = max((dict(m).get(name, 0) for m in terms), default=0)
    parts: list[dict[Monomial, Number]] = [{} for _ in range(degree + 1)]
    for monomial, coefficient in terms.items():
        others = tuple(pair for pair in monomial if pair[0] != name)
        parts[dict(monomial).get(name, 0)][others] = coefficient
    if degree == 1:
        found = []
        for end in (low, high):
            value = dict(parts[0])
            _add(value, parts[1], end)
            found += _coefficients(value, rest, box)
        return found
    # x = low + width t; then from powers of t to the Bernstein basis.
    width = high - low
    moved: list[dict[Monomial, Number]] = [{} for _ in range(degree + 1)]
    for power, part in enumerate(parts):
        for j in range(power + 1):
            factor = comb(power, j) * low ** (power - j) * width**j
            _add(moved[j], part, factor)
    found = []
    for i in range(degree + 1):
        mixed: dict[Monomial, Number] = {}
        for j in range(i + 1):
            _add(mixed, moved[j], Fraction(comb(i, j), comb(degree, j)))
        found += _coefficients(mixed, rest, box)
    return found


def _add(total: dict[Monomial, Number], part: Terms, factor: Number) -> None:
    if factor == 0:
        return
    for monomial, coefficient in part.items():
        total[monomial] = total.get(monomial, Fraction(0)) + factor * coefficient


def kept_sign(p: Scalar, box: Box) -> int | None:
    """1 or -1 where the polynomial keeps that sign over the box, zero allowed; 0 if it vanishes.

    None where no sign is proved; for a polynomial linear in each letter both signs then occur.
    """
    if not isinstance(p, RationalFunction):
        return sign(p)
    whole = frozenset(polynomial_terms(p).items())
    return _kept(whole, tuple((name, box[name]) for name in p.names if name in box))


@lru_cache(maxsize=4096)
def _kept(
    terms: frozenset[tuple[Monomial, Number]], ends: tuple[tuple[str, tuple[Number, Number]], ...]
) -> int | None:
    # Functions of parameters share one hash value, so their terms are what is looked up.
    names, box = tuple(name for name, _ in ends), dict(ends)
    degrees: dict[str, int] = {}
    for monomial, _ in terms:
        for name, exponent in monomial:
            degrees[name] = max(exponent, degrees.get(name, 0))
    if set(degrees) - set(box) or prod(degree + 1 for degree in degrees.values()) > _LARGEST:
        return None
    signs = {sign(value) for value in _coefficients(dict(terms), names, box)} - {0}
    return signs.pop() if len(signs) == 1 else None


def zero_faces(p: Scalar, box: Box) -> list[dict[str, Number]] | None:
    """The largest faces of the box on which a polynomial of one sign vanishes; None if not known.

    One that is linear in each letter is, at a point, a mean of its values at the corners of the
    smallest face around the point, each with a positive weight: so it vanishes there iff it does
    at all of them.
    """
    names = letters(p)
    if not isinstance(p, RationalFunction) or not names:
        return []
    if not set(names) <= set(box):
        return None
    if any(p.degree(name)[0] > 1 for name in names):
        return [] if all(sign(value) for value in bernstein(p, box)) else _on_edges(p, names, box)
    found: list[dict[str, Number]] = []
    for size in range(1, len(names) + 1):
        for chosen in itertools.combinations(names, size):
            for ends in itertools.product(*(box[name] for name in chosen)):
                face = dict(zip(chosen, ends, strict=True))
                if p.at(face) == 0 and not any(
                    set(known.items()) <= set(face.items()) for known in found
                ):
                    found.append(face)
    return found


def _on_edges(
    p: RationalFunction, names: Sequence[str], box: Box
) -> list[dict[str, Number]] | None:
    """For one letter of higher degree, the ends at which it vanishes, if it does nowhere inside."""
    if len(names) > 1:
        return None
    (name,) = names
    if any(box[name][0] < x < box[name][1] for x in real_roots(_column(p, name))):
        return None
    return [{name: end} for end in dict.fromkeys(box[name]) if p.at({name: end}) == 0]


def _column(p: RationalFunction, name: str) -> list[Number]:
    return [x for x in p.coefficients(name)[0] if not isinstance(x, RationalFunction)]
