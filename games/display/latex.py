r"""Tables as LaTeX that stay within the margins.

A table that would be wider than a line gets columns of broken text, with widths in parts of
`\linewidth`, in the largest type in which its words stay whole; one that would be longer than a
page becomes a `longtable`, which runs over pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from games.display.escape import escape_latex, pieces, wrap
from games.display.fit import fit, whole


@dataclass(frozen=True)
class _Type:
    """A size of type: characters of a line of an article, and of the gap between two columns."""

    command: str
    line: int
    gap: float

    def room(self, columns: int, spare: int = 0) -> int:
        """Characters that the cells of a row may have together; spare: beside those of each."""
        return int(self.line - (self.gap + spare) * columns)


#: In ten points, five points a character and the usual gap; then smaller, with smaller gaps.
_NORMAL = _Type("", 69, 3)
_SMALLER = (
    _Type(r"\footnotesize\setlength{\tabcolsep}{3pt}", 80, 1.5),
    _Type(r"\scriptsize\setlength{\tabcolsep}{2pt}", 91, 1.2),
    _Type(r"\tiny\setlength{\tabcolsep}{2pt}", 120, 1.5),
)
#: Characters that a column of broken text has to spare: capitals are wider than the average.
_SPARE = 1
#: Lines of text that fit a page with room to spare.
_PAGE = 38


def latex_table(
    title: str,
    header: Sequence[str],
    body: Sequence[Sequence[str]],
    plain: Sequence[Sequence[str]],
    right: Sequence[bool],
    notes: Sequence[str],
) -> str:
    """Return a table for the booktabs package, and array and longtable where it needs them.

    body: cells as LaTeX. plain: cells as text, by which their size is judged.
    """
    natural = [max(map(len, column)) for column in zip(header, *plain, strict=True)]
    broken = sum(natural) > _NORMAL.room(len(header))
    size = _type(header, plain) if broken else _NORMAL
    widths = fit(header, plain, size.room(len(header), _SPARE), pieces)
    layout = "".join("r" if flag else "l" for flag in right)
    if broken:
        gap = size.gap + _SPARE
        total = sum(widths) + gap * len(widths)
        # Rounded down to thousandths, so that the parts never add up to more than the line.
        parts = [int((share + gap) * 1000 / total) for share in widths]
        layout = "".join(
            rf">{{\ragged{'left' if flag else 'right'}\hspace{{0pt}}\arraybackslash}}"
            rf"p{{\dimexpr 0.{part:03d}\linewidth-2\tabcolsep\relax}}"
            for part, flag in zip(parts, right, strict=True)
        )
    height = sum(
        max(
            len(wrap(cell, share)) if broken else 1 for cell, share in zip(row, widths, strict=True)
        )
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
        if size.command:
            lines = ["{" + size.command, *lines, "}"]
        if below:
            lines += ["{", *below, "\\par}"]
    else:
        lines = [r"\begin{table}[htbp]", r"\centering", *caption]
        lines += [size.command] if size.command else []
        lines += [rf"\begin{{tabular}}{{{layout}}}", *head, *rows, r"\bottomrule"]
        lines += [r"\end{tabular}", *below, r"\end{table}"]
    return "\n".join(lines) + "\n"


def _type(header: Sequence[str], plain: Sequence[Sequence[str]]) -> _Type:
    """The largest type in which no word of a table has to be broken; else the smallest."""
    needed = sum(whole(header, plain, pieces))
    sizes = (_NORMAL, *_SMALLER)
    return next((size for size in sizes if needed <= size.room(len(header), _SPARE)), sizes[-1])


def packages(body: str) -> str:
    """The comment that names what the preamble must load for a body."""
    names = ["booktabs"]
    names += ["array"] if r"\arraybackslash" in body else []
    names += ["longtable"] if r"\begin{longtable}" in body else []
    return f"% \\usepackage{{{','.join(names)}}} in the preamble\n"
