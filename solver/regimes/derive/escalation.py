"""Willingness to escalate: up to which risk of conflict seeking alone beats being taken from.

At risk pi seeking alone brings (1-pi) [V + gamma(1-s)(1-c)] + pi C, holding against a rival that
seeks unopposed V - gamma s (1-c). The difference falls in pi iff C < V + gamma(1-s)(1-c); where it
is still positive at pi = 1, that is C > V - gamma s (1-c), any risk is acceptable (the critical
risk of brinkmanship, Schelling 1960; Zeuthen 1930).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from games.exact import Number, Scalar, parameter
from games.spec import Spec
from games.world import Conflict, World
from games.world.conflict import conflict_value, value
from games.world.decision import decision
from solver.regimes.derive import decision as one_decision
from solver.regimes.derive.here import at_values
from solver.regimes.derive.letters import COSINE, GRAB, LOSS, ONE, SHARE, STAKES, WIN, ZERO
from solver.regimes.derive.turning import Question, derive_thresholds
from solver.regimes.derive.writing import abbreviations
from solver.solution.threshold import DerivedThreshold, Here, Symbol

TOPIC = "escalation"
RISK = Symbol("pi", "risk", ZERO, ONE)
SYMBOLS = (RISK, COSINE, LOSS, STAKES, WIN, SHARE, GRAB)


def refusal(spec: Spec) -> str | None:
    """Why nothing can be taken without conflict; None where it can."""
    reason = one_decision.refusal(spec)
    if reason is not None:
        return reason
    return None if "grab" in spec.realise().rules else "nothing is taken without conflict"


@cache
def question() -> Question:
    """Seeking alone at a risk, against being taken from."""
    x: dict[str, Scalar] = {symbol.letter: parameter(symbol.letter) for symbol in SYMBOLS}
    V = value(x["s"], x["c"])
    C = conflict_value(x["s"], x["c"], x["k"], x["p"], x["d"])
    taken = x["gamma"] * (1 - x["s"]) * (1 - x["c"])
    lost = x["gamma"] * x["s"] * (1 - x["c"])
    return Question(
        topic=TOPIC,
        question="Seeking alone at risk pi beats being taken from",
        function=(1 - x["pi"]) * (V + taken) + x["pi"] * C - (V - lost),
        symbols=SYMBOLS,
        names=abbreviations(
            {
                "V": ("s + (1 - s)*c", "the status quo is worth something"),
                "G": ("(1 - d)*k*(p - s)*(1 - c) - d*V", "starting a conflict gains"),
                "T": ("gamma*(1 - s)*(1 - c) - G", "taking without conflict beats conflict"),
            }
        ),
        shown="gamma*(1 - c) - pi*T",
    )


@cache
def threshold(letter: str) -> DerivedThreshold:
    """The threshold of one letter, whatever the spec."""
    (found,) = derive_thresholds(question(), letter)
    return found


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold, ...]:
    """The critical risk, for both parties."""
    if target not in (None, RISK.name):
        return ()
    real = spec.realise()
    assert real.world is not None
    assert real.conflict is not None
    here = derive_here(
        real.world, real.conflict, real.rules["grab"], real.world.names, real.rules["resistance"]
    )
    return (replace(threshold("pi"), here=here),)


def derive_here(
    world: World,
    conflict: Conflict,
    grab: Number,
    names: Sequence[str],
    risk: Number = ONE,
) -> tuple[Here, ...]:
    """The critical risk of each of these parties; risk: the one they face now."""
    found = []
    for name in names:
        values = one_decision.letter_values(decision(world, conflict, name))
        kept = {letter: values[letter] for letter in "cdkps"}
        found.append(at_values(threshold("pi"), name, {**kept, "gamma": grab, "pi": risk}))
    return tuple(found)
