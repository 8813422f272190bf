"""Most directions: the convergence index in n dimensions, and the line in (w, z).

Draw the deciding party's direction uniformly on the sphere in R^n. Seeking gains iff c < c* = 1 -
d/b (b > 0), so the share of directions for which it does is P(cosine < c*) = I_x((n-1)/2, (n-1)/2)
with x = (1 + c*)/2 (`games.world.convergence`). The density of the cosine is proportional to
(1 - t^2)^((n-3)/2), an even function, so the share exceeds one half iff c* > 0, for every n.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from games.exact import Number, Scalar, parameter, text
from games.spec import Spec
from games.world.convergence import convergence_index
from games.world.decision import decision
from solver.regimes.derive import decision as one_decision
from solver.regimes.derive.letters import LOSS, SHARE, STAKES, WIN
from solver.regimes.derive.turning import Question, at, at_values, derive_thresholds
from solver.regimes.derive.writing import abbreviations, to_expression
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


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold | ClosedForm, ...]:
    """When most directions seek, the index for every n, and the linear form."""
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
        found.append(_index(choices))
    if target in (None, "line"):
        found.append(_line(choices))
    return tuple(found)


def _index(choices: dict[str, Any]) -> ClosedForm:
    here: list[tuple[str, Number | str]] = []
    for name, choice in choices.items():
        for n in _DIMENSIONS:
            index = convergence_index(choice, n)
            shown = (
                text(index.value)
                if index.value is not None
                else f"in [{float(index.low):.6f}, {float(index.high):.6f}]"
            )
            here.append((f"{name}, n = {n}", shown))
    return ClosedForm(
        topic=TOPIC,
        parameter="dimension",
        name="share of directions that seek",
        text="I_x((n - 1)/2, (n - 1)/2) with x = (1 + c*)/2 = 1 - d/(2*b); n = 2: "
        "1 - arccos(c*)/pi; n = 3: (1 + c*)/2; as n grows it goes to 1 where c* > 0, stays 1/2 "
        "where c* = 0, goes to 0 where c* < 0",
        latex=r"I_{1 - d/(2b)}\left(\frac{n-1}{2}, \frac{n-1}{2}\right)",
        conditions="where b > 0 and c* > -1; elsewhere the share is 0",
        proof=(
            "The cosine of a uniform direction with a fixed one has density proportional to "
            "(1 - t^2)^((n - 3)/2), so (1 + cosine)/2 has the Beta((n - 1)/2, (n - 1)/2) law.",
            "The density is even, so the share exceeds 1/2 iff c* > 0, iff b > d, iff "
            "(1 - d)*k*(p - s) > d*s, whatever n.",
        ),
        here=tuple(here),
    )


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
        here.append((name, f"z < {text(intercept)} + {text(slope)} w"))
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
