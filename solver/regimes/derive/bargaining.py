"""Bargaining before fighting: which transfers both prefer to conflict, and when there is none.

One binding offer of a share t to party 1 before fighting. With V_i the status quo and C_i the
conflict party i expects (own beliefs p_i in its own victory and d_i), party 1 prefers the deal iff
V_1 at share s + t exceeds C_1, party 2 iff V_2 at share 1 - s - t exceeds C_2 (Fearon 1995).

Preventive conflict: two periods weighted 1 - delta and delta; the win probability of party 1 moves
from p to p'. If it cannot commit, it leaves party 2 min(1, 1 + c - C_1(p')) in the second period;
party 2 fights now iff C_2(p) exceeds (1 - delta) + delta times that (Powell 2006).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from games.exact import Number, Scalar, parameter
from games.spec import Spec
from games.world.conflict import conflict_value, value
from games.world.decision import decision
from solver.regimes.derive import decision as one_decision
from solver.regimes.derive.factors import at
from solver.regimes.derive.here import at_values
from solver.regimes.derive.letters import COSINE, ONE, SHARE, STAKES, WIN, ZERO
from solver.regimes.derive.turning import Question, derive_thresholds
from solver.regimes.derive.writing import abbreviations, formula_text, written
from solver.solution.threshold import Abbreviation, ClosedForm, DerivedThreshold, Symbol

TOPIC = "bargaining"

TRANSFER = Symbol("t", "transfer", -ONE, ONE)
OWN = (
    Symbol("p_1", "beliefs of party 1 in its victory", ZERO, ONE),
    Symbol("p_2", "beliefs of party 2 in its victory", ZERO, ONE),
    Symbol("d_1", "expected loss as party 1 sees it", ZERO, ONE),
    Symbol("d_2", "expected loss as party 2 sees it", ZERO, ONE),
)
LATER = Symbol("p_3", "win probability of party 1 later", ZERO, ONE)
PATIENCE = Symbol("delta", "weight of the second period", ZERO, ONE)
BASE = (COSINE, STAKES, SHARE)

refusal = one_decision.refusal


def _x() -> dict[str, Scalar]:
    letters = (TRANSFER, *OWN, LATER, PATIENCE, *BASE, WIN)
    return {symbol.letter: parameter(symbol.letter) for symbol in letters} | {"d": parameter("d")}


def _names(party: int) -> tuple[Abbreviation, ...]:
    """g_i: what conflict shifts to party i as it sees it; V_i; W_i: conflict before losses."""
    share, other = (("s", "1 - s"), ("(1 - s)", "s"))[party - 1]
    return abbreviations(
        {
            f"V_{party}": (f"{share} + ({other})*c", "the status quo is worth something"),
            f"g_{party}": (f"k*(p_{party} - {share})*(1 - c)", "conflict shifts power to it"),
            f"C_{party}": (
                f"(1 - d_{party})*(V_{party} + g_{party})",
                "conflict is worth something",
            ),
            f"G_{party}": (f"C_{party} - V_{party}", "starting a conflict gains"),
            f"W_{party}": (f"V_{party} + g_{party}", "conflict without losses is worth something"),
        }
    )


def _left() -> tuple[Abbreviation, ...]:
    """What one party's hopes of conflict leave, and what is missing from it for the other."""
    first = "(1 - d_1)*(s + (1 - s)*c + k*(p_1 - s)*(1 - c))"
    second = "(1 - d_2)*(1 - s + s*c + k*(p_2 - (1 - s))*(1 - c))"
    return abbreviations(
        {
            "L_1": (f"1 + c - {second}", "the hopes of party 2 leave something"),
            "L_2": (f"1 + c - {first}", "the hopes of party 1 leave something"),
            "M_1": ("L_1 - (1 - d_1)*(s + (1 - s)*c)", "party 1 must hope for more than its share"),
            "M_2": ("L_2 - (1 - d_2)*(1 - s + s*c)", "party 2 must hope for more than its share"),
        }
    )


