"""The finite list of regimes of a 2x2 game with all quantities free.

The complete equilibrium structure and every class of the verdict of a 2x2 game follow from the
signs of four gains (`solver.verdict.switching`). Over Q the gains factor; factors that keep their
sign over the domain split it into strata (positive, or zero, where a letter takes a value at the
edge), the others are the polynomials whose sign patterns are the regimes. Each pattern comes with
an exact point that has it, or a proof that none has; over one or two letters the exact map of the
polynomials settles all of them. For the posture game the polynomials are A_1,
B_1, A_2 and B_2, each linear in every letter it contains; `--for posture` solves them for each.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from games.errors import GameError, LimitError
from games.exact import Number, RationalFunction, Scalar, sign
from games.spec import Spec
from solver.regimes.derive import parameters, posture
from solver.regimes.derive.arranged import arrangement
from solver.regimes.derive.factors import at
from solver.regimes.derive.signs import Box, kept_sign, letters, zero_faces
from solver.regimes.derive.turning import Question
from solver.regimes.derive.witnesses import (
    Pattern,
    bounded_sums,
    emptiness,
    holds,
    simple_values,
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
#: Where more than two letters are left: pairs that are mapped, and values of the others for each.
_PAIRS, _SLICES = 6, 3


def refusal(spec: Spec) -> str | None:
    """Why the regimes cannot be listed; None where they can."""
    reason = posture.refusal(spec)
    if reason is None:
        return None
    return parameters.refusal(spec, square=True) if spec.kind == "matrix" else reason


@dataclass(frozen=True)
class _Moves:
    """The actions of both players. seeking: [player], the one that seeks; None where unsaid."""

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    seeking: tuple[int, ...] | None


def derive(spec: Spec, target: str | None = None) -> tuple[SignRegimes, ...]:
    """The list of regimes; only where it is asked for by its topic."""
    asked = posture.questions(spec) if spec.kind != "matrix" else parameters.questions(spec)
    tables = spec.realise().tables
    assert tables is not None
    marked = tables.seeking
    seeking = None
    if marked is not None and all(len(chosen) == 1 for chosen in marked):
        seeking = tuple(min(chosen) for chosen in marked)
    moves = _Moves(tuple(tables.players), tuple(map(tuple, tables.actions)), seeking)
    return (sign_regimes(asked, moves),)


def sign_regimes(asked: Sequence[Question], moves: _Moves) -> SignRegimes:
    """List the sign patterns of four gains: of each player against both answers of the other.

    The gains are those of the second action over the first. Raises `GameError` where they have
    too many factors to list all patterns.
    """
    names = {a.letter: a for item in asked for a in item.names}
    words = replace(asked[0].language, names=tuple(names.values()))
    gains = tuple(item.function for item in asked)
    left: list[str] = []
    strata = tuple(_strata(gains, words, moves, (), {}, (), left))
    return SignRegimes(
        players=moves.players,
        symbols=asked[0].symbols,
        names=words.names,
        gains=tuple(formula_text(gain, words) for gain in gains),
        strata=strata,
        left=tuple(dict.fromkeys(left)),
    )


def _strata(
    gains: tuple[Scalar, ...],
    words: Language,
    moves: _Moves,
    conditions: tuple[str, ...],
    values: dict[str, Number],
    done: tuple[dict[str, Number], ...],
    left: list[str],
) -> Iterator[Stratum]:
    """Patterns where the factors of one sign are positive, then the faces on which one vanishes.

    done: faces that have strata of their own already. left: where a factor vanishes that is not
    followed.
    """
    fixed, moving, poles = _pool(gains, words)
    if len(moving) > _MOST:
        raise LimitError(
            f"derive: the gains turn on {len(moving)} polynomials, {3 ** len(moving)} patterns",
            allowed=f"at most {_MOST} polynomials",
            hint="fix some quantities, or map two of them with `detente regimes`",
        )
    positive = tuple(f"{formula_text(p, words)} > 0" for p in fixed)
    never = tuple(f"{formula_text(p, words)} is not 0" for p in moving if p in poles)
    where = (*conditions, *positive, *never)
    yield _stratum(gains, fixed, moving, poles, words, moves, where, values)
    for p in fixed:
        if p in poles:
            continue
        faces = zero_faces(p, words.box)
        if faces is None:
            left.append(" and ".join((*conditions, f"{formula_text(p, words)} = 0")))
            continue
        for face in faces:
            if any(set(known.items()) <= set({**values, **face}.items()) for known in done):
                continue
            try:
                there = tuple(at(gain, face) for gain in gains)
            except GameError:  # a pole, where there is no game
                continue
            yield from _strata(
                there,
                Language(
                    {name: ends for name, ends in words.box.items() if name not in face},
                    _still_true(words, face),
                ),
                moves,
                (*conditions, *(f"{letter} = {value}" for letter, value in face.items())),
                {**values, **face},
                done,
                left,
            )
            done = (*done, {**values, **face})


def _still_true(words: Language, face: dict[str, Number]) -> tuple[Abbreviation, ...]:
    """Abbreviations on an edge of the domain, where they still stand for something."""
    kept = []
    for a in words.names:
        there = at(a.value, face)
        if isinstance(there, RationalFunction):
            kept.append(replace(a, value=there))
    return tuple(kept)


def _pool(
    gains: Sequence[Scalar], words: Language
) -> tuple[list[Scalar], list[Scalar], list[Scalar]]:
    """Distinct factors of all gains: of one sign, turned positive; the others; and denominators."""
    fixed: list[Scalar] = []
    moving: list[Scalar] = []
    poles: list[Scalar] = []
    for gain in gains:
        if not isinstance(gain, RationalFunction):
            continue
        for factor, exponent in gain.factors()[1]:
            kept = kept_sign(factor, words.box)
            turned = (oriented_sign(factor, words) if kept is None else kept) * factor
            for group in (moving if kept is None else fixed, *([poles] if exponent < 0 else [])):
                if turned not in group:
                    group.append(turned)
    return fixed, moving, poles


def _stratum(
    gains: tuple[Scalar, ...],
    fixed: Sequence[Scalar],
    moving: Sequence[Scalar],
    poles: Sequence[Scalar],
    words: Language,
    moves: _Moves,
    conditions: tuple[str, ...],
    values: dict[str, Number],
) -> Stratum:
    forms = [written(p, words) for p in moving]
    texts = tuple(form.text() for form in forms)
    # Where a denominator vanishes there is no game.
    choices = ((1, -1) if p in poles else (1, 0, -1) for p in moving)
    wanted = set(itertools.product(*choices))
    bounds = bounded_sums(moving, texts, words.box)
    proofs = {signs: said for signs in wanted if (said := emptiness(bounds, signs)) is not None}
    found = dict(witnesses(moving, words.box, wanted - set(proofs), fixed))
    somewhere = set(found)
    names = sorted({name for p in (*moving, *fixed) for name in letters(p)})
    for choice in _slices(names, words.box) if len(wanted) > len(somewhere) + len(proofs) else ():
        known = arrangement([*moving, *fixed], words.box, choice)
        for signs, point in (known or {}).items():
            own = signs[: len(moving)]
            listed = own in wanted and all(s > 0 for s in signs[len(moving) :])
            if listed and found.get(own) is None:
                somewhere.add(own)
                if point is not None:
                    found[own] = point
        if known is not None and not choice:
            over = " and ".join(names)
            said = f"no cell of the exact map over {over} has these signs"
            proofs |= {signs: said for signs in wanted - somewhere if signs not in proofs}
    middle = {name: (low + high) / 2 for name, (low, high) in words.box.items()}
    patterns = []
    for signs in sorted(wanted, reverse=True):
        point = found.get(signs)
        if point is not None:
            point = {**middle, **point, **values}
            if not holds(moving, signs, point, words.box, fixed):
                raise ArithmeticError("a witness does not have its signs")
        said = proofs.get(signs, "")
        existence: Existence = "empty" if said else "not known"
        if signs in somewhere:
            existence = "occurs"
            said = (
                "" if point else "at points of the exact map whose coordinates have no short form"
            )
        given = tuple(_sign_of(gain, moving, signs, words) for gain in gains)
        kind, equilibria = _game(given, moves)
        patterns.append(SignPattern(signs, given, equilibria, kind, existence, point, said))
    return Stratum(
        conditions, tuple(moving), texts, tuple(f.latex() for f in forms), tuple(patterns)
    )


def _slices(names: Sequence[str], box: Box) -> Iterator[dict[str, Number]]:
    """Values of all letters but two at a time; nothing is fixed where there are no more."""
    if len(names) <= 2:
        yield {}
        return
    for pair in itertools.islice(itertools.combinations(names, 2), _PAIRS):
        rest = [name for name in names if name not in pair]
        yield from itertools.islice(simple_values(rest, box), _SLICES)


def _game(given: Sequence[int], moves: _Moves) -> tuple[str | None, tuple[str, ...]]:
    """The headline's class and the pure equilibria of a game whose gains have these signs."""
    first, second = given[:2], given[2:]
    equilibria = tuple(
        f"({moves.actions[0][i]}, {moves.actions[1][j]})"
        for i, j in itertools.product((0, 1), repeat=2)
        if (first[j] >= 0 if i else first[j] <= 0) and (second[i] >= 0 if j else second[i] <= 0)
    )
    if moves.seeking is None:
        return None, equilibria
    # Gains from seeking over holding, against a rival that holds and against one that seeks.
    turned = []
    for player in (0, 1):
        own, rival = moves.seeking[player], moves.seeking[1 - player]
        pair = given[2 * player : 2 * player + 2]
        turned += [(pair[answer] if own else -pair[answer]) for answer in (1 - rival, rival)]
    vector = representative(moves.players, tuple(turned), ())
    kind = headline(moves.players, [p[1] for p in vector[0]], [p[2] for p in vector[0]])[0]
    return kind, equilibria


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
