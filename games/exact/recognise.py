"""How an algebraic number is written: a sum of products, chosen from its value where possible.

By rising degree of the minimal polynomial: p + q sqrt(d); roots of one rational; nested square
roots of degree 4 (Euler's resolvent); r + s cos(k 360/N deg). Each of these depends on the value
only. Beyond them a number is written by the generators of its field: as a quotient of two linear
forms in one cosine where it is one, as a sum over products of cosines and square roots, or
as a numbered root of its minimal polynomial.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm, prod
from typing import TYPE_CHECKING, Any

from games.exact.algebraic import Algebraic, number
from games.exact.cyclotomic import chebyshev
from games.exact.fields import Atom, NumberField, field_of, primitive_field
from games.exact.forms import Bracket, Cosine, Factor, Form, NumberedRoot, Radical, Symbol, Term
from games.exact.limits import finer
from games.exact.number import Number
from games.exact.roots import cosine_form, euler_resolvent, split_radical, square_part, surd

if TYPE_CHECKING:
    from games.exact.quotient import Monomial


def form(x: Number) -> Form:
    """Return how an exact number is written.

    Equal rational and algebraic numbers are written alike, so their forms are kept. Transcendental
    ones are written as they were made: cos(1)^2 is also (1 + cos(2))/2.
    """
    if isinstance(x, Fraction | Algebraic):
        return _kept(x)
    from games.exact.transcendental import Transcendental

    if isinstance(x, Transcendental):
        return x.form()
    raise TypeError(f"no written form for {type(x).__name__}")


@lru_cache(maxsize=4096)
def _kept(x: Fraction | Algebraic) -> Form:
    return _sum([(x, ())]) if isinstance(x, Fraction) else _algebraic(x)


def _sum(terms: list[Term]) -> Form:
    return Form(tuple(term for term in terms if term[0]))


def square_root(d: Fraction | int) -> Term:
    """Return sqrt(d), d > 0 rational, as a term with a squarefree radicand."""
    x = Fraction(d)
    s, rest = square_part(x.numerator * x.denominator)
    outside = Fraction(s, x.denominator)
    if rest == 1:
        return outside, ()
    return outside, ((Radical(_sum([(Fraction(rest), ())])), 1),)


def _algebraic(x: Algebraic) -> Form:
    minimal = x.minimal_polynomial()
    degree = len(minimal) - 1
    c = [Fraction(value, minimal[-1]) for value in minimal]
    if degree == 2:
        middle = -c[1] / 2
        outside, factors = square_root(middle**2 - c[0])
        return _sum([(middle, ()), (outside if x > middle else -outside, factors)])
    return _single_root(x, c) or (_quartic(x, c) if degree == 4 else None) or _by_field(x, c)


def _single_root(x: Algebraic, c: list[Fraction]) -> Form | None:
    """Write x as m + r^(1/n), if it is that."""
    from games.exact import bridge

    n = len(c) - 1
    mean = -c[n - 1] / n
    shifted = bridge.coefficients(bridge.poly(c)(bridge.poly([mean, 1])))
    if any(shifted[1:n]):
        return None
    outside, inside = split_radical(abs(shifted[0]), n)
    factor = Radical(_sum([(Fraction(inside), ())]), n)
    return _sum([(mean, ()), (outside if x > mean else -outside, ((factor, 1),))])


def _quartic(x: Algebraic, c: list[Fraction]) -> Form | None:
    """Write a quartic number by square roots, if it contains a square root."""
    from games.exact import bridge

    mean, resolvent, P, R, S = euler_resolvent(c)
    if not resolvent or resolvent[0] < 0:
        return None
    candidates: list[tuple[Any, Form]] = []
    if len(resolvent) == 3:
        roots = [square_root(z / 4) for z in resolvent if z]
        for signs in itertools.product((1, -1), repeat=len(roots)):
            terms = [(s * k, f) for s, (k, f) in zip(signs, roots, strict=True)]
            candidates.append((terms, _sum([(mean, ()), *terms])))
    else:
        z = resolvent[0]
        for s, t in itertools.product((1, -1), repeat=2):
            outer = [(s * k, f) for k, f in [square_root(z / 4)]] if z else []
            inner = square_root(R**2 / z / 4) if z else square_root((P**2 - 4 * S) / 4)
            sign = -s * (1 if R > 0 else -1) if z else s
            rest = (-2 * P - z) / 4
            inside = _sum([(rest, ()), (sign * inner[0], inner[1])])
            radicand = Fraction(1)
            if inner[1]:
                root = inner[1][0][0]
                assert isinstance(root, Radical)
                radicand = root.inside.terms[0][0]
            if surd(rest, sign * inner[0], int(radicand)) <= 0:
                continue
            nested, scale = _whole_inside(inside)
            terms = [*outer, (t * scale, ((Radical(nested), 1),))]
            candidates.append((terms, _sum([(mean, ()), *terms])))
    bits = 64
    while len(candidates) > 1:
        here = x.ball(bits)
        candidates = [
            (terms, whole)
            for terms, whole in candidates
            if bridge.overlap(_ball(whole.terms, bits), here)
        ]
        bits = finer(bits)
    return candidates[0][1] if candidates else None


def _whole_inside(inside: Form) -> tuple[Form, Fraction]:
    """Return (form, q) with sqrt(inside) = q sqrt(form), integer coefficients without squares."""
    numerators = [k.numerator for k, _ in inside.terms]
    common = 1
    for k, _ in inside.terms:
        common = common * k.denominator // gcd(common, k.denominator)
    whole = [k * common * common for k, _ in inside.terms]
    square, _ = square_part(gcd(*(int(k) for k in whole))) if numerators else (1, 1)
    terms = [(k / square**2, f) for k, (_, f) in zip(whole, inside.terms, strict=True)]
    return _sum(terms), Fraction(square, common)


def _ball(terms: tuple[Term, ...], bits: int) -> Any:
    """Return a ball around a sum of (nested) square roots; not finite where one is not real."""
    from games.exact import bridge

    total = bridge.exact_ball(Fraction(0), bits)
    for coefficient, factors in terms:
        value = bridge.exact_ball(coefficient, bits)
        for factor, _ in factors:
            assert isinstance(factor, Radical)
            root = bridge.root_ball(_ball(factor.inside.terms, bits), 2, bits)
            value = bridge.product(value, root, bits)
        total = bridge.combine([(1, total), (1, value)], bits)
    return total


def _by_field(x: Algebraic, c: list[Fraction]) -> Form:
    shape = cosine_form(c)
    if shape is not None:
        order, r, s = shape
        angle = Fraction(360 * _which_cosine(x, order, r, s), order)
        if s < 0 if r == 0 else angle > 90:
            # cos(180 deg - t) = -cos(t): a positive multiple if alone, else an acute angle.
            s, angle = -s, 180 - angle
        return _sum([(r, ()), (2 * s, ((Cosine(angle), 1),))])
    if len(x.field.atoms) > 1:
        return _many_atoms(x)
    atom = x.field.atoms[0]
    if atom.kind == "cos":
        quotient, plain = _linear_quotient(x, atom.data[0]), _cosines(x.element, atom.data[0])
        return min((quotient or plain, plain), key=_length)
    return _numbered(x)


def _length(whole: Form) -> int:
    """Measure how long a form is to read: its terms, and the digits of their coefficients."""
    terms = (*whole.terms, *whole.denominator)
    common = lcm(*(k.denominator for k, _ in terms))
    return sum(8 + abs(int(k * common)).bit_length() for k, _ in terms) + common.bit_length()


def _numbered(x: Algebraic) -> Form:
    return _sum([(Fraction(1), ((NumberedRoot(x.minimal_polynomial(), x.index()), 1),))])


def _cosine(coefficient: Fraction, k: int, order: int) -> Term:
    if k == 0:
        return coefficient, ()
    return coefficient, ((Cosine(Fraction(360 * k, order)), 1),)


def _which_cosine(x: Algebraic, order: int, r: Fraction, s: Fraction) -> int:
    """Return k with x = r + s 2 cos(2 pi k / order)."""
    field = primitive_field(Atom("cos", (order,)))
    target = (x - r) / s
    candidates = [k for k in range(1, order // 2 + 1) if gcd(k, order) == 1]
    return next(k for k in candidates if number(field, chebyshev(k, order)) == target)


def _cosines(element: Any, order: int) -> Form:
    """Write a polynomial in 2 cos(2 pi / N) as a sum of cosines of multiples."""
    from games.exact import bridge

    rest = bridge.coefficients(element)
    terms = []
    while len(rest) > 1:
        k, top = len(rest) - 1, rest[-1]
        terms.append(_cosine(2 * top, k, order))
        for j, value in enumerate(_chebyshev_coefficients(k)):
            rest[j] -= top * value
        rest.pop()
    return _sum([(rest[0], ()) if rest else (Fraction(0), ()), *reversed(terms)])


def _chebyshev_coefficients(k: int) -> list[int]:
    """Return the coefficients of C_k, with C_k(2 cos t) = 2 cos(k t)."""
    before, now = [2], [0, 1]
    for _ in range(k - 1):
        before, now = now, [a - b for a, b in zip([0, *now], [*before, 0, 0], strict=True)]
    return now if k else before


def _linear_quotient(x: Algebraic, order: int) -> Form | None:
    """Write x as (a + b c) / (e + f c) for a cosine c, the shortest way, if it is that."""
    from games.exact import bridge

    modulus, n = x.field.modulus, x.field.degree
    best: tuple[int, Form] | None = None
    for k in range(1, order // 2 + 1):
        if gcd(k, order) != 1:
            continue
        c = chebyshev(k, order) / 2
        columns = [bridge.poly([1]), c, -x.element, -(x.element * c % modulus)]
        entries = [bridge.padded(column, n) for column in columns]
        found = bridge.kernel_vector([list(row) for row in zip(*entries, strict=True)])
        if found is None:
            continue
        scale = 1
        for value in found:
            scale = scale * value.denominator // gcd(scale, value.denominator)
        a, b, e, f = (int(value * scale) for value in found)
        common = gcd(a, b, e, f) * (1 if (f or e) > 0 else -1)
        parts = [Fraction(value // common) for value in (a, b, e, f)]
        size = sum(abs(value.numerator).bit_length() for value in parts)
        if best is None or size < best[0]:
            top = _sum([(parts[0], ()), _cosine(parts[1], k, order)])
            bottom = _sum([(parts[2], ()), _cosine(parts[3], k, order)])
            best = size, Form(top.terms, bottom.terms)
    return best[1] if best else None


def _many_atoms(x: Algebraic) -> Form:
    """Write x as a sum over products of what its field's atoms contribute."""
    from games.exact import bridge

    field = x.field
    degrees = [primitive_field(atom).degree for atom in field.atoms]
    if prod(degrees) != field.degree:
        return _numbered(x)
    exponents = list(itertools.product(*(range(n) for n in degrees)))
    n = field.degree
    columns = [bridge.padded(_product(field, field.atoms, powers), n) for powers in exponents]
    solved = bridge.solve(columns, [bridge.padded(x.element, n)])
    if solved is None:
        return _numbered(x)
    weights = dict(zip(exponents, bridge.coefficients(solved[0]), strict=False))
    used = {powers: weight for powers, weight in weights.items() if weight}
    atoms = {a for p in used for a, power in zip(field.atoms, p, strict=True) if power}
    if len(atoms) < len(field.atoms):
        smaller = field_of(frozenset(atoms))
        total = bridge.poly([])
        for powers, weight in used.items():
            total += _product(smaller, field.atoms, powers) * bridge.rational(weight)
        return form(number(smaller, total))
    return _grouped(field.atoms, used)


