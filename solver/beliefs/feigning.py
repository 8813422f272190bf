"""How large the regions are in which types feign, over a box of parameters.

Three notions of `coup`, each for some and for every equilibrium: the aligned type feigns
misalignment; the misaligned type feigns alignment; the misaligned type deceives (holds and is
trusted, though known it would be pre-empted).

Certified subdivision, in up to two quantities, without a third party. Which cases of the
enumeration (`pieces`) have solutions depends on two lines in a square, the types' indifference in
the odds of trust after hold and after seek, and on two lines in the rectangle of masses, the
incumbent's indifference. That is settled by the signs of the lines at the corners and by the order
in which they cross each edge: polynomials in the quantities. Over a box on which each of them keeps
a strict sign (its Bernstein coefficients have one) or vanishes identically, the answer at the
middle is the answer everywhere. Other boxes are halved, and what is left at the end is undecided.

Sampling: independent uniform draws with exact arithmetic; the error bar holds with probability 95%
(Hoeffding 1963).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from games.errors import DetenteError, GameError
from games.exact import Number, RationalFunction, Real, Scalar, enclosure, parameter
from games.forms.signalling import SignallingGame
from solver.beliefs.coup import coup
from solver.beliefs.perfect_bayesian import perfect_bayesian_equilibria

if TYPE_CHECKING:
    from games.spec import Spec

NOTIONS = ("feigned misalignment", "feigned alignment", "deception")
#: (notion, "some" or "every").
Claim: TypeAlias = tuple[str, str]
CLAIMS: tuple[Claim, ...] = tuple((n, q) for n in NOTIONS for q in ("some", "every"))
Interval: TypeAlias = tuple[Fraction, Fraction]
Box: TypeAlias = tuple[Interval, ...]
#: Polynomial in up to two quantities: exponents -> coefficient.
_Polynomial: TypeAlias = Mapping[tuple[int, ...], Number]


@dataclass(frozen=True)
class Enclosure:
    """Parts of a box, between 0 and 1. measures: claim -> (least, greatest); undecided: the rest.

    boxes: how many were looked at.
    """

    box: Mapping[str, Interval]
    measures: Mapping[Claim, tuple[Fraction, Fraction]]
    undecided: Fraction
    boxes: int


@dataclass(frozen=True)
class Estimate:
    """Parts of a box by sampling. error: half-width that holds with probability 95%."""

    box: Mapping[str, Interval]
    measures: Mapping[Claim, Fraction]
    error: float
    samples: int


def claims(game: SignallingGame) -> frozenset[Claim]:
    """Which claims hold of a game of private alignment with two types, aligned first."""
    aligned, misaligned = coup(game, perfect_bayesian_equilibria(game)).types
    found = set()
    for notion, answer in zip(
        NOTIONS,
        (aligned.feigns_misalignment, misaligned.feigns_alignment, misaligned.deceives),
        strict=True,
    ):
        if answer != "no":
            found.add((notion, "some"))
        if answer == "every":
            found.add((notion, "every"))
    return frozenset(found)


def sampled(
    spec: Spec,
    box: Mapping[str, Interval],
    samples: int = 200,
    seed: int = 1,
    stop: Callable[[], bool] = lambda: False,
) -> Estimate:
    """Estimate the parts of a box by uniform draws; what no world allows is drawn again."""
    draw = random.Random(seed)
    counts: dict[Claim, int] = dict.fromkeys(CLAIMS, 0)
    done = tries = 0
    while done < samples and not (done and stop()):
        tries += 1
        if tries > 50 * samples:
            raise GameError("sampled(): hardly any point of the box is a possible game")
        values = {
            name: low + (high - low) * Fraction(draw.randrange(1, 1000), 1000)
            for name, (low, high) in box.items()
        }
        try:
            game = spec.realise(values).form
        except DetenteError:
            continue
        done += 1
        for claim in claims(game):
            counts[claim] += 1
    return Estimate(
        dict(box),
        {claim: Fraction(count, done) for claim, count in counts.items()},
        math.sqrt(math.log(2 / 0.05) / (2 * done)),
        done,
    )


def enclosed(
    spec: Spec,
    box: Mapping[str, Interval],
    boxes: int = 600,
    stop: Callable[[], bool] = lambda: False,
) -> Enclosure:
    """Enclose the parts of a box in one or two quantities, the others as the spec has them.

    boxes: how many may be looked at. Raises `GameError` for a third party, more types or more
    quantities; there `sampled` serves.
    """
    names = tuple(box)
    setting = spec.realise().rules.get("setting")
    if not 1 <= len(names) <= 2 or setting is None or setting.third or len(setting.worlds) != 2:
        raise GameError(
            "enclosed(): one or two quantities of a game of private alignment with two types and "
            "no third party",
            hint="`sampled` estimates the others",
        )
    free: dict[str, Scalar] = {name: parameter(f"x{i}") for i, name in enumerate(names)}
    game: SignallingGame = spec.realise(free).form
    signs = _Signs(game, len(names))
    yes: dict[Claim, Fraction] = dict.fromkeys(CLAIMS, Fraction(0))
    undecided = Fraction(0)
    waiting: list[tuple[Box, Fraction, dict[Any, int]]] = [
        (tuple(box[name] for name in names), Fraction(1), {})
    ]
    known: dict[tuple[Any, ...], frozenset[Claim]] = {}
    seen = 0
    while waiting:
        here, size, settled = waiting.pop(0)
        if seen >= boxes or stop():
            undecided += size
            continue
        seen += 1
        settled = dict(settled)
        key = signs.settle(here, settled)
        if key is None:
            axis = max(range(len(here)), key=lambda a: here[a][1] - here[a][0])
            low, high = here[axis]
            middle = (low + high) / 2
            waiting += [
                ((*here[:axis], part, *here[axis + 1 :]), size / 2, settled)
                for part in ((low, middle), (middle, high))
            ]
            continue
        if key not in known:
            point = {name: (low + high) / 2 for name, (low, high) in zip(names, here, strict=True)}
            known[key] = claims(spec.realise(point).form)
        for claim in known[key]:
            yes[claim] += size
    return Enclosure(
        dict(box),
        {claim: (part, part + undecided) for claim, part in yes.items()},
        undecided,
        seen,
    )


class _Signs:
    """The functions on whose signs the equilibria turn, over boxes."""

    def __init__(self, game: SignallingGame, unknowns: int) -> None:
        self.game = game
        self.unknowns = unknowns
        self._later: dict[tuple[int, ...], dict[Any, _Polynomial]] = {}
        self._strikes = {
            ("strike", m, t): self._polynomial(
                self._trusted(m, t, 0, 0) - self._trusted(m, t, 1, 0)
            )
            for m in (0, 1)
            for t in (0, 1)
        }

    def settle(self, box: Box, settled: dict[Any, int]) -> tuple[Any, ...] | None:
        """Every sign over the box, added to those known before; None if one is not certain."""
        if not self._decide(self._strikes, box, settled):
            return None
        strikes = tuple(settled[key] for key in self._strikes)
        if strikes not in self._later:
            self._later[strikes] = self._functions(strikes)
        later = self._later[strikes]
        if not self._decide(later, box, settled):
            return None
        return (strikes, *(settled[key] for key in later))

    def _decide(
        self, functions: Mapping[Any, _Polynomial], box: Box, settled: dict[Any, int]
    ) -> bool:
        certain = True
        for key, function in functions.items():
            if key not in settled:
                found = sign_on(function, box)
                if found is None:
                    certain = False
                else:
                    settled[key] = found
        return certain

    def _trusted(self, m: int, t: int, move: int, player: int) -> Scalar:
        return self.game.messages[m].replies[0].payoffs[t][move][player]

    def _functions(self, strikes: tuple[int, ...]) -> dict[Any, _Polynomial]:
        """Corners and edges of the lines, given who strikes: [hold A, hold M, seek A, seek M]."""
        moves = {(m, t): 0 if strikes[2 * m + t] > 0 else 1 for m in (0, 1) for t in (0, 1)}

        def pay(t: int, m: int, trusted: int, player: int) -> Scalar:
            if trusted:
                return self._trusted(m, t, moves[m, t], player)
            return self.game.messages[m].replies[1].payoffs[t][0][player]

        found: dict[Any, Scalar] = {}
        corner = {
            (t, a, b): pay(t, 0, a, 0) - pay(t, 1, b, 0)
            for t in (0, 1)
            for a in (0, 1)
            for b in (0, 1)
        }
        slope = {(t, m): pay(t, m, 1, 0) - pay(t, m, 0, 0) for t in (0, 1) for m in (0, 1)}
        worth = {(t, m): pay(t, m, 1, 1) - pay(t, m, 0, 1) for t in (0, 1) for m in (0, 1)}
        found |= {("corner", *key): value for key, value in corner.items()}
        found |= {("slope", *key): value for key, value in slope.items()}
        found |= {("worth", *key): value for key, value in worth.items()}
        for e in (0, 1):
            found["edge", 0, e] = corner[0, 0, e] * slope[1, 0] - corner[1, 0, e] * slope[0, 0]
            found["edge", 1, e] = corner[0, e, 0] * slope[1, 1] - corner[1, e, 0] * slope[0, 1]
        for m in (0, 1):
            prior = self.game.prior
            found["pool", m] = prior[0] * worth[0, m] + prior[1] * worth[1, m]
        return {(strikes, *key): self._polynomial(value) for key, value in found.items()}

    def _polynomial(self, f: Scalar) -> _Polynomial:
        """A polynomial with the sign of a rational function."""
        whole = f.numerator * f.denominator if isinstance(f, RationalFunction) else f
        terms: dict[tuple[int, ...], Scalar] = {(): whole}
        for k in range(self.unknowns):
            terms = {
                (*exponents, power): part
                for exponents, rest in terms.items()
                for power, part in enumerate(_powers(rest, f"x{k}"))
            }
        return {exponents: c for exponents, c in terms.items() if c != 0}


def _powers(f: Scalar, name: str) -> Sequence[Scalar]:
    return f.coefficients(name)[0] if isinstance(f, RationalFunction) else [f]


def sign_on(function: _Polynomial, box: Box) -> int | None:
    """The sign of a polynomial on all of a box: 1, -1, 0 if it is zero; None if not certain.

    All its Bernstein coefficients on the box have that sign; irrational coefficients are enclosed.
    """
    if not function:
        return 0
    degrees = [max(e[k] for e in function) for k in range(len(box))]
    error = Fraction(0)
    table: dict[tuple[int, ...], Fraction] = {}
    for exponents, c in function.items():
        if isinstance(c, Real):
            low, high = enclosure(c, 80)
            reach = math.prod(
                max(abs(a), abs(b)) ** e for (a, b), e in zip(box, exponents, strict=True)
            )
            error += (high - low) * reach
            c = (low + high) / 2
        table[exponents] = c
    for k, (low, high) in enumerate(box):
        table = _bernstein(table, k, degrees[k], low, high)
    values = [table.get(e, Fraction(0)) for e in _grid(degrees)]
    if min(values) > error:
        return 1
    return -1 if max(values) < -error else None


def _grid(degrees: Sequence[int]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for degree in degrees:
        found = [(*e, i) for e in found for i in range(degree + 1)]
    return found


def _bernstein(
    table: Mapping[tuple[int, ...], Fraction], k: int, degree: int, low: Fraction, high: Fraction
) -> dict[tuple[int, ...], Fraction]:
    """Rewrite powers of variable k as Bernstein polynomials on [low, high]."""
    moved: dict[tuple[int, ...], Fraction] = {}
    for exponents, c in table.items():
        power = exponents[k]
        for i in range(power + 1):
            key = (*exponents[:k], i, *exponents[k + 1 :])
            term = c * math.comb(power, i) * low ** (power - i) * (high - low) ** i
            moved[key] = moved.get(key, Fraction(0)) + term
    found: dict[tuple[int, ...], Fraction] = {}
    for exponents, c in moved.items():
        power = exponents[k]
        for j in range(power, degree + 1):
            key = (*exponents[:k], j, *exponents[k + 1 :])
            share = Fraction(math.comb(j, power), math.comb(degree, power))
            found[key] = found.get(key, Fraction(0)) + c * share
    return found
