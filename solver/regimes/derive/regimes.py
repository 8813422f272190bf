"""The finite list of regimes of a 2x2 game with all quantities free.

The complete equilibrium structure and every class of the verdict of a 2x2 game follow from the
signs of four gains (`solver.verdict.switching`). Over Q the gains factor; factors that keep their
sign over the domain split it into strata (positive, or zero, where a letter takes a value at the
edge), the others are the polynomials whose sign patterns are the regimes. Each pattern comes with
an exact point that has it, or a proof that none has. For the posture game the polynomials are A_1,
B_1, A_2 and B_2, each linear in every letter it contains; `--for posture` solves them for each.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from games.errors import LimitError
from games.exact import Number, RationalFunction, Scalar, sign
from games.spec import Spec
from solver.regimes.derive import parameters, posture
from solver.regimes.derive.factors import at
from solver.regimes.derive.signs import kept_sign
from solver.regimes.derive.turning import Question
from solver.regimes.derive.witnesses import (
    Pattern,
    bounded_sums,
    emptiness,
    holds,
    witnesses,
)
from solver.regimes.derive.writing import Language, formula_text, oriented_sign, written
from solver.solution.patterns import Existence, SignPattern, SignRegimes, Stratum
from solver.solution.threshold import Abbreviation
from solver.verdict.distance import representative
from solver.verdict.words import headline

TOPIC = "regimes"
#: Patterns of more polynomials than this are not listed.
_MOST = 5


def refusal(spec: Spec) -> str | None:
    """Why the regimes cannot be listed; None where they can."""
    reason = posture.refusal(spec)
    if reason is None:
        return None
    return parameters.refusal(spec, square=True) if spec.kind == "matrix" else reason


def derive(spec: Spec, target: str | None = None) -> tuple[SignRegimes, ...]:
    """The list of regimes; only where it is asked for by its topic."""
    asked = posture.questions(spec) if spec.kind != "matrix" else parameters.questions(spec)
    return (sign_regimes(asked, spec.realise().game.players),)


def sign_regimes(asked: Sequence[Question], players: tuple[str, ...]) -> SignRegimes:
    """List the sign patterns of four gains: of each player against both answers of the other.

    Raises `GameError` where the gains have too many factors to list all patterns.
    """
    names = {a.letter: a for item in asked for a in item.names}
    words = replace(asked[0].language, names=tuple(names.values()))
    gains = tuple(item.function for item in asked)
    return SignRegimes(
        players=players,
        symbols=asked[0].symbols,
        names=words.names,
        gains=tuple(formula_text(gain, words) for gain in gains),
        strata=tuple(_strata(gains, words, players, (), {})),
    )


def _strata(
    gains: tuple[Scalar, ...],
    words: Language,
    players: tuple[str, ...],
    conditions: tuple[str, ...],
    values: dict[str, Number],
) -> Iterator[Stratum]:
    fixed, moving = _pool(gains, words)
    if len(moving) > _MOST:
        raise LimitError(
            f"derive: the gains turn on {len(moving)} polynomials, {3 ** len(moving)} patterns",
            allowed=f"at most {_MOST} polynomials",
            hint="fix some quantities, or map two of them with `detente regimes`",
        )
    positive = tuple(f"{formula_text(p, words)} > 0" for p in fixed)
    yield _stratum(gains, moving, words, players, (*conditions, *positive), values)
    for p in fixed:
        root = _edge(p, words)
        if root is None:
            continue
        letter, value = root
        rest = {name: ends for name, ends in words.box.items() if name != letter}
        yield from _strata(
            tuple(at(gain, {letter: value}) for gain in gains),
            Language(rest, _still_true(words, letter, value)),
            players,
            (*conditions, f"{letter} = {value}"),
            {**values, letter: value},
        )


def _still_true(words: Language, letter: str, value: Number) -> tuple[Abbreviation, ...]:
    """Abbreviations on an edge of the domain, where they still stand for something."""
    kept = []
    for a in words.names:
        there = at(a.value, {letter: value})
        if isinstance(there, RationalFunction):
            kept.append(replace(a, value=there))
    return tuple(kept)


def _pool(gains: Sequence[Scalar], words: Language) -> tuple[list[Scalar], list[Scalar]]:
    """Distinct factors of all gains: those that keep a sign, turned positive, and the others."""
    fixed: list[Scalar] = []
    moving: list[Scalar] = []
    for gain in gains:
        if not isinstance(gain, RationalFunction):
            continue
        for factor, _ in gain.factors()[1]:
            kept = kept_sign(factor, words.box)
            turned = (oriented_sign(factor, words) if kept is None else kept) * factor
            group = moving if kept is None else fixed
            if turned not in group:
                group.append(turned)
    return fixed, moving


def _edge(p: Scalar, words: Language) -> tuple[str, Number] | None:
    """The value of the one letter at which a factor vanishes at the edge of the domain."""
    if not isinstance(p, RationalFunction) or len(p.names) != 1:
        return None
    letter = p.names[0]
    if letter not in words.box:
        return None
    return next(((letter, end) for end in words.box[letter] if at(p, {letter: end}) == 0), None)


def _stratum(
    gains: tuple[Scalar, ...],
    moving: Sequence[Scalar],
    words: Language,
    players: tuple[str, ...],
    conditions: tuple[str, ...],
    values: dict[str, Number],
) -> Stratum:
    forms = [written(p, words) for p in moving]
    texts = tuple(form.text() for form in forms)
    wanted = set(itertools.product((1, 0, -1), repeat=len(moving)))
    bounds = bounded_sums(moving, texts, words.box)
    proofs = {signs: said for signs in wanted if (said := emptiness(bounds, signs)) is not None}
    outside = dict(edge for p in _pool(gains, words)[0] if (edge := _edge(p, words)) is not None)
    found = witnesses(moving, words.box, wanted - set(proofs), outside)
    middle = {name: (low + high) / 2 for name, (low, high) in words.box.items()}
    patterns = []
    for signs in sorted(wanted, reverse=True):
        point = found.get(signs)
        if point is not None:
            point = {**middle, **point, **values}
            if not holds(moving, signs, point, words.box):
                raise ArithmeticError("a witness does not have its signs")
        patterns.append(_pattern(gains, moving, words, players, signs, point, proofs.get(signs)))
    return Stratum(
        conditions, tuple(moving), texts, tuple(f.latex() for f in forms), tuple(patterns)
    )


def _pattern(
    gains: Sequence[Scalar],
    moving: Sequence[Scalar],
    words: Language,
    players: tuple[str, ...],
    signs: Pattern,
    witness: dict[str, Number] | None,
    proof: str | None,
) -> SignPattern:
    """What the signs of the polynomials make of the four gains, and of the game."""
    given = tuple(_sign_of(gain, moving, signs, words) for gain in gains)
    vector = representative(players, given, ())
    kind = headline(players, [p[1] for p in vector[0]], [p[2] for p in vector[0]])[0]
    first, second = given[:2], given[2:]
    equilibria = tuple(
        f"({'seek' if i else 'hold'}, {'seek' if j else 'hold'})"
        for i, j in itertools.product((0, 1), repeat=2)
        if (first[j] >= 0 if i else first[j] <= 0) and (second[i] >= 0 if j else second[i] <= 0)
    )
    existence: Existence = "occurs" if witness else "empty" if proof else "not known"
    return SignPattern(signs, given, equilibria, kind, existence, witness, proof or "")


def _sign_of(gain: Scalar, moving: Sequence[Scalar], signs: Pattern, words: Language) -> int:
    if not isinstance(gain, RationalFunction):
        return sign(gain)
    content, parts = gain.factors()
    result = sign(content)
    for factor, exponent in parts:
        kept = kept_sign(factor, words.box)
        if kept is not None:
            result *= kept if exponent % 2 else 1
            continue
        turn = oriented_sign(factor, words)
        chosen = signs[next(i for i, p in enumerate(moving) if p == turn * factor)]
        result *= (turn * chosen) ** (abs(exponent) if chosen else 1)
    return result
