"""Most directions: the convergence index in n dimensions, and the line in (w, z).

Draw the deciding party's direction uniformly on the sphere in R^n. Seeking gains iff c < c* = 1 -
d/b (b > 0), so the share of directions for which it does is P(cosine < c*) = I_x((n-1)/2, (n-1)/2)
with x = (1 + c*)/2 (`games.world.convergence`). The density of the cosine is proportional to
(1 - t^2)^((n-3)/2), an even function, so the share exceeds one half iff c* > 0, for every n.

Beside it the share that avoids destruction, P(V > 0), and, from the exact map over the cosine, the
shares for which a party seeks in every and in some equilibrium of the posture game.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

from games.errors import DetenteError
from games.exact import Number, Scalar, parameter, sign, text
from games.spec import Spec
from games.world.convergence import Index, avoidance_index, convergence_index, share_below
from games.world.decision import decision
from solver.regimes.derive import decision as one_decision
from solver.regimes.derive.factors import at
from solver.regimes.derive.here import at_values
from solver.regimes.derive.letters import LOSS, SHARE, STAKES, WIN
from solver.regimes.derive.turning import Question, derive_thresholds
from solver.regimes.derive.writing import abbreviations, to_expression
from solver.regimes.partition import partition
from solver.solution.regimes import Place, RegimePartition
from solver.solution.threshold import ClosedForm, DerivedThreshold

TOPIC = "convergence"
_DIMENSIONS = (2, 3, 4, 5)

refusal = one_decision.refusal


@cache
def question() -> Question:
    """Whether most directions seek: c* > 0, that is b > d."""
    c_star = one_decision.threshold("c").value
    names = abbreviations({"b": ("(1 - d)*k*(p - s) + d*(1 - s)", "there is something to gain")})
    b = names[0].value
    function = c_star * b
    return Question(
        topic=TOPIC,
        question="Most directions make seeking worth it, in every dimension",
        function=function,
        symbols=(LOSS, STAKES, WIN, SHARE),
        shown="(1 - d)*k*(p - s) - d*s",
    )


@cache
def threshold(letter: str) -> DerivedThreshold:
    """The threshold of one letter, whatever the spec."""
    (found,) = derive_thresholds(question(), letter)
    return found


def index_expression() -> Any:
    """The index as a sympy expression in d, k, p, s and the dimension n, where b > 0."""
    import sympy

    n = sympy.Symbol("n")
    half = (n - 1) / 2
    c_star = to_expression(one_decision.threshold("c").value)
    return sympy.betainc_regularized(half, half, 0, (1 + c_star) / 2)


def avoidance_expression() -> Any:
    """The share of directions with V > 0 as a sympy expression in s and n, where s < 1/2."""
    import sympy

    n, s = sympy.symbols("n s")
    half = (n - 1) / 2
    return sympy.betainc_regularized(half, half, 0, 1 / (2 * (1 - s)))


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold | ClosedForm, ...]:
    """When most directions seek, the indices for every n, and the linear form."""
    real = spec.realise()
    assert real.world is not None
    assert real.conflict is not None
    choices = {name: decision(real.world, real.conflict, name) for name in real.world.names}
    found: list[DerivedThreshold | ClosedForm] = []
    if target is None:
        for symbol in question().symbols:
            derived = threshold(symbol.letter)
            here = tuple(
                at_values(derived, name, one_decision.letter_values(choice))
                for name, choice in choices.items()
            )
            found.append(replace(derived, here=here))
    if target in (None, "dimension"):
        found += [_index(choices), _avoidance(choices), *_in_equilibrium(spec)]
    if target in (None, "line"):
        found.append(_line(choices))
    return tuple(found)


def _shown(index: Index) -> Number | str:
    """An index as it is, or between six decimals rounded away from each other."""
    if index.value is not None:
        return index.value
    unit = 10**6
    low, high = index.low * unit // 1, -(-index.high * unit // 1)
    return f"between {float(low / Fraction(unit)):.6f} and {float(high / Fraction(unit)):.6f}"


def _rows(
    choices: dict[str, Any], index: Callable[[Any, int], Index]
) -> tuple[tuple[str, Number | str], ...]:
    return tuple(
        (f"{name}, n = {n}", _shown(index(choice, n)))
        for name, choice in choices.items()
        for n in _DIMENSIONS
    )


def _index(choices: dict[str, Any]) -> ClosedForm:
    return ClosedForm(
        topic=TOPIC,
        parameter="dimension",
        name="share of directions that seek",
        text="I_x((n - 1)/2, (n - 1)/2) with x = (1 + c*)/2 = 1 - d/(2*b), b = (1 - d)*k*(p - s) + "
        "d*(1 - s); n = 2: 1 - arccos(c*)/pi; n = 3: (1 + c*)/2; as n grows it goes to 1 where "
        "c* > 0, stays 1/2 where c* = 0, goes to 0 where c* < 0",
        latex=r"I_{1 - d/(2b)}\left(\frac{n-1}{2}, \frac{n-1}{2}\right)",
        conditions="where b > 0 and c* > -1; elsewhere the share is 0",
        proof=(
            "The cosine of a uniform direction with a fixed one has density proportional to "
            "(1 - t^2)^((n - 3)/2), so (1 + cosine)/2 has the Beta((n - 1)/2, (n - 1)/2) law.",
            "The density is even, so the share exceeds 1/2 iff c* > 0, iff b > d, iff "
            "(1 - d)*k*(p - s) > d*s, whatever n.",
        ),
        here=_rows(choices, convergence_index),
    )


def _avoidance(choices: dict[str, Any]) -> ClosedForm:
    """The share of directions to which the status quo is worth something."""
    return ClosedForm(
        topic=TOPIC,
        parameter="dimension",
        name="share of directions that avoid destruction",
        text="P(V > 0) = I_x((n - 1)/2, (n - 1)/2) with x = 1/(2*(1 - s)); n = 2: 1 - arccos(s/(1 "
        "- s))/pi; n = 3: 1/(2*(1 - s)); as n grows it goes to 1 where s > 0, stays 1/2 where s = "
        "0",
        latex=r"P(V > 0) = I_{1/(2(1-s))}\left(\frac{n-1}{2}, \frac{n-1}{2}\right)",
        conditions="where s < 1/2; from s = 1/2 on the share is 1",
        proof=(
            "V = s + (1 - s)*c is positive iff c > -s/(1 - s), and the density of c is even: "
            "P(V > 0) = P(c < s/(1 - s)). It is never below 1/2.",
        ),
        here=_rows(choices, avoidance_index),
    )


def _in_equilibrium(spec: Spec) -> Iterator[ClosedForm]:
    """The shares of directions for which each party of a posture game seeks, from its map."""
    if spec.kind != "posture":
        return
    try:
        found = partition(spec, x="angle")
    except DetenteError:
        return
    if found.status != "complete":
        return
    here: list[tuple[str, Number | str]] = []
    for party, name in enumerate(found.players):
        for n in _DIMENSIONS:
            every, some = (_share(found, party, classes, n) for classes in _CLASSES)
            here.append((f"{name}, n = {n}", f"every: {_said(every)}; some: {_said(some)}"))
    yield ClosedForm(
        topic=TOPIC,
        parameter="dimension",
        name="share of directions with seeking in every, and in some, equilibrium",
        text="the sum of P(cosine < high) - P(cosine < low) over the intervals of the map over the "
        "cosine on which the party seeks in every (in some) equilibrium",
        latex=r"\sum_j F_n(c_j^{+}) - F_n(c_j^{-}), \quad F_n(c) = I_{(1+c)/2}"
        r"\left(\frac{n-1}{2}, \frac{n-1}{2}\right)",
        conditions="with everything else as it is; boundary points have no share",
        proof=("The map is exact and complete, and its boundaries are exact numbers.",),
        here=tuple(here),
    )


#: Classes of seeking that count as in every equilibrium, and as in some.
_CLASSES = (("every",), ("every", "some"))


def _share(found: RegimePartition, party: int, classes: tuple[str, ...], dimension: int) -> Index:
    """The share of directions in intervals of these classes, joined where they meet."""
    joined: list[tuple[Place, Place]] = []
    for run in found.runs:
        verdict = None if run.regime is None else found.regimes[run.regime].verdict
        if run.is_point or verdict is None or verdict.parties[party][1] not in classes:
            continue
        if joined and joined[-1][1] == run.low:
            joined[-1] = (joined[-1][0], run.high)
        else:
            joined.append((run.low, run.high))
    value: Number | None = Fraction(0)
    low = high = Fraction(0)
    for first, last in joined:
        start, end = _below(first, dimension), _below(last, dimension)
        exact = value is not None and start.value is not None and end.value is not None
        value = value + end.value - start.value if exact else None  # type: ignore[operator]
        low += end.low - start.high
        high += end.high - start.low
    return Index(value, low, high)


def _below(place: Place, dimension: int) -> Index:
    """P(cosine < a boundary of the map), enclosed where the boundary is."""
    if place.number is not None:
        return share_below(place.number, dimension)
    ends = [share_below(end, dimension) for end in (place.low, place.high)]
    return Index(None, ends[0].low, ends[1].high)


def _said(index: Index) -> str:
    shown = _shown(index)
    return shown if isinstance(shown, str) else text(shown)


def _line(choices: dict[str, Any]) -> ClosedForm:
    """The two-party linear form, checked as an identity."""
    asked = one_decision.question()
    x: dict[str, Scalar] = {s.letter: parameter(s.letter) for s in asked.symbols}
    w, z = (1 - x["d"]) / x["d"], 1 / (1 - x["c"])
    slack = (1 - x["s"]) + x["k"] * (x["p"] - x["s"]) * w - z
    if asked.function != x["d"] * (1 - x["c"]) * slack:
        raise ArithmeticError("the linear form is not the gain")
    here: list[tuple[str, Number | str]] = []
    for name, choice in choices.items():
        line = choice.line
        if line is None:
            here.append((name, "outside the plane: d = 0 or c = 1"))
            continue
        slope, intercept = at(line.slope, {}), at(line.intercept, {})
        falls = sign(slope) < 0
        term = text(-slope if falls else slope)
        here.append((name, f"z < {text(intercept)} {'-' if falls else '+'} {term} w"))
    return ClosedForm(
        topic=TOPIC,
        parameter="line",
        name="the linear form",
        text="seeking gains iff z < (1 - s) + k*(p - s)*w, with z = 1/(1 - c) and w = (1 - d)/d",
        latex=r"z < (1 - s) + k (p - s) w, \quad z = \frac{1}{1 - c},\ w = \frac{1 - d}{d}",
        conditions="for d > 0 and c < 1",
        proof=("f = d*(1 - c)*[(1 - s) + k*(p - s)*w - z] identically, and d*(1 - c) > 0.",),
        here=tuple(here),
    )
