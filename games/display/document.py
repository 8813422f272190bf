"""A document: sections of sentences, lists and tables, in every format a table has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from games.display.cells import DIGITS
from games.display.escape import escape_html, escape_latex, escape_markdown, plain, wrap
from games.display.latex import packages
from games.display.table import WIDTH, Table


@dataclass(frozen=True)
class Items:
    """A list of sentences, each its own point."""

    entries: tuple[str, ...]


Block: TypeAlias = str | Items | Table


@dataclass(frozen=True)
class Section:
    """A heading and the blocks below it; a sentence block is one paragraph."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A title, what it says first, and sections."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]

    def to_text(self, digits: int = DIGITS, columns: int = WIDTH) -> str:
        """Return the document for a terminal of the given number of columns."""
        parts = [_underlined(self.title, "═", columns)]
        parts += [_lines(wrap(plain(sentence), columns)) for sentence in self.lead]
        for section in self.sections:
            blocks = [_text(block, digits, columns) for block in section.blocks]
            parts.append(_underlined(section.title, "─", columns) + "\n".join(blocks))
        return "\n".join(parts)

    def to_markdown(self, digits: int = DIGITS) -> str:
        """Return the document as Markdown."""
        parts = [f"# {escape_markdown(self.title)}\n"]
        parts += [f"{escape_markdown(sentence)}\n" for sentence in self.lead]
        for section in self.sections:
            parts.append(f"## {escape_markdown(section.title)}\n")
            for block in section.blocks:
                if isinstance(block, Table):
                    parts.append(block.to_markdown(digits))
                elif isinstance(block, Items):
                    parts.append(_lines([f"- {escape_markdown(entry)}" for entry in block.entries]))
                else:
                    parts.append(f"{escape_markdown(block)}\n")
        return "\n".join(parts)

    def to_latex(self, digits: int = DIGITS) -> str:
        """Return the document as LaTeX to be input by another; its first line names packages."""
        parts = [f"\\section*{{{escape_latex(self.title)}}}\n"]
        parts += [f"{escape_latex(sentence)}\n" for sentence in self.lead]
        for section in self.sections:
            parts.append(f"\\subsection*{{{escape_latex(section.title)}}}\n")
            for block in section.blocks:
                if isinstance(block, Table):
                    parts.append(block.to_latex(digits))
                elif isinstance(block, Items):
                    entries = [f"\\item {escape_latex(entry)}" for entry in block.entries]
                    parts.append(_lines([r"\begin{itemize}", *entries, r"\end{itemize}"]))
                else:
                    parts.append(f"{escape_latex(block)}\n")
        body = "\n".join(parts)
        # Numbers and digests break in few places, which needs words set further apart.
        return f"{packages(body)}\n\\begingroup\\sloppy\n{body}\\par\\endgroup\n"

    def to_html(self, digits: int = DIGITS) -> str:
        """Return the document as an HTML fragment."""
        parts = ['<article class="detente">', f"<h2>{escape_html(self.title)}</h2>"]
        parts += [f"<p><strong>{escape_html(sentence)}</strong></p>" for sentence in self.lead]
        for section in self.sections:
            parts.append(f"<h3>{escape_html(section.title)}</h3>")
            for block in section.blocks:
                if isinstance(block, Table):
                    parts.append(block.to_html(digits).rstrip("\n"))
                elif isinstance(block, Items):
                    entries = "".join(f"<li>{escape_html(entry)}</li>" for entry in block.entries)
                    parts.append(f"<ul>{entries}</ul>")
                else:
                    parts.append(f"<p>{escape_html(block)}</p>")
        return "\n".join([*parts, "</article>"]) + "\n"


def _lines(lines: Sequence[str]) -> str:
    return "".join(line + "\n" for line in lines)


def _underlined(title: str, mark: str, columns: int) -> str:
    lines = wrap(plain(title), columns)
    return _lines([*lines, mark * min(columns, max(len(line) for line in lines))])


def _text(block: Block, digits: int, columns: int) -> str:
    if isinstance(block, Table):
        return block.to_text(digits, columns)
    if isinstance(block, Items):
        lines = []
        for entry in block.entries:
            first, *rest = wrap(plain(entry), columns - 2)
            lines += [f"• {first}", *(f"  {line}" for line in rest)]
        return _lines(lines)
    return _lines(wrap(plain(block), columns))
