"""A derivation as LaTeX with its formulas in mathematics, to be input by another document."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from games.display.escape import escape_latex
from games.exact import latex as number_latex
from games.exact.forms import Form
from games.exact.forms import Symbol as Name
from games.exact.notation import latex_form
from solver.regimes.derive.derivation import Derivation
from solver.regimes.derive.turning import language
from solver.regimes.derive.writing import Language, condition_latex, written
from solver.solution.condition import Condition
from solver.solution.threshold import Abbreviation, Case, ClosedForm, DerivedThreshold, Symbol


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
    letter = _letter(t.letter)
    yield f"\n\\subsection*{{{escape_latex(f'{t.question}: {t.parameter}'.replace('_', ' '))}}}"
    if t.value is None:
        yield escape_latex(t.reason)
        return
    yield f"\\[ {letter}^* = {t.latex} \\]"
    if t.cases:
        yield "\\begin{itemize}"
        for case in t.cases:
            where = " \\wedge ".join(condition_latex(item, words) for item in case.conditions)
            yield "\\item " + (f"where ${where}$: " if where else "") + _side(case, letter, words)
        yield "\\end{itemize}"
    for item in t.here:
        if item.value is not None:
            yield (
                f"For {escape_latex(item.party)} here: ${letter}^* = {number_latex(item.value)}$.\n"
            )


def _side(case: Case, letter: str, words: Language) -> str:
    if case.side in ("below", "above"):
        return f"iff ${letter} {'<' if case.side == 'below' else '>'} {letter}^*$"
    if case.side == "sign" and case.decides is not None:
        return f"iff ${condition_latex(Condition(case.decides, ''), words)}$"
    return case.side


def _form(form: ClosedForm) -> Iterator[str]:
    yield f"\n\\subsection*{{{escape_latex(form.name)}}}"
    yield f"\\[ {form.latex} \\]"
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
        yield f"\\item ${_letter(letter)}$: {escape_latex(symbol.name.replace('_', ' '))}"
    for a, words in names.values():
        yield f"\\item ${_letter(a.letter)} = {written(a.value, words).latex()}$"
    yield "\\end{itemize}"


def _letter(name: str) -> str:
    return latex_form(Form(((Fraction(1), ((Name(name), 1),)),)))
