"""Formulas as people write them: in factors, with the model's letters, offset where that is short.

1 - d/b reads better than (b - d)/b, and p > s better than p - s > 0. A rational function is taken
apart over Q; a factor that keeps its sign over the domain is written so that it is not negative,
one that has a letter of its own (V, b) by that letter. Of all ways x - offset + offset with offset
0, 1, -1 or a letter the shortest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from games.errors import NumberError
from games.exact import Number, RationalFunction, Scalar, parameter, parse, sign
from games.exact.forms import Bracket, Form, Symbol, Term
from games.exact.notation import latex_form, sympy_form, write
from games.exact.quotient import Monomial
from games.exact.recognise import form
from solver.regimes.derive.signs import Box, kept_sign, letters, polynomial_terms
from solver.solution.condition import Condition
from solver.solution.threshold import Abbreviation

Parts: TypeAlias = list[tuple[RationalFunction, int]]


@dataclass(frozen=True)
class Language:
    """The letters formulas are written in: domains of the free ones, and abbreviations."""

    box: Box
    names: tuple[Abbreviation, ...] = ()

    def abbreviation(self, p: Scalar) -> tuple[Abbreviation, int] | None:
        """The abbreviation that stands for p or -p, with that sign."""
        return self._known.get(_key(p)) if self.names else None

    @cached_property
    def products(self) -> list[tuple[Abbreviation, Fraction, Parts]]:
        """Abbreviations that are products, such as g, with content and factors."""
        found = []
        for name in self.names:
            if isinstance(name.value, RationalFunction) and name.value.denominator == 1:
                content, parts = name.value.factors()
                if len(parts) > 1:
                    found.append((name, content, parts))
        return found

    @cached_property
    def _known(self) -> dict[frozenset[tuple[Monomial, Number]], tuple[Abbreviation, int]]:
        found = {_key(turn * a.value): (a, turn) for a in self.names[::-1] for turn in (1, -1)}
        return {key: pair for key, pair in found.items() if key}


@dataclass(frozen=True)
class Written:
    """offset + main, or offset - main where `minus`; each a form that any format can write."""

    main: Form
    offset: Form | None = None
    minus: bool = False

    def text(self) -> str:
        """Plain text, in the grammar of `games.exact.parse`."""
        return self._joined(write(self.main), lambda whole: write(whole))

    def latex(self) -> str:
        """LaTeX's mathematics mode."""
        return self._joined(latex_form(self.main), latex_form)

    def _joined(self, main: str, writer: Any) -> str:
        if self.offset is None:
            return main
        return f"{writer(self.offset)} {'-' if self.minus else '+'} {main}"


def _key(p: Scalar) -> frozenset[tuple[Monomial, Number]]:
    """What equal polynomials share: functions of parameters all have one hash value."""
    if isinstance(p, RationalFunction) and p.denominator != 1:
        return frozenset()
    return frozenset(polynomial_terms(p).items())


def abbreviations(definitions: Mapping[str, tuple[str, str]]) -> tuple[Abbreviation, ...]:
    """Read definitions, letter -> (expression, meaning); each may use the letters before it."""
    found: list[Abbreviation] = []
    for letter, (expression, meaning) in definitions.items():
        known: dict[str, Scalar] = {item.letter: item.value for item in found}
        names = {name for name in _words(expression) if name not in known}
        value = parse(expression, {**{name: parameter(name) for name in names}, **known})
        found.append(Abbreviation(letter, expression, value, meaning))
    return tuple(found)


def _words(expression: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_]\w*", expression))


def written(x: Scalar, language: Language, offsets: Sequence[Scalar] = ()) -> Written:
    """Write a Scalar; offsets: what may be split off in front where that makes it shorter."""
    best = _plain(x, language)
    size = _size(x)
    for offset in offsets if size > 1 else ():
        rest = x - offset
        if rest == 0 or _size(rest) >= size:
            continue
        main = _factored(rest, language)
        minus = _is_negative(main)
        candidate = Written(_negated(main) if minus else main, _factored(offset, language), minus)
        if len(candidate.text()) < 0.9 * len(best.text()):
            best = candidate
    return best


def _size(x: Scalar) -> int:
    """Number of terms of the numerator."""
    return len(x.terms()[0]) if isinstance(x, RationalFunction) else 1


def formula_text(x: Scalar, language: Language) -> str:
    """Write a Scalar in plain text, in factors."""
    return _plain(x, language).text()


def condition_text(condition: Condition, language: Language) -> str:
    """Write a condition: `p > s` for p - s > 0, else the polynomial and its relation to zero."""
    return " ".join(_parts(condition, language, tex=False))


def condition_latex(condition: Condition, language: Language) -> str:
    """Write a condition in LaTeX's mathematics mode."""
    left, relation, right = _parts(condition, language, tex=True)
    mark = {">=": r"\ge", "<=": r"\le"}.get(relation, relation)
    return f"{left} {mark} {right}"


_MIRRORED = {">": "<", "<": ">", "=": "=", ">=": "<=", "<=": ">="}


def _parts(condition: Condition, language: Language, tex: bool) -> tuple[str, str, str]:
    """Left side, relation and right side; what has two terms of opposite sign is split."""
    p, relation = condition.polynomial, condition.relation
    terms = polynomial_terms(p)
    if language.abbreviation(p) is None and len(terms) == 2 and letters(p):
        (m, a), (n, b) = sorted(terms.items(), key=lambda item: (-sign(item[1]), item[0]))
        if sign(a) > 0 > sign(b) and max(_order(m)[0], _order(n)[0]) < 2:
            left, right = _either(_sum({m: a}), tex), _either(_sum({n: -b}), tex)
            return (left, relation, right) if m else (right, _MIRRORED[relation], left)
    whole = _plain(p, language)
    return (whole.latex() if tex else whole.text()), relation, "0"


