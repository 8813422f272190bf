"""Expressions as people write them, read into exact numbers; nothing is ever executed.

Grammar (precedence as in mathematics; ``^`` and ``**`` are the same and bind to the right)::

    sum     := product (("+" | "-") product)*
    product := signed [unit] (("*" | "/") signed [unit])*      unit := "deg" | "°" | "rad"
    signed  := ("+" | "-") signed | power
    power   := atom (("**" | "^") signed)?
    atom    := number | name | name "(" sum ("," sum)* ")" | "(" sum ")"

A unit closes the product before it, so that ``1/2 rad`` is half a radian. Decimals are exact
(0.6 = 3/5, 1e-3 = 1/1000). Values are whatever the caller's names hold (numbers, or rational
functions of parameters); angles are kept apart from numbers, so that ``pi`` cannot leak.
The reader walks the text once with a bounded depth and checks the size of every intermediate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from games.errors import LimitError, NumberError
from games.exact import functions
from games.exact.functions import Arc
from games.exact.limits import MAX_DEPTH, MAX_DIGITS, MAX_STORED_TEXT, MAX_TEXT, check_bits, shorten
from games.exact.number import Scalar

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<op>\*\*|[-+*/^(),°]))",
    re.ASCII,
)
_UNITS = {"deg": "deg", "degree": "deg", "degrees": "deg", "°": "deg", "rad": "rad"}
_UNITS |= {"radian": "rad", "radians": "rad"}
_HINTS = {
    "%": "write 0.4 or 2/5 instead of 40%",
    ":": "write odds of a:b as the probability a/(a+b)",
    ".": "there are no attributes here; write plain names and functions",
    "[": "one expression gives one number",
    "=": "give a value, not an equation",
    "π": "write pi",
}
_NOT_FINITE = {"nan", "inf", "infinity", "oo"}


class Token(NamedTuple):
    """A piece of the text: kind (number, name, op, end), its text and 0-based place."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """Split an expression; raise `NumberError` at the first character that has no meaning."""
    found: list[Token] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            at = place + len(text[place:]) - len(text[place:].lstrip())
            raise NumberError(
                f"cannot read {shorten(text)} as an exact number: unexpected {text[at]!r} at "
                f"character {at + 1}",
                found=shorten(text),
                hint=_HINTS.get(text[at], "allowed: numbers, names, + - * / ** ( ) and functions"),
            )
        kind = str(match.lastgroup)
        found.append(Token(kind, match[kind], match.start(kind)))
        place = match.end()
    found.append(Token("end", "", end))
    return found


class Reader:
    """One pass over the tokens of one expression."""

    def __init__(self, text: str, names: Mapping[str, Scalar], longest: int) -> None:
        if len(text) > longest:
            raise LimitError(
                f"an expression of {len(text)} characters is too long",
                allowed=f"at most {longest} characters",
                hint="name its parts as parameters",
            )
        self.text = text
        self.names = names
        self.tokens = tokens(text)
        self.place = 0
        self.depth = 0

    def read(self) -> Any:
        """Return the value of the whole text: a Scalar or an `Arc`."""
        if self.tokens[0].kind == "end":
            raise NumberError("expected an exact number; got empty text", hint='for example "1/2"')
        value = self._sum()
        if self._next.kind != "end":
            raise self._unexpected()
        return value

    @property
    def _next(self) -> Token:
        return self.tokens[self.place]

    def _take(self, *texts: str) -> str | None:
        token = self._next
        if token.kind == "op" and token.text in texts:
            self.place += 1
            return token.text
        return None

    def _unexpected(self) -> NumberError:
        token = self._next
        what = f"unexpected {shorten(token.text)}" if token.text else "the end comes too early"
        previous = self.tokens[self.place - 1] if self.place else None
        hint = None
        if previous and previous.kind in ("number", "name") and token.kind in ("number", "name"):
            hint = f"write {previous.text}*{token.text} for a product"
        elif token.text in (",",):
            hint = "write decimals with a point, and no separators of thousands"
        return NumberError(
            f"cannot read {shorten(self.text)} as an exact number: {what} at character "
            f"{token.start + 1}",
            found=shorten(self.text),
            hint=hint,
        )

    def _checked(self, operation: Any, *operands: Any) -> Any:
        """Apply an operation; say which text it was if the result cannot be."""
        try:
            value = operation(*operands)
        except ZeroDivisionError:
            raise NumberError(
                f"division by zero in {shorten(self.text)}", found=shorten(self.text)
            ) from None
        except (NumberError, LimitError) as error:
            raise type(error)(
                f"{error.message}, in {shorten(self.text)}",
                found=error.found or shorten(self.text),
                allowed=error.allowed,
                hint=error.hint,
            ) from None
        return check_bits(value) if isinstance(value, Fraction) else value

    def _sum(self) -> Any:
        value = self._product()
        while operator := self._take("+", "-"):
            value = self._checked(functions.OPERATORS[operator], value, self._product())
        return value

    def _product(self) -> Any:
        value = self._unit(self._signed())
        while operator := self._take("*", "/"):
            value = self._checked(functions.OPERATORS[operator], value, self._signed())
            value = self._unit(value)
        return value

    def _unit(self, value: Any) -> Any:
        unit = _UNITS.get(self._next.text)
        if unit is None or self._next.text in self.names:
            return value
        self.place += 1
        return self._checked(Arc.of, value, unit)

    def _signed(self) -> Any:
        self._enter()
        if self._take("-"):
            value = self._checked(functions.OPERATORS["*"], Fraction(-1), self._signed())
        elif self._take("+"):
            value = self._signed()
        else:
            value = self._power()
        self.depth -= 1
        return value

    def _power(self) -> Any:
        value = self._atom()
        if self._take("**", "^"):
            value = self._checked(functions.OPERATORS["**"], value, self._signed())
        return value

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise LimitError(
                f"an expression is nested more than {MAX_DEPTH} deep: {shorten(self.text)}",
                hint="remove superfluous brackets and signs",
            )

    def _atom(self) -> Any:
        token = self._next
        if token.kind == "number":
            self.place += 1
            return self._checked(literal, token.text)
        if token.kind == "name":
            self.place += 1
            if self._take("("):
                return self._call(token)
            return self._name(token)
        if self._take("("):
            value = self._sum()
            self._close()
            return value
        raise self._unexpected()

    def _close(self) -> None:
        if not self._take(")"):
            raise self._unexpected()

    def _name(self, token: Token) -> Any:
        if token.text in self.names:
            value = self.names[token.text]
            return Fraction(value) if isinstance(value, int) else value
        if token.text == "pi":
            return Arc(Fraction(1), Fraction(0))
        if token.text.lower() in _NOT_FINITE:
            raise NumberError(
                f"{shorten(self.text)} is not a finite number",
                found=shorten(self.text),
                hint="every quantity is a finite exact number",
            )
        raise NumberError(
            f"unknown name {token.text!r} in {shorten(self.text)}",
            found=token.text,
            allowed=", ".join(self.names) or "numbers only",
            hint=self._suggestion(token.text),
        )

    def _suggestion(self, word: str) -> str:
        import difflib

        if word in functions.FUNCTIONS:
            return f"write {word}(...)"
        near = difflib.get_close_matches(word, [*self.names, "pi"], 1)
        if near:
            return f"did you mean {near[0]!r}?"
        known = ", ".join(list(self.names)[:8])
        return f"known names: {known}" if known else "no names are defined here"

    def _call(self, token: Token) -> Any:
        if token.text == "root":
            return self._root()
        function = functions.FUNCTIONS.get(token.text)
        if function is None:
            raise NumberError(
                f"unknown function {token.text!r} in {shorten(self.text)}",
                found=token.text,
                allowed=", ".join([*functions.FUNCTIONS, "root"]),
                hint=f"allowed: {', '.join([*functions.FUNCTIONS, 'root'])}",
            )
        arguments = [self._sum()]
        while self._take(","):
            arguments.append(self._sum())
        self._close()
        return self._checked(function, *arguments)

    def _root(self) -> Any:
        """Read ``root(polynomial in x, i)``: its i-th real root, the least being the first."""
        from games.exact.rational_function import parameter

        outer, self.names = self.names, {"x": parameter("x")}
        polynomial = self._sum()
        self.names = outer
        if not self._take(","):
            raise self._unexpected()
        index = self._sum()
        self._close()
        return self._checked(functions.numbered_root, polynomial, index)


def literal(text: str) -> Fraction:
    """Return a decimal as the exact rational it is, refusing absurd lengths."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MAX_DIGITS:
        raise LimitError(
            f"a number of {len(mantissa)} digits is too long",
            allowed=f"at most {MAX_DIGITS} digits",
            hint="round it or write it as a product of powers",
        )
    if len(exponent) > 5 or abs(int(exponent or 0)) > MAX_DIGITS:
        raise LimitError(
            f"the decimal exponent of {shorten(text)} is too large",
            allowed=f"at most {MAX_DIGITS}",
            hint="change the unit",
        )
    return Fraction(text)


def parse(text: str, names: Mapping[str, Scalar] | None = None) -> Scalar:
    """Return the exact value of an expression over numbers and named values.

    Raises `NumberError` for text that is no exact number, `LimitError` for one that is too large.
    """
    return read(text, names or {}, MAX_TEXT)


def read(text: str, names: Mapping[str, Scalar], longest: int) -> Scalar:
    """Parse with another bound on the length."""
    if not isinstance(text, str):
        raise NumberError(
            f"parse(): argument must be text; got {type(text).__name__}",
            found=type(text).__name__,
            hint='write numbers as text, such as "0.1", so that they are exact',
        )
    value = Reader(text, names, longest).read()
    if isinstance(value, Arc):
        raise NumberError(
            f"{shorten(text)} is an angle, not a number",
            found=shorten(text),
            hint=f"write cos({text.strip()[:40]}) for its cosine",
        )
    return value


def read_function(text: str, names: tuple[str, ...]) -> Scalar:
    """Parse what a rational function of these parameters wrote of itself."""
    from games.exact.rational_function import parameter

    return read(text, {name: parameter(name) for name in names}, MAX_STORED_TEXT)