def _product(field: NumberField, atoms: tuple[Atom, ...], powers: tuple[int, ...]) -> Any:
    """Return a product of powers of atoms in a field that holds those with positive powers."""
    from games.exact import bridge

    value = bridge.poly([1])
    for atom, power in zip(atoms, powers, strict=True):
        for _ in range(power):
            value = value * field.image(atom) % field.modulus
    return value


def _grouped(atoms: tuple[Atom, ...], used: Mapping[tuple[int, ...], Fraction]) -> Form:
    """Write a sum over products of atoms; what multiplies one product of roots, as one number."""
    from games.exact import bridge

    cosine = next((i for i, atom in enumerate(atoms) if atom.kind == "cos"), None)
    if cosine is None:
        return _sum([(w * k, f) for p, w in used.items() for k, f in [_roots(atoms, p)]])
    order = atoms[cosine].data[0]
    field = primitive_field(atoms[cosine])
    groups: dict[tuple[int, ...], list[Fraction]] = {}
    for powers, weight in used.items():
        rest = (*powers[:cosine], 0, *powers[cosine + 1 :])
        groups.setdefault(rest, [Fraction(0)] * field.degree)[powers[cosine]] = weight
    terms: list[Term] = []
    for rest, weights in sorted(groups.items()):
        element = bridge.poly(weights)
        written = form(number(field, element))
        if written.denominator:
            written = _cosines(element, order)
        outside, roots = _roots(atoms, rest)
        terms += [(k * outside, (*roots, *factors)) for k, factors in written.terms]
    return _sum(terms)