def _either(whole: Form, tex: bool) -> str:
    return latex_form(whole) if tex else write(whole)


def letter_latex(name: str) -> str:
    """A letter in LaTeX's mathematics mode: a Greek one by its command, a number as an index."""
    return latex_form(Form(((Fraction(1), ((Symbol(name), 1),)),)))


def to_expression(x: Scalar) -> Any:
    """A Scalar as a sympy expression in plain symbols."""
    if not isinstance(x, RationalFunction):
        return sympy_form(form(x))
    top, bottom = (sympy_form(_sum(terms)) for terms in x.terms())
    return top / bottom


def _plain(x: Scalar, language: Language) -> Written:
    return Written(_factored(x, language))


def _factored(x: Scalar, language: Language) -> Form:
    if not isinstance(x, RationalFunction):
        return form(x)
    try:
        content, parts = x.factors()
    except NumberError:
        top, bottom = x.terms()
        return _quotient(Fraction(1), [(_sum(top), 1)], [(_sum(bottom), 1)])
    above: list[tuple[Form, int]] = []
    below: list[tuple[Form, int]] = []
    for name, scale, inner in language.products:
        rest = _taken_out(inner, parts)
        if rest is not None:
            content, parts = content / scale, rest
            above.append((_named(name.letter), 1))
    for factor, exponent in sorted(parts, key=lambda part: _rank(part[0])):
        oriented, turned = _oriented(factor, language)
        if turned and exponent % 2:
            content = -content
        (above if exponent > 0 else below).append((oriented, abs(exponent)))
    return _quotient(content, above, below)


def _taken_out(inner: Parts, parts: Parts) -> Parts | None:
    """What is left of a product divided by another; None where not all its factors are there."""
    rest = list(parts)
    for factor, exponent in inner:
        place = next((i for i, (p, e) in enumerate(rest) if p == factor and e >= exponent), None)
        if place is None:
            return None
        p, e = rest.pop(place)
        if e > exponent:
            rest.insert(place, (p, e - exponent))
    return rest


def _rank(factor: RationalFunction) -> tuple[int, int, str]:
    """Letters first, then sums, the longer the later."""
    terms = polynomial_terms(factor)
    return len(terms) > 1, len(terms), str(factor)


def _oriented(factor: Scalar, language: Language) -> tuple[Form, bool]:
    """A factor in writing, and whether it was turned round."""
    known = language.abbreviation(factor)
    if known is not None:
        return _named(known[0].letter), known[1] < 0
    turn = oriented_sign(factor, language)
    return _sum(polynomial_terms(turn * factor)), turn < 0


def oriented_sign(factor: Scalar, language: Language) -> int:
    """1, or -1 where the negative of a factor is what people write."""
    known = language.abbreviation(factor)
    if known is not None:
        return known[1]
    kept = kept_sign(factor, language.box)
    if kept:
        return kept
    first = min(polynomial_terms(factor).items(), key=lambda item: _order(item[0]))
    return sign(first[1])


def _named(letter: str) -> Form:
    """An abbreviation; one that is itself a sum, such as `g + V`, stands as a sum."""
    return Form(tuple((Fraction(1), ((Symbol(part), 1),)) for part in letter.split(" + ")))


def _order(monomial: Monomial) -> tuple[int, Monomial]:
    return sum(e for _, e in monomial), monomial


def _sum(terms: Mapping[Monomial, Number]) -> Form:
    """Terms from the lowest degree up, those with a plus sign first within each degree."""
    ordered = sorted(terms.items(), key=lambda item: (_order(item[0])[0], -sign(item[1]), item[0]))
    found: list[Term] = []
    for monomial, coefficient in ordered:
        factors: tuple[Any, ...] = tuple((Symbol(name), e) for name, e in monomial)
        if isinstance(coefficient, Fraction):
            found.append((coefficient, factors))
        else:
            found.append((Fraction(1), ((Bracket(form(coefficient)), 1), *factors)))
    return Form(tuple(found))


def _quotient(
    content: Fraction, above: Sequence[tuple[Form, int]], below: Sequence[tuple[Form, int]]
) -> Form:
    top = _product(Fraction(content.numerator), above)
    if not below and content.denominator == 1:
        return Form(top)
    if not below:
        return Form(_product(content, above))
    return Form(top, _product(Fraction(content.denominator), below))


def _product(content: Fraction, factors: Sequence[tuple[Form, int]]) -> tuple[Term, ...]:
    """The terms of a product; one bare sum needs no bracket."""
    if len(factors) == 1 and factors[0][1] == 1:
        terms = factors[0][0].terms
        if len(terms) == 1 or abs(content) == 1:
            return tuple((content * coefficient, rest) for coefficient, rest in terms)
    pieces: list[Any] = []
    for inside, exponent in factors:
        coefficient, rest = inside.terms[0]
        if len(inside.terms) == 1 and coefficient == 1 and len(rest) == 1:
            pieces.append((rest[0][0], rest[0][1] * exponent))
        else:
            pieces.append((Bracket(inside), exponent))
    return ((content, tuple(pieces)),)


def _is_negative(main: Form) -> bool:
    return len(main.terms) == 1 and main.terms[0][0] < 0


def _negated(main: Form) -> Form:
    return Form(tuple((-coefficient, rest) for coefficient, rest in main.terms), main.denominator)