@cache
def questions() -> dict[str, Question]:
    """What is asked of a bargain: name -> function."""
    x = _x()
    c, s, t = x["c"], x["s"], x["t"]
    worth = {
        1: conflict_value(s, c, x["k"], x["p_1"], x["d_1"]),
        2: conflict_value(1 - s, c, x["k"], x["p_2"], x["d_2"]),
    }
    found = {
        "first": Question(
            TOPIC,
            "Party 1 prefers the transfer to conflict",
            value(s + t, c) - worth[1],
            (TRANSFER, *BASE, OWN[0], OWN[2]),
            _names(1),
            "t*(1 - c) - G_1",
        ),
        "second": Question(
            TOPIC,
            "Party 2 prefers the transfer to conflict",
            value(1 - s - t, c) - worth[2],
            (TRANSFER, *BASE, OWN[1], OWN[3]),
            _names(2),
            "-t*(1 - c) - G_2",
        ),
        "empty": Question(
            TOPIC,
            "No transfer satisfies both",
            worth[1] + worth[2] - (1 + c),
            (*BASE, *OWN),
            (*_names(1), *_names(2), *_left()),
            "C_1 + C_2 - (1 + c)",
        ),
    }
    d, p = x["d"], x["p"]
    now = conflict_value(1 - s, c, x["k"], 1 - p, d)
    later = conflict_value(s, c, x["k"], x["p_3"], d)
    delta = x["delta"]
    loss = Symbol("d", "expected_loss", ZERO, ONE)
    found["prevent"] = Question(
        TOPIC,
        "Party 2 fights now rather than let party 1 grow (where C_1 later exceeds c)",
        now - (1 - delta) - delta * (1 + c - later),
        (LATER, PATIENCE, *BASE, WIN, loss),
        abbreviations(
            {
                "X": ("(1 - d)*(1 - s + s*c - k*(p - s)*(1 - c))", "conflict now, for party 2"),
                "Y": ("(1 - d)*(s + (1 - s)*c + k*(p_3 - s)*(1 - c))", "conflict later, party 1"),
                "U": ("1 - X", "conflict now leaves party 1 something"),
                "Z": ("Y - c", "growth leaves party 2 less than everything"),
            }
        ),
        "X - (1 - delta) - delta*(1 + c - Y)",
    )
    return found


#: Question -> letters it is solved for.
_SOLVED = {
    "first": ("t",),
    "second": ("t",),
    "empty": ("p_1", "p_2", "d_1", "d_2", "k"),
    "prevent": ("p_3", "delta"),
}


@cache
def threshold(name: str, letter: str) -> DerivedThreshold:
    """One threshold, whatever the spec."""
    (found,) = derive_thresholds(questions()[name], letter)
    return found


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold | ClosedForm, ...]:
    """The range of transfers, its width, when it is empty, and preventive conflict."""
    values = _values(spec)
    found: list[DerivedThreshold | ClosedForm] = []
    for name, letters in _SOLVED.items():
        for letter in letters:
            derived = threshold(name, letter)
            if target not in (None, derived.parameter):
                continue
            if name != "prevent":
                here = at_values(derived, "both", {**values, "t": ZERO})
                derived = replace(derived, here=(here,))
            found.append(derived)
    if target in (None, TRANSFER.name):
        found += [_width(values), _emptiness(values)]
    return tuple(found)


def _values(spec: Spec) -> dict[str, Number]:
    real = spec.realise()
    assert real.world is not None
    assert real.conflict is not None
    first, second = (decision(real.world, real.conflict, name) for name in real.world.names)
    return {
        "c": real.world.alignment[0][1],
        "k": first.stakes,
        "s": first.share,
        "p_1": first.win_probability,
        "p_2": second.win_probability,
        "d_1": first.expected_loss,
        "d_2": second.expected_loss,
    }


def _width(values: dict[str, Number]) -> ClosedForm:
    """Highest less lowest transfer, with common beliefs."""
    low, high = threshold("first", "t").value, threshold("second", "t").value
    assert low is not None
    assert high is not None
    wide = high - low
    x = _x()
    common = at(wide, {"p_1": x["p"], "p_2": 1 - x["p"], "d_1": x["d"], "d_2": x["d"]})
    words = questions()["empty"].language
    shown = written(common, replace(words, box={**words.box, "d": (ZERO, ONE)}))
    sum_of_gains = questions()["empty"].function
    if wide * (1 - x["c"]) != -sum_of_gains:
        raise ArithmeticError("the width is not the sum of the losses from conflict")
    return ClosedForm(
        topic=TOPIC,
        parameter=TRANSFER.name,
        name="width of the range under common beliefs",
        text=f"t_high - t_low = {shown.text()}, before the bounds -s and 1 - s",
        latex=rf"t_{{\mathrm{{high}}}} - t_{{\mathrm{{low}}}} = {shown.latex()}",
        conditions="for c < 1; it is never negative, so the range is never empty; at c = 1 every "
        "transfer is worth the same to both",
        proof=(
            "Both thresholds in t are solved and subtracted; p_2 = 1 - p_1 and d_2 = d_1 put in.",
        ),
        here=(("own beliefs", at(wide, values) if values["c"] != 1 else "every transfer"),),
    )


def _emptiness(values: dict[str, Number]) -> ClosedForm:
    """The range is empty iff the two expect more from conflict than there is."""
    asked = questions()["empty"]
    f = asked.function
    empty = at(f, values) > 0
    written_out = formula_text(f, replace(asked.language, names=()))
    return ClosedForm(
        topic=TOPIC,
        parameter=TRANSFER.name,
        name="no transfer satisfies both",
        text="iff C_1 + C_2 > 1 + c: each expects so much of conflict, in winning or in the "
        "damage, that the two hopes exceed what there is",
        latex="C_1 + C_2 > 1 + c",
        conditions="for c < 1, before the bounds of t",
        proof=(f"(t_high - t_low)(1 - c) = 1 + c - C_1 - C_2; C_1 + C_2 - 1 - c = {written_out}.",),
        here=(("own beliefs", "empty" if empty else "not empty"),),
    )
