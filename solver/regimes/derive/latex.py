"""A derivation as LaTeX with its formulas in mathematics, to be input by another document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from games.display.escape import escape_latex
from games.exact import latex as number_latex
from solver.regimes.derive.derivation import Derivation
from solver.regimes.derive.turning import language
from solver.regimes.derive.writing import Language, condition_latex, letter_latex, written
from solver.solution.condition import Condition
from solver.solution.threshold import Abbreviation, Case, ClosedForm, DerivedThreshold, Symbol

#: Characters of a fraction that fit a line of an article with what stands beside it.
_LINE = 56


def to_latex(derivation: Derivation) -> str:
    """Sections of displayed formulas with their cases; needs no package beyond LaTeX itself."""
    parts = [f"\\section*{{{escape_latex(derivation.title)}}}", escape_latex(derivation.headline)]
    for threshold in derivation.thresholds:
        parts += _threshold(threshold)
    for form in derivation.forms:
        parts += _form(form)
    parts += _letters(derivation)
    return "\n".join(parts) + "\n"


def _threshold(t: DerivedThreshold) -> Iterator[str]:
    words = language(t.symbols, t.names)
    letter = letter_latex(t.letter)
    yield f"\n\\subsection*{{{escape_latex(f'{t.question}: {t.parameter}'.replace('_', ' '))}}}"
    if t.value is None:
        yield escape_latex(t.reason)
        return
    yield displayed(f"{letter}^* = {t.latex}")
    if t.cases:
        yield "\\begin{itemize}"
        for case in t.cases:
            where = " \\wedge ".join(
                flowing(condition_latex(item, words)) for item in case.conditions
            )
            yield "\\item " + (f"where ${where}$: " if where else "") + _side(case, letter, words)
        yield "\\end{itemize}"
    for item in t.here:
        if item.value is not None:
            yield (
                f"For {escape_latex(item.party)} here: ${letter}^* = {number_latex(item.value)}$.\n"
            )


def _side(case: Case, letter: str, words: Language) -> str:
    also = [f"${flowing(condition_latex(item, words))}$" for item in case.also]
    if case.local:
        return f"just {case.side} ${letter}^*$; it turns elsewhere too"
    if case.side in ("below", "above"):
        relation, past = ("<", "\\ge") if case.side == "below" else (">", "\\le")
        said = "iff " + " and ".join([f"${letter} {relation} {letter}^*$", *also])
        return (
            said
            if case.beyond is None
            else f"{said}, and ${letter}^* {past} {number_latex(case.beyond)}$"
        )
    if case.side == "sign" and case.decides is not None:
        decides = f"${flowing(condition_latex(Condition(case.decides, ''), words))}$"
        return "iff " + " and ".join([decides, *also])
    return case.side


def _form(form: ClosedForm) -> Iterator[str]:
    yield f"\n\\subsection*{{{escape_latex(form.name)}}}"
    yield displayed(form.latex)
    if form.conditions:
        yield f"Holds {escape_latex(form.conditions)}."


def _letters(derivation: Derivation) -> Iterator[str]:
    symbols: dict[str, Symbol] = {}
    names: dict[str, tuple[Abbreviation, Language]] = {}
    for t in derivation.thresholds:
        symbols |= {s.letter: s for s in t.symbols}
        for position, a in enumerate(t.names):
            if a.letter.isidentifier():
                names.setdefault(a.text, (a, language(t.symbols, t.names[:position])))
    if not symbols:
        return
    yield "\n\\subsection*{Letters}\n\\begin{itemize}"
    for letter, symbol in sorted(symbols.items()):
        yield f"\\item ${letter_latex(letter)}$: {escape_latex(symbol.name.replace('_', ' '))}"
    for a, words in names.values():
        yield f"\\item ${letter_latex(a.letter)} = {flowing(written(a.value, words).latex())}$"
    yield "\\end{itemize}"


def displayed(formula: str) -> str:
    """A displayed formula; parts of a fraction too long for a line are named, and stand below.

    A sum in the text breaks at its signs, which a fraction does not.
    """
    start = formula.find("\\frac{")
    if start < 0:
        return f"\\[ {formula} \\]"
    top = _group(formula, start + len("\\frac"))
    bottom = _group(formula, top)
    parts = [formula[start + len("\\frac{") : top - 1], formula[top + 1 : bottom - 1]]
    named = []
    for place, name in enumerate(("\\mathcal{N}", "\\mathcal{D}")):
        if _size(parts[place]) > _LINE:
            named.append(f"${name} = {flowing(parts[place])}$")
            parts[place] = name
    short = f"{formula[:start]}\\frac{{{parts[0]}}}{{{parts[1]}}}{formula[bottom:]}"
    where = f"\nwhere {' and '.join(named)}." if named else ""
    return f"\\[ {short} \\]{where}"


def _group(formula: str, start: int) -> int:
    """The place after the group in braces that starts there."""
    end, depth = start + 1, 1
    while depth:
        depth += {"{": 1, "}": -1}.get(formula[end], 0)
        end += 1
    return end


def _size(formula: str) -> int:
    """Characters that a formula shows, about."""
    shown = re.sub(r"\\(left|right|frac)", "", formula)
    shown = re.sub(r"[{}_^ ]", "", re.sub(r"\\[a-z]+", "x", shown))
    # A sign has space around it.
    return len(shown) + 2 * len(re.findall(r"[+-]", shown))


def flowing(formula: str) -> str:
    """A formula for running text: brackets that TeX may break a line in, unless they must grow."""
    if "\\frac" in formula:
        return formula
    return formula.replace("\\left(", "(").replace("\\right)", ")")
