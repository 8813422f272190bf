"""Thresholds of the posture game with one level: when seeking beats holding, and what follows.

The four gains from seeking rather than holding, each party's against a rival that holds and
against one that seeks, come from the game's own tables on free letters (the spec's share, cosine,
stakes .. and its beliefs). Written with

    A_i = (1-rho) gamma (1-s_i)(1-c) + rho G_i,   B_i = G_i + gamma s_i (1-c)

they are A_i and (1-rho) B_i, G_i the gain of conflict; each A_i and B_i is linear in every letter.
A profile is an equilibrium iff nobody gains by the other action; an action is dominant iff it is
no worse against both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from games.errors import DetenteError
from games.exact import Number, Scalar, parameter, parse
from games.spec import Spec
from solver.regimes.derive.factors import at
from solver.regimes.derive.letters import on_letters, spec_letters, values_here
from solver.regimes.derive.solving import solve_each
from solver.regimes.derive.turning import Question, derive_thresholds
from solver.regimes.derive.writing import (
    Language,
    abbreviations,
    condition_latex,
    condition_text,
    written,
)
from solver.solution.condition import Condition, Relation
from solver.solution.threshold import Abbreviation, ClosedForm, DerivedThreshold
from solver.verdict.switching import conditions, two_by_two

TOPIC = "posture"

_SIDES = (("1", "s", "1 - s", "g"), ("2", "(1 - s)", "s", "(-g)"))


def refusal(spec: Spec) -> str | None:
    """Why the spec has no such game; None where it has one."""
    real = spec.realise()
    if spec.kind not in ("posture", "repeated") or real.tables is None or real.world is None:
        return "no posture game"
    if not two_by_two(real.tables):
        return (
            "with more than one level the regimes turn on more than four gains; "
            "`--for levels` has them"
        )
    try:
        questions(spec)
    except DetenteError as error:
        return error.message
    return None


def questions(spec: Spec, split: bool = False, grab: bool = False) -> tuple[Question, ...]:
    """The four gains on the spec's letters: party 1 against hold, against seek, then party 2."""
    chosen = spec_letters(spec, split, grab)
    real = on_letters(spec, chosen)
    assert real.tables is not None
    values = values_here(spec, chosen)
    symbols = tuple(chosen.values())
    free = {symbol.letter for symbol in symbols}
    found = []
    for number, condition in enumerate(conditions(real.tables)):
        party, seeking = divmod(number, 2)
        names = real.tables.players
        rival = names[1 - party]
        question = (
            f"{names[party]} gains by seeking where {rival} {'seeks' if seeking else 'holds'}"
        )
        found.append(
            Question(
                topic=TOPIC,
                question=question,
                function=condition.polynomial,
                symbols=symbols,
                names=_names(free, party, condition.polynomial),
                parties=((names[party], values),),
            )
        )
    return tuple(found)


def _names(free: set[str], party: int, function: Scalar) -> tuple[Abbreviation, ...]:
    """The model's abbreviations for one party; none where beliefs or other rules break the form."""
    number, own, other, shift = _SIDES[party]
    loss = "d" if "d" in free else "(q*D)"
    grab = "gamma" if "gamma" in free else "k"
    if not {"c", "k", "p", "s", "rho"} <= free or any("_" in letter for letter in free):
        return ()
    found = abbreviations(
        {
            f"V_{number}": (f"{own} + ({other})*c", "the status quo is worth something"),
            "g": ("k*(p - s)*(1 - c)", "what conflict shifts is to party 1's advantage"),
            f"G_{number}": (
                f"(1 - {loss})*{shift} - {loss}*V_{number}",
                "starting a conflict gains",
            ),
            f"b_{number}": (
                f"(1 - {loss})*k*{'(p - s)' if party == 0 else '(s - p)'} + {loss}*({other})",
                "there is something to gain from the other",
            ),
            f"A_{number}": (
                f"(1 - rho)*{grab}*({other})*(1 - c) + rho*G_{number}",
                "seeking gains against a rival that holds",
            ),
            f"B_{number}": (
                f"G_{number} + {grab}*{own}*(1 - c)",
                "seeking gains against a rival that seeks",
            ),
            f"a_{number}": (
                f"(1 - rho)*{grab}*({other}) + rho*b_{number}",
                "misalignment makes seeking against a rival that holds worth more",
            ),
            f"e_{number}": (
                f"b_{number} + {grab}*{own}",
                "misalignment makes seeking against a rival that seeks worth more",
            ),
            f"W_{number}": (
                f"V_{number} {'+-'[party]} g",
                "conflict without losses is worth something",
            ),
            f"t_{number}": (
                f"{grab}*({other})*(1 - c) - G_{number}",
                "taking without conflict beats conflict",
            ),
            f"l_{number}": (
                f"rho*{loss}*V_{number} - (1 - rho)*{grab}*({other})*(1 - c)",
                "conflict costs more than unopposed seeking brings",
            ),
            f"m_{number}": (
                f"{loss}*V_{number} - {grab}*{own}*(1 - c)",
                "conflict costs more than being taken from",
            ),
        }
    )
    # Another interpolation, or an advantage, gives other gains: then nothing is abbreviated.
    known = {a.letter: a.value for a in found}
    gains = (known[f"A_{number}"], (1 - parameter("rho")) * known[f"B_{number}"])
    return found if function in gains else ()


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold | ClosedForm, ...]:
    """The thresholds of the four gains, then which profiles and dominances they give."""
    found: list[DerivedThreshold | ClosedForm] = []
    split = target is not None and target.startswith("destruction")
    found += solve_each(questions(spec, split, target == "grab"), target)
    if target == "share":
        found += _with_contest(spec)
    if target in (None, "profiles"):
        found += profiles(spec)
    return tuple(found)


