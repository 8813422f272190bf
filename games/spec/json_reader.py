"""JSON text to the same tree as YAML, with places; numbers stay the text they were typed as.

RFC 8259, with two differences: duplicate keys are refused, and the words `NaN` and `Infinity` are
read as texts, so that the key under which they stand says why they are no numbers.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from games.errors import Place, SpecError
from games.spec.tree import Builder, List, Map, Mark, Node, Text, add_key, shorten

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_WORD = re.compile(r"[-+A-Za-z0-9.]+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS = {"true", "false", "null", "NaN", "Infinity", "-Infinity"}


def read_json(text: str, file: str) -> Node:
    """Parse JSON; raises `SpecError` with its place."""
    return _Reader(text, file).read()


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.position = 0
        self.line = 1
        self.line_start = 0
        self.seen = 0
        self.builder = Builder()

    def read(self) -> Node:
        node = self.node(0)
        if self.peek():
            self.fail(f"there is more after the end of the document: {self.rest()}")
        return node

    def peek(self) -> str:
        """Skip white space; return the next character, "" at the end."""
        match = _SPACE.match(self.text, self.position)
        assert match is not None
        self.position = match.end()
        return self.text[self.position : self.position + 1]

    def mark(self) -> Mark:
        start = self.text.rfind("\n", self.seen, self.position)
        if start >= 0:
            self.line += self.text.count("\n", self.seen, self.position)
            self.line_start = start + 1
        self.seen = self.position
        return Mark(self.file, self.line, self.position - self.line_start + 1)

    def rest(self) -> str:
        following = self.text[self.position : self.position + 20]
        return f"`{shorten(following, 20)}`" if following.strip() else "the end of the file"

    def fail(self, message: str) -> NoReturn:
        mark = self.mark()
        raise SpecError(
            f"this is not valid JSON: {message}", place=Place(self.file, mark.line, mark.column)
        )

    def node(self, depth: int) -> Node:
        character = self.peek()
        mark = self.mark()
        self.builder.count(mark)
        if character == "{":
            return self.mapping(mark, depth + 1)
        if character == "[":
            return self.list(mark, depth + 1)
        if character == '"':
            return self.string(mark)
        match = _WORD.match(self.text, self.position)
        word = match.group() if match else ""
        if word not in _WORDS and not _NUMBER.fullmatch(word):
            self.fail(f"expected a value, found {self.rest()}")
        self.position += len(word)
        return Text(mark, word)

    def string(self, mark: Mark) -> Text:
        match = _STRING.match(self.text, self.position)
        if match is None:
            self.fail(f"this text does not end, or holds a control character: {self.rest()}")
        try:
            value: str = json.loads(match.group())
            value.encode()
        except (ValueError, UnicodeEncodeError):
            self.fail(f"a wrong escape in {self.rest()}")
        self.position = match.end()
        return Text(mark, value, plain=False)

    def list(self, mark: Mark, depth: int) -> List:
        self.builder.enter(mark, depth)
        items: list[Node] = []
        self.position += 1
        if self.peek() == "]":
            self.position += 1
            return List(mark, ())
        while True:
            items.append(self.node(depth))
            if self.separator("]"):
                return List(mark, tuple(items))

    def mapping(self, mark: Mark, depth: int) -> Map:
        self.builder.enter(mark, depth)
        entries: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        self.position += 1
        if self.peek() == "}":
            self.position += 1
            return Map(mark, entries, keys)
        while True:
            if self.peek() != '"':
                self.fail(f"expected a key in quotes, found {self.rest()}")
            key = self.string(self.mark())
            add_key(keys, key)
            if self.peek() != ":":
                self.fail(f"expected `:` after the key, found {self.rest()}")
            self.position += 1
            entries[key.text] = self.node(depth)
            if self.separator("}"):
                return Map(mark, entries, keys)

    def separator(self, close: str) -> bool:
        """Read `,` (False) or the closing bracket (True)."""
        character = self.peek()
        if character not in (",", close) or not character:
            self.fail(f"expected `,` or `{close}`, found {self.rest()}")
        self.position += 1
        return character == close
