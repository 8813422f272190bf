r"""What Gambit's file formats share: tokens, numbers and names, read with the place of every error.

White space has no meaning outside quotation marks; \" is a quotation mark inside them. Integers,
decimals and fractions are exact: 0.1 is 1/10.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from games.errors import GameError, Place, SpecError

#: Longest text and longest number read.
MAX_CHARACTERS = 8_000_000
MAX_DIGITS = 1000

_TOKEN = re.compile(
    r"""\s*(?:
        "(?P<text>(?:[^"\\]|\\"|\\(?!"))*)"
      | (?P<symbol>[{},])
      | (?P<word>[^\s{},"]+)
      | (?P<open>")
    )""",
    re.VERBOSE,
)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<top>\d+)/(?P<bottom>\d+)"
    r"|(?P<whole>\d*)(?:\.(?P<part>\d*))?(?:[eE](?P<power>[+-]?\d+))?)",
    re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """kind: "text" (quoted), "word" (numbers, NFG, R), or the symbol itself; "end" at the end."""

    kind: str
    value: str
    offset: int


class Reader:
    """Tokens of one file, read one ahead, with the place of every error."""

    def __init__(self, text: str, file: str | None) -> None:
        self._text = text
        self._file = file
        self._tokens = self._scan()
        self.next = next(self._tokens)

    def _scan(self) -> Iterator[Token]:
        position = 0
        text = self._text
        while match := _TOKEN.match(text, position):
            kind = str(match.lastgroup)
            start = match.start(kind)
            position = match.end()
            if kind == "open":
                self.fail("this quotation mark is never closed", start)
            value = match.group(kind)
            if kind == "text":
                yield Token("text", value.replace('\\"', '"'), start - 1)
            else:
                yield Token(value if kind == "symbol" else "word", value, start)
        while True:
            yield Token("end", "", len(text))

    def place(self, offset: int) -> Place:
        """Line and column of an offset."""
        before = self._text[:offset]
        return Place(self._file, before.count("\n") + 1, offset - before.rfind("\n"))

    def fail(
        self, message: str, offset: int, *, found: str | None = None, hint: str | None = None
    ) -> NoReturn:
        """Raise `SpecError` at an offset."""
        raise SpecError(message, place=self.place(offset), found=found, hint=hint)

    def take(self) -> Token:
        """The next token."""
        token = self.next
        self.next = next(self._tokens)
        return token

    def expect(self, kind: str, what: str) -> Token:
        """The next token, which must be of a kind; what: its name in errors."""
        token = self.take()
        if token.kind != kind:
            self.refuse(token, what)
        return token

    def refuse(self, token: Token, what: str) -> NoReturn:
        """Refuse a token where something else was expected."""
        found = "the end of the file" if token.kind == "end" else repr(token.value[:40])
        self.fail(f"expected {what}; got {found}", token.offset, found=token.value[:200])

    def number(self, what: str) -> Fraction:
        """The next token as an exact number."""
        token = self.expect("word", what)
        return self._number(token, what)

    def _number(self, token: Token, what: str) -> Fraction:
        match = _NUMBER.fullmatch(token.value)
        if match is None or not (match["top"] or match["whole"] or match["part"]):
            self.refuse(token, what)
        power = int(match["power"]) if match["power"] and len(match["power"]) < 6 else 0
        if (
            len(token.value) > MAX_DIGITS
            or abs(power) > MAX_DIGITS
            or (match["power"] and len(match["power"]) >= 6)
        ):
            self.fail(
                f"number too long: at most {MAX_DIGITS} digits and exponents up to {MAX_DIGITS}",
                token.offset,
            )
        if match["top"]:
            if int(match["bottom"]) == 0:
                self.fail(f"division by zero in {token.value[:40]!r}", token.offset)
            value = Fraction(int(match["top"]), int(match["bottom"]))
        else:
            part = match["part"] or ""
            value = Fraction(int((match["whole"] or "") + part or "0"), 10 ** len(part))
            value *= Fraction(10) ** power
        return -value if match["sign"] == "-" else value

    def integer(self, what: str, low: int) -> int:
        """The next token as a whole number of at least `low`."""
        offset = self.next.offset
        value = self.number(what)
        if value.denominator != 1 or value < low:
            self.fail(f"expected {what}; got {value}", offset)
        return int(value)


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Number the names that are empty or that occur more than once."""
    occurrences = Counter(names)
    used = set(names)
    counts: dict[str, int] = {}
    found = []
    for name in names:
        if name and occurrences[name] == 1:
            found.append(name)
            continue
        while True:
            counts[name] = counts.get(name, 0) + 1
            candidate = f"{name}_{counts[name]}"
            if candidate not in used:
                break
        used.add(candidate)
        found.append(candidate)
    return tuple(found)


def quoted(text: str, writer: str) -> str:
    """A text in quotation marks; writer: what an error calls the function.

    Raises `GameError` for a text the format cannot hold.
    """
    if text.endswith("\\"):
        raise GameError(
            f"{writer}: {text!r} ends with a backslash, which the format cannot hold",
            hint="rename it",
        )
    return '"' + text.replace('"', '\\"') + '"'