def _with_contest(spec: Spec) -> Iterator[DerivedThreshold]:
    """The share where the win probability follows it, through a contest in whole powers."""
    chosen = spec_letters(spec)
    if "win_probability" not in chosen or not spec.quantity("win_probability").derived:
        return
    del chosen["win_probability"]
    try:
        real = on_letters(spec, chosen)
        assert real.tables is not None
        values = values_here(spec, chosen)
        for number, condition in enumerate(conditions(real.tables)):
            name = real.tables.players[number // 2]
            asked = Question(
                topic=TOPIC,
                question=f"{condition.meaning}, the win probability following the share",
                function=condition.polynomial,
                symbols=tuple(chosen.values()),
                parties=((name, values),),
            )
            yield from derive_thresholds(asked, "s")
    except DetenteError:
        return


#: What holds, by the signs it needs of party 1's and 2's gains: (party, against seek?, sign).
_PROFILES: dict[str, tuple[tuple[int, int, Relation], ...]] = {
    "(hold, hold) is an equilibrium": ((0, 0, "<="), (1, 0, "<=")),
    "(seek, hold) is an equilibrium": ((0, 0, ">="), (1, 1, "<=")),
    "(hold, seek) is an equilibrium": ((0, 1, "<="), (1, 0, ">=")),
    "(seek, seek) is an equilibrium": ((0, 1, ">="), (1, 1, ">=")),
    "seeking is strictly dominant for {0}": ((0, 0, ">"), (0, 1, ">")),
    "seeking is strictly dominant for {1}": ((1, 0, ">"), (1, 1, ">")),
    "holding is strictly dominant for {0}": ((0, 0, "<"), (0, 1, "<")),
    "holding is strictly dominant for {1}": ((1, 0, "<"), (1, 1, "<")),
}


def profiles(spec: Spec) -> Iterator[ClosedForm]:
    """The conditions of every pure equilibrium and of dominance, on the four gains."""
    asked = questions(spec)
    players = spec.realise().game.players
    values = asked[0].parties[0][1]
    words = replace(
        asked[0].language, names=tuple({a.letter: a for q in asked for a in q.names}.values())
    )
    for what, needs in _PROFILES.items():
        items = [
            Condition(asked[2 * party + against].function, "", relation=relation)
            for party, against, relation in needs
        ]
        holds = all(item.holds(at(item.polynomial, values)) for item in items)
        name = what.format(*players)
        text = " and ".join(condition_text(item, words) for item in items)
        yield ClosedForm(
            topic=TOPIC,
            parameter="profiles",
            name=name,
            text=f"iff {text}",
            latex=r" \wedge ".join(condition_latex(item, words) for item in items),
            conditions="",
            proof=(),
            here=(("here", "yes" if holds else "no"),),
        )
    for party in (0, 1):
        yield _mixture(asked[2 * party : 2 * party + 2], words, players, party)


def _mixture(
    pair: tuple[Question, ...], words: Language, players: tuple[str, ...], party: int
) -> ClosedForm:
    """How often the rival must seek to make a party indifferent."""
    hold, seek = (asked.function for asked in pair)
    y = hold / (hold - seek)
    if (1 - y) * hold + y * seek != 0:
        raise ArithmeticError("the mixture does not make the party indifferent")
    number = party + 1
    text, latex = written(y, words).text(), written(y, words).latex()
    if pair[0].names:
        text = f"A_{number}/(A_{number} - (1 - rho)*B_{number})"
        latex = rf"\frac{{A_{{{number}}}}}{{A_{{{number}}} - (1 - \rho) B_{{{number}}}}}"
        known = {a.letter: a.value for a in pair[0].names}
        if parse(text, {**known, "rho": parameter("rho")}) != y:
            raise ArithmeticError("the mixture is written wrongly")
    values = pair[0].parties[0][1]
    here: Number | str = "every mixture or none"
    if at(hold - seek, values) != 0:
        here = at(y, values)
    return ClosedForm(
        topic=TOPIC,
        parameter="profiles",
        name=f"{players[party]} is indifferent",
        text=f"iff {players[1 - party]} seeks with probability {text}",
        latex=latex,
        conditions="where that lies in [0, 1]; both are indifferent in a mixed equilibrium",
        proof=("Solved from (1 - y) f(hold) + y f(seek) = 0 and put back: it vanishes.",),
        here=((players[party], here),),
    )
