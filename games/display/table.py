"""One table type and its five writers: text, Markdown, LaTeX (booktabs), CSV and HTML.

The output depends on the table alone, byte for byte, so that a table can be cited and compared.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from games.display.cells import (
    DIGITS,
    Cell,
    cell_exact,
    cell_latex,
    cell_text,
    is_numeric,
)
from games.display.escape import (
    escape_html,
    escape_markdown,
    pad,
    plain,
    wrap,
)
from games.display.fit import fit
from games.display.latex import latex_table
from games.errors import GameError

#: Text tables are laid out for this many terminal columns unless the caller says otherwise.
WIDTH = 96
_GAP = "  "


@dataclass(frozen=True)
class Table:
    """A title, column names, rows of cells and notes below.

    Shape: rows[row][column]. A cell is text, a number (written exactly, an approximation beside
    it where useful), a `Span` of numbers, or a tuple of numbers.
    Raises `GameError` where a row has not one cell per column.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __init__(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        notes: Sequence[str] = (),
    ) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "columns", tuple(columns))
        object.__setattr__(self, "rows", tuple(tuple(row) for row in rows))
        object.__setattr__(self, "notes", tuple(notes))
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise GameError(
                    f"Table {title!r}: row {number + 1} has {len(row)} cells; "
                    f"got {len(self.columns)} columns"
                )

    def _right(self) -> tuple[bool, ...]:
        """[column]: whether it holds numbers only and is aligned to the right."""
        return tuple(
            bool(self.rows) and all(is_numeric(row[column]) for row in self.rows)
            for column in range(len(self.columns))
        )

    def to_text(self, digits: int = DIGITS, columns: int = WIDTH) -> str:
        """Return the table for a terminal of the given number of columns."""
        header = [plain(name) for name in self.columns]
        body = [[plain(cell_text(cell, digits)) for cell in row] for row in self.rows]
        widths = fit(header, body, columns - _gaps(header))
        right = self._right()
        lines = [plain(self.title)] if self.title else []
        rule = _GAP.join("─" * size for size in widths)
        if any(header):
            lines += [*_lay(header, widths, right), rule]
        for row in body:
            lines += _lay(row, widths, right)
        for note in self.notes:
            lines += wrap(plain(note), columns)
        return "".join(line.rstrip() + "\n" for line in lines)

    def to_markdown(self, digits: int = DIGITS) -> str:
        """Return the table as a Markdown pipe table."""
        right = self._right()
        lines = [f"**{escape_markdown(self.title)}**", ""] if self.title else []
        lines.append("| " + " | ".join(escape_markdown(name) for name in self.columns) + " |")
        lines.append("| " + " | ".join("---:" if flag else "---" for flag in right) + " |")
        for row in self.rows:
            cells = (escape_markdown(cell_text(cell, digits)) for cell in row)
            lines.append("| " + " | ".join(cells) + " |")
        for note in self.notes:
            lines += ["", escape_markdown(note)]
        return "\n".join(lines) + "\n"

    def to_latex(self, digits: int = DIGITS) -> str:
        """Return the table as LaTeX for the booktabs package, within the margins of a page."""
        plain_cells = [[plain(cell_text(cell, digits)) for cell in row] for row in self.rows]
        return latex_table(
            self.title,
            self.columns,
            [[cell_latex(cell, digits) for cell in row] for row in self.rows],
            plain_cells,
            self._right(),
            self.notes,
        )

    def to_csv(self) -> str:
        """Return header and rows as CSV, numbers exact and without approximation."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([cell_exact(cell) for cell in row] for row in self.rows)
        return buffer.getvalue()

    def to_html(self, digits: int = DIGITS) -> str:
        """Return the table as an HTML fragment; exact forms are kept in `data-exact`."""
        right = self._right()
        lines = ['<table class="detente">']
        if self.title:
            lines.append(f"<caption>{escape_html(self.title)}</caption>")
        head = "".join(f'<th scope="col">{escape_html(name)}</th>' for name in self.columns)
        lines += [f"<thead><tr>{head}</tr></thead>", "<tbody>"]
        for row in self.rows:
            cells = []
            for cell, flag in zip(row, right, strict=True):
                style = ' style="text-align:right"' if flag else ""
                data = "" if isinstance(cell, str) else f' data-exact="{_exact_html(cell)}"'
                cells.append(f"<td{style}{data}>{escape_html(cell_text(cell, digits))}</td>")
            lines.append("<tr>" + "".join(cells) + "</tr>")
        lines += ["</tbody>", "</table>"]
        lines += [f'<p class="note">{escape_html(note)}</p>' for note in self.notes]
        return "\n".join(lines) + "\n"

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()


def _gaps(columns: Sequence[str]) -> int:
    return len(_GAP) * (len(columns) - 1)


def _exact_html(cell: Cell) -> str:
    return escape_html(cell_exact(cell))


def _lay(cells: list[str], widths: list[int], right: tuple[bool, ...]) -> list[str]:
    """Lay one row out on as many lines as its longest cell needs."""
    stacks = [wrap(cell, size) for cell, size in zip(cells, widths, strict=True)]
    height = max(map(len, stacks), default=0)
    columns = [
        [pad(line, size, flag) for line in [*stack, *[""] * (height - len(stack))]]
        for stack, size, flag in zip(stacks, widths, right, strict=True)
    ]
    return [_GAP.join(line) for line in zip(*columns, strict=True)]
