r"""Tables as LaTeX that stay within the margins.

A table that would be wider than a line gets columns of broken text, with widths in parts of
`\linewidth`; one that would be longer than a page becomes a `longtable`, which runs over pages.
"""

from __future__ import annotations

from collections.abc import Sequence

from games.display.escape import escape_latex, wrap

#: Characters of a line of an article in ten points, five points each; a gap between two columns.
_LINE, _GAP = 69, 3
#: Lines of text that fit a page with room to spare.
_PAGE = 38


def latex_table(
    title: str,
    header: Sequence[str],
    body: Sequence[Sequence[str]],
    plain: Sequence[Sequence[str]],
    widths: Sequence[int],
    right: Sequence[bool],
    notes: Sequence[str],
) -> str:
    """Return a table for the booktabs package, and array and longtable where it needs them.

    body: cells as LaTeX. plain: cells as text, by which their size is judged. widths: characters of
    each column if the table is to fit `room` characters.
    """
    natural = [max(map(len, column)) for column in zip(header, *plain, strict=True)]
    broken = sum(natural) > room(len(header))
    layout = "".join("r" if flag else "l" for flag in right)
    if broken:
        total = sum(widths) + _GAP * len(widths)
        # Rounded down to thousandths, so that the parts never add up to more than the line.
        parts = [(size + _GAP) * 1000 // total for size in widths]
        layout = "".join(
            rf">{{\ragged{'left' if flag else 'right'}\arraybackslash}}"
            rf"p{{\dimexpr 0.{part:03d}\linewidth-2\tabcolsep\relax}}"
            for part, flag in zip(parts, right, strict=True)
        )
    height = sum(
        max(len(wrap(cell, size)) if broken else 1 for cell, size in zip(row, widths, strict=True))
        for row in plain
    )
    head = [r"\toprule", " & ".join(map(escape_latex, header)) + r" \\", r"\midrule"]
    rows = [" & ".join(row) + r" \\" for row in body]
    caption = [rf"\caption{{{escape_latex(title)}}}"] if title else []
    below = [rf"\par\smallskip\footnotesize {escape_latex(note)}" for note in notes]
    if height > _PAGE:
        lines = [rf"\begin{{longtable}}{{{layout}}}", *caption, *([r"\\"] if caption else [])]
        lines += [*head, r"\endfirsthead", *head, r"\endhead"]
        lines += [r"\bottomrule", r"\endfoot", *rows, r"\end{longtable}"]
        if below:
            lines += ["{", *below, "\\par}"]
    else:
        lines = [r"\begin{table}[htbp]", r"\centering", *caption]
        lines += [rf"\begin{{tabular}}{{{layout}}}", *head, *rows, r"\bottomrule"]
        lines += [r"\end{tabular}", *below, r"\end{table}"]
    return "\n".join(lines) + "\n"


def room(columns: int) -> int:
    """Characters that the cells of a row may have together."""
    return _LINE - _GAP * columns


def packages(body: str) -> str:
    """The comment that names what the preamble must load for a body."""
    names = ["booktabs"]
    names += ["array"] if r"\arraybackslash" in body else []
    names += ["longtable"] if r"\begin{longtable}" in body else []
    return f"% \\usepackage{{{','.join(names)}}} in the preamble\n"
