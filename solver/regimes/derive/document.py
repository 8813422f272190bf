"""The report of a derivation: the formula first, then when it holds, where it is here, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from games.display import Block, Cell, Document, Items, Section, Table
from games.display.cells import cell_text
from games.exact import Scalar
from games.exact import text as exact_text
from solver.regimes.derive.derivation import Derivation
from solver.regimes.derive.factors import product_of, split
from solver.regimes.derive.turning import language
from solver.regimes.derive.writing import Language, condition_text, formula_text, letter_latex
from solver.solution.condition import Condition, Relation
from solver.solution.patterns import SignPattern, Stratum
from solver.solution.threshold import (
    Case,
    ClosedForm,
    DerivedThreshold,
    Here,
    LimitOf,
    Static,
)

#: Targets with at most this many thresholds are reported in full.
_IN_FULL = 8


def report(derivation: Derivation) -> Document:
    """Return the report of a derivation."""
    sections: list[Section] = []
    topics = [t.topic for t in derivation.thresholds] + [f.topic for f in derivation.forms]
    in_full = derivation.target is not None and len(derivation.thresholds) <= _IN_FULL
    for topic in dict.fromkeys(topics):
        found = [t for t in derivation.thresholds if t.topic == topic]
        if in_full:
            sections += [_in_full(t) for t in found]
        elif found:
            sections.append(Section(_heading(topic), tuple(_table(found))))
        sections += [_form(f) for f in derivation.forms if f.topic == topic]
    for regimes in derivation.regimes:
        sections += [_stratum(stratum) for stratum in regimes.strata]
    sections += _letters(derivation)
    if not in_full:
        sections += _latex(derivation.thresholds)
    lead = [derivation.headline]
    if derivation.target is not None:
        lead += [f"{topic}: nothing here, {reason}." for topic, reason in derivation.refused]
    return Document(derivation.title, tuple(lead), tuple(sections))


def _heading(topic: str) -> str:
    return topic[0].upper() + topic[1:].replace("_", " ")


def _table(found: list[DerivedThreshold]) -> Iterator[Block]:
    """One table per question: formula, side and value here of every threshold."""
    for question in dict.fromkeys(t.question for t in found):
        chosen = [t for t in found if t.question == question]
        parties = list(dict.fromkeys(item.party for t in chosen for item in t.here))
        rows: list[list[Cell]] = [
            [
                t.parameter.replace("_", " "),
                _formula(t),
                *(_here_cell(t, party) for party in parties),
            ]
            for t in chosen
        ]
        yield Table(f"{question}: thresholds", ("quantity", "threshold", *parties), rows)
        yield Items(tuple(f"{t.letter}: {'; '.join(_cases(t))}." for t in chosen))


def _formula(t: DerivedThreshold) -> str:
    return t.reason if t.value is None else f"{t.letter}* = {t.text}"


def _here_cell(t: DerivedThreshold, party: str) -> str:
    return "; ".join(_side(t, item) for item in t.here if item.party == party) or "-"


def _side(t: DerivedThreshold, here: Here) -> str:
    """Where the function is positive here."""
    if here.side in ("always", "never"):
        return here.side
    if here.value is None:
        return "-"
    if here.side == "sign":
        return f"turns at {cell_text(here.value)}"
    return f"{'<' if here.side == 'below' else '>'} {cell_text(here.value)}"


def _cases(t: DerivedThreshold) -> Iterator[str]:
    words = language(t.symbols, t.names)
    for case in t.cases:
        yield f"{_where(case, words)}{_verdict(t, case, words)}"


def _where(case: Case, words: Language) -> str:
    where = " and ".join(condition_text(item, words) for item in case.conditions)
    return f"where {where}: " if where else ""


def _verdict(t: DerivedThreshold, case: Case, words: Language) -> str:
    if case.side in ("below", "above"):
        return _one_side(t.letter, case, words)
    also = [condition_text(item, words) for item in case.also]
    if case.side == "sign" and case.decides is not None:
        return f"iff {' and '.join([_positive(case.decides, words), *also])}, whatever {t.letter}"
    return str(case.side)


def _one_side(letter: str, case: Case, words: Language) -> str:
    """Below or above the threshold, with what else must hold of the letter."""
    if case.local:
        return f"just {case.side} {letter}*; it turns elsewhere too"
    relation, past = ("<", ">=") if case.side == "below" else (">", "<=")
    also = (condition_text(item, words) for item in case.also)
    said = " and ".join([f"iff {letter} {relation} {letter}*", *also])
    return said if case.beyond is None else f"{said}, and {letter}* {past} {case.beyond}"


def _in_full(t: DerivedThreshold) -> Section:
    """Everything about one threshold."""
    words = language(t.symbols, t.names)
    blocks: list[Block] = [
        f"{t.question}. {_formula(t)}",
        Items(tuple(_cases(t))) if t.cases else "",
    ]
    blocks += list(t.notes)
    blocks.append(_here_table(t))
    if t.statics:
        blocks.append("How it moves:")
        blocks.append(Items(tuple(static_words(t, item, words) for item in t.statics)))
    if t.limits:
        blocks.append("Limits: " + "; ".join(limit_words(item, words) for item in t.limits) + ".")
    if t.proof:
        blocks.append("Proof:")
        blocks.append(Items(t.proof))
    if t.value is not None:
        blocks.append(f"LaTeX: {_in_latex(t)}")
    title = f"{_heading(t.topic)}: {t.parameter.replace('_', ' ')}"
    return Section(title, tuple(block for block in blocks if block != ""))


def _in_latex(t: DerivedThreshold) -> str:
    return f"{letter_latex(t.letter)}^* = {t.latex}"


def _latex(thresholds: Sequence[DerivedThreshold]) -> Iterator[Section]:
    """Every formula to paste; those that several questions share once."""
    lines = dict.fromkeys(_in_latex(t) for t in thresholds if t.value is not None)
    if lines:
        yield Section("LaTeX", (Items(tuple(lines)),))


_NOW = {True: "yes", False: "no", None: "-"}


def _here_table(t: DerivedThreshold) -> Table:
    rows: list[list[Cell]] = [
        [
            item.party,
            "-" if item.current is None else item.current,
            "-" if item.value is None else item.value,
            _side(t, item),
            _NOW[item.positive],
        ]
        for item in t.here
    ]
    return Table(
        "", ("for", f"{t.letter} here", f"{t.letter}* here", f"holds iff {t.letter}", "now"), rows
    )


def static_words(t: DerivedThreshold, item: Static, words: Language) -> str:
    """How the threshold moves with one letter, in words."""
    verb, other = ("rises", "falls") if item.sign > 0 else ("falls", "rises")
    said = f"{t.letter}* {verb} with {item.letter}"
    if item.open:
        above, below = (_relation(item.open, relation, words) for relation in _SIDES)
        said += f" where {above}, {other} where {below}"
    if item.still:
        said += f"; stays where {_relation(item.still, '=', words)}"
    return said


_SIDES: tuple[Relation, Relation] = (">", "<")


def _relation(factors: Sequence[Scalar], relation: Relation, words: Language) -> str:
    """A product against zero."""
    return condition_text(Condition(product_of(factors), "", relation=relation), words)


def limit_words(item: LimitOf, words: Language) -> str:
    """One limit, in words."""
    start = f"{item.letter} -> {item.end}: "
    if item.value is not None:
        other = "" if item.unless is None else f" (unless {_relation([item.unless], '=', words)})"
        return start + formula_text(item.value, words) + other
    assert item.direction is not None
    sign, fixed, factors = split([(item.direction, 1)], words)
    odd = [p for p, e in factors if e % 2]
    toward, away = ("+infinity", "-infinity")[::sign]
    if odd:
        above, below = (_relation(odd, relation, words) for relation in _SIDES)
        start += f"{toward} where {above}, {away} where {below}"
    else:
        start += toward
    rest = [*fixed, *(p for p, e in factors if e % 2 == 0)]
    return f"{start} (unless {_relation(rest, '=', words)})" if rest else start


def _positive(f: Scalar, words: Language) -> str:
    """Where a function is positive, in words."""
    known = words.abbreviation(f)
    if known is not None:
        return f"{known[0].letter} {_SIDES[known[1] < 0]} 0"
    sign, fixed, factors = split([(f, 1)], words)
    odd = [p for p, e in factors if e % 2]
    said = [_relation([p], ">", words) for p in fixed]
    if odd:
        said.append(_relation(odd, _SIDES[sign < 0], words))
    return " and ".join(said)


def _form(form: ClosedForm) -> Section:
    blocks: list[Block] = [form.text]
    if form.parts:
        blocks.append(Items(form.parts))
    if form.conditions:
        blocks.append(f"Holds {form.conditions}.")
    if form.here:
        rows: list[list[Cell]] = [[party, value] for party, value in form.here]
        blocks.append(Table("", ("for", "here"), rows))
    if form.proof:
        blocks.append(Items(form.proof))
    blocks.append(f"LaTeX: {form.latex}")
    return Section(f"{_heading(form.topic)}: {form.name}", tuple(blocks))


_SIGNS = {1: "+", 0: "0", -1: "-"}


def _stratum(stratum: Stratum) -> Section:
    """Every pattern of signs on one part of the domain."""
    judged = any(pattern.kind is not None for pattern in stratum.patterns)
    body: list[list[Cell]] = [
        [
            *(_SIGNS[sign] for sign in pattern.signs),
            ", ".join(pattern.equilibria) or "mixed only",
            *([pattern.kind or ""] if judged else []),
            _evidence(pattern),
        ]
        for pattern in stratum.patterns
    ]
    columns = (
        *stratum.texts,
        "pure equilibria",
        *(["headline"] if judged else []),
        "witness, or why there is none",
    )
    where = " and ".join(stratum.conditions)
    return Section(f"Regimes where {where}" if where else "Regimes", (Table("", columns, body),))


def _evidence(pattern: SignPattern) -> str:
    """The point that has a pattern, or why none has."""
    if pattern.witness is not None:
        return ", ".join(f"{name} = {exact_text(x)}" for name, x in sorted(pattern.witness.items()))
    return pattern.proof or ("not known" if pattern.existence == "not known" else "")


def _letters(derivation: Derivation) -> tuple[Section, ...]:
    """What every letter stands for, and every abbreviation."""
    found = [(t.symbols, t.names) for t in derivation.thresholds]
    found += [(r.symbols, r.names) for r in derivation.regimes]
    symbols = {s.letter: s for some, _ in found for s in some}
    names = {(a.letter, a.text): a for _, some in found for a in some}
    lines = [
        f"{letter}: {symbol.name.replace('_', ' ')}{' of the angle' if letter == 'c' else ''}"
        for letter, symbol in sorted(symbols.items())
    ]
    lines += [f"{a.letter} = {a.text}" for a in names.values() if " + " not in a.letter]
    return (Section("Letters", (Items(tuple(lines)),)),) if lines else ()


def rows(derivation: Derivation) -> Table:
    """One row per threshold and party, every number exact."""
    found: list[list[Cell]] = [
        [
            t.topic,
            t.question,
            t.parameter,
            t.text,
            item.party,
            "" if item.current is None else item.current,
            "" if item.value is None else item.value,
            item.side,
            "" if item.positive is None else str(item.positive).lower(),
        ]
        for t in derivation.thresholds
        for item in t.here
    ]
    columns = ("topic", "question", "parameter", "formula", "party", "current", "value", "side")
    if derivation.regimes:
        return _pattern_rows(derivation)
    return Table("", (*columns, "holds"), found)


def _pattern_rows(derivation: Derivation) -> Table:
    """One row per pattern of signs: polynomial=sign .., witness as name=value .."""
    rows_: list[list[Cell]] = [
        [
            " and ".join(stratum.conditions),
            " ".join(
                f"{text}:{_SIGNS[sign]}"
                for text, sign in zip(stratum.texts, pattern.signs, strict=True)
            ),
            " ".join(pattern.equilibria),
            pattern.kind or "",
            pattern.existence,
            " ".join(f"{name}={x}" for name, x in sorted((pattern.witness or {}).items())),
            pattern.proof,
        ]
        for regimes in derivation.regimes
        for stratum in regimes.strata
        for pattern in stratum.patterns
    ]
    columns = ("where", "signs", "pure_equilibria", "headline", "existence", "witness", "proof")
    return Table("", columns, rows_)
