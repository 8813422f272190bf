"""Text made safe for each format: names come from files that anybody may have written."""

from __future__ import annotations

import unicodedata

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "≈": r"$\approx$",
    "≤": r"$\le$",
    "≥": r"$\ge$",
    "≠": r"$\ne$",
    "→": r"$\to$",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "∞": r"$\infty$",
    "∪": r"$\cup$",
    "−": "$-$",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "°": r"$^\circ$",
    "θ": r"$\theta$",
    "ρ": r"$\rho$",
    "γ": r"$\gamma$",
    "δ": r"$\delta$",
    "σ": r"$\sigma$",
    "λ": r"$\lambda$",
    "μ": r"$\mu$",
    "π": r"$\pi$",
}

_MARKDOWN = "\\`*_[]<>|#~"


def plain(text: str) -> str:
    """Return the text on one line with control characters spelt out.

    A terminal would obey an escape sequence hidden in a name.
    """
    if text.isprintable():
        return text
    return "".join(
        char
        if char.isprintable()
        else " "
        if char in "\n\t\r"
        else char.encode("unicode_escape").decode()
        for char in text
    )


#: Words longer than this may be broken in LaTeX behind a sign; digests, in pieces.
_LONG_WORD, _LONG_RUN, _PIECE = 16, 24, 8
_SIGNS = frozenset("_*/=+-.,:;()[]|")


def pieces(text: str) -> list[str]:
    """The parts of a text between which LaTeX may begin a line; without the spaces.

    Words that hyphens or spaces break well enough stay whole.
    """
    found = []
    for word in plain(text).split(" "):
        if len(word) <= _LONG_WORD:
            found.append([word])
            continue
        parts, run = [], ""
        for char in word:
            run += char
            long = len(run) >= _PIECE and not run.isalpha() and len(word) > _LONG_RUN
            if char in _SIGNS or (long and run.isalnum()):
                parts.append(run)
                run = ""
        found.append([*parts, *([run] if run else [])])
    return [piece for word in found for piece in word]


def escape_latex(text: str) -> str:
    """Return the text with every character that LaTeX would interpret escaped.

    Long words without a hyphen, such as digests and products, may be broken at `\\allowbreak`.
    """
    return " ".join(
        r"\allowbreak{}".join("".join(_LATEX.get(char, char) for char in part) for part in parts)
        for parts in map(pieces, plain(text).split(" "))
    )


def escape_markdown(text: str) -> str:
    """Return the text with Markdown's own characters escaped."""
    return "".join("\\" + char if char in _MARKDOWN else char for char in plain(text))


def escape_html(text: str) -> str:
    """Return the text with HTML's own characters as entities."""
    import html

    return html.escape(plain(text), quote=True)


def width(text: str) -> int:
    """Return the number of terminal columns the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def pad(text: str, columns: int, right: bool = False) -> str:
    """Return the text filled with spaces to a number of terminal columns."""
    fill = " " * (columns - width(text))
    return fill + text if right else text + fill


def wrap(text: str, columns: int) -> list[str]:
    """Break the text at spaces into lines of at most `columns` terminal columns.

    A word longer than a line is broken where the line ends. Never returns an empty list.
    """
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if width(candidate) <= columns:
            line = candidate
            continue
        if line:
            lines.append(line)
        while width(word) > columns:
            cut = columns
            while width(word[:cut]) > columns:
                cut -= 1
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    lines.append(line)
    return lines