def _generator(atom: Atom) -> Radical | NumberedRoot:
    """Return how the generator of a ``root`` atom is written."""
    *c, index = atom.data
    if c[-1] == 1 and c[0] < 0 and not any(c[1:-1]) and index == (len(c) % 2):
        return Radical(_sum([(Fraction(-c[0]), ())]), len(c) - 1)
    return NumberedRoot(tuple(c), index)


def _roots(atoms: tuple[Atom, ...], powers: tuple[int, ...]) -> Term:
    """Return a product of powers of square roots and other roots as one term."""
    radicand = 1
    factors: list[Factor] = []
    for atom, power in zip(atoms, powers, strict=True):
        if power and atom.kind == "sqrt":
            radicand *= atom.data[0]
        elif power:
            factors.append((_generator(atom), power))
    outside, roots = square_root(radicand)
    return outside, (*roots, *factors)


def of_terms(
    numerator: Mapping[Monomial, Number],
    denominator: Mapping[Monomial, Number],
    symbols: Mapping[str, Symbol],
) -> Form:
    """Return how a quotient of polynomials is written, each symbol in its own way."""
    top, bottom = (
        tuple(
            term
            for monomial in sorted(polynomial)
            for term in _monomial(polynomial[monomial], monomial, symbols)
        )
        for polynomial in (numerator, denominator)
    )
    if bottom[0][0] < 0:
        top, bottom = (tuple((-k, f) for k, f in terms) for terms in (top, bottom))
    if len(bottom) > 1:
        return Form(top, bottom)
    scale, below = bottom[0]
    powers = [power for factor, _ in below if (power := _exponential(factor)) is not None]
    if len(powers) < len(below):
        return Form(top, bottom)
    inverse = tuple((Symbol("exp", -power), 1) for power in powers)
    return Form(tuple((k / scale, _merged((*f, *inverse))) for k, f in top))


def _exponential(factor: object) -> Fraction | None:
    """Return v where a factor is exp(v), else None."""
    return factor.argument if isinstance(factor, Symbol) and factor.name == "exp" else None


def _merged(factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """Write a product of exponentials as one."""
    powers = [power for factor, _ in factors if (power := _exponential(factor)) is not None]
    rest = tuple(factor for factor in factors if _exponential(factor[0]) is None)
    return (*rest, (Symbol("exp", sum(powers, Fraction(0))), 1)) if sum(powers) else rest


def _monomial(coefficient: Number, monomial: Monomial, symbols: Mapping[str, Symbol]) -> list[Term]:
    """Return the terms of one monomial, whose coefficient may be a sum itself."""
    factors: list[Factor] = []
    for name, exponent in monomial:
        symbol = symbols[name]
        if symbol.name == "exp" and symbol.argument is not None:
            factors.append((Symbol("exp", symbol.argument * exponent), 1))
        else:
            factors.append((symbol, exponent))
    written = form(coefficient)
    if written.denominator:
        return [(Fraction(1), ((Bracket(written), 1), *factors))]
    return [(weight, (*inner, *factors)) for weight, inner in written.terms]
