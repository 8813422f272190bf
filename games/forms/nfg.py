r"""Gambit's strategic game files (.nfg): reading and writing, both variants, exact.

The format (Gambit manual, "Game representation formats"):

    NFG 1 R "title" { "player" .. } PROLOGUE ["comment"] BODY

The prologue is either the numbers of strategies, { 3 2 }, or their names, { { "a" "b" } { "c" } }.
The body lists pure profiles with player 1's strategy fastest, then player 2's, and so on. In the
payoff variant it gives every player's payoff at each profile. In the outcome variant it is a list
of outcomes, { { "name" 1, 2 } .. }, then the number of the outcome of each profile, counted
from 1; outcome 0 pays everyone 0.

White space has no meaning outside quotation marks; \" is a quotation mark inside them. Integers,
decimals and fractions are exact: 0.1 is 1/10. Names that are empty or occur twice get a number, as
Gambit gives them ("_1", "a_1", "a_2"), because actions must be told apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, Literal, NoReturn

from games.errors import GameError, LimitError, Place, SpecError
from games.exact import Number
from games.forms.normal import NormalFormGame, Profile, Tensor

#: Longest text, most players, most payoffs (players times profiles) and longest number read.
MAX_CHARACTERS = 8_000_000
MAX_PLAYERS = 32
MAX_PAYOFFS = 500_000
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
class _Token:
    """kind: "text" (quoted), "word" (numbers, NFG, R), or the symbol itself; "end" at the end."""

    kind: str
    value: str
    offset: int


class _Reader:
    """Tokens of one file, read one ahead, with the place of every error."""

    def __init__(self, text: str, file: str | None) -> None:
        self._text = text
        self._file = file
        self._tokens = self._scan()
        self.next = next(self._tokens)

    def _scan(self) -> Iterator[_Token]:
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
                yield _Token("text", value.replace('\\"', '"'), start - 1)
            else:
                yield _Token(value if kind == "symbol" else "word", value, start)
        while True:
            yield _Token("end", "", len(text))

    def place(self, offset: int) -> Place:
        before = self._text[:offset]
        return Place(self._file, before.count("\n") + 1, offset - before.rfind("\n"))

    def fail(
        self, message: str, offset: int, *, found: str | None = None, hint: str | None = None
    ) -> NoReturn:
        raise SpecError(message, place=self.place(offset), found=found, hint=hint)

    def take(self) -> _Token:
        token = self.next
        self.next = next(self._tokens)
        return token

    def expect(self, kind: str, what: str) -> _Token:
        token = self.take()
        if token.kind != kind:
            self.refuse(token, what)
        return token

    def refuse(self, token: _Token, what: str) -> NoReturn:
        found = "the end of the file" if token.kind == "end" else repr(token.value[:40])
        self.fail(f"expected {what}; got {found}", token.offset, found=token.value[:200])

    def number(self, what: str) -> Fraction:
        token = self.expect("word", what)
        return self._number(token, what)

    def _number(self, token: _Token, what: str) -> Fraction:
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
        offset = self.next.offset
        value = self.number(what)
        if value.denominator != 1 or value < low:
            self.fail(f"expected {what}; got {value}", offset)
        return int(value)


def read_nfg(text: str, file: str | None = None) -> NormalFormGame:
    """Read a strategic game from the text of a .nfg file, either variant, exactly.

    Raises `SpecError` with line and column for anything that breaks the format, `LimitError` for
    more than MAX_PAYOFFS payoffs, MAX_PLAYERS players or MAX_CHARACTERS characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise LimitError(
            f".nfg text of {len(text)} characters; at most {MAX_CHARACTERS} are read",
            place=Place(file),
        )
    reader = _Reader(text, file)
    start = reader.take()
    if start.value != "NFG":
        reader.refuse(start, "the word NFG, with which every .nfg file begins")
    version = reader.take()
    if version.value != "1":
        reader.refuse(version, "format version 1")
    letter = reader.take()
    if letter.value not in ("R", "D"):
        reader.refuse(letter, "the letter R (or D) after the version")
    title = reader.expect("text", "the title of the game in quotation marks").value
    players = _names(reader, "player")
    if not players:
        reader.fail("a game needs at least one player", letter.offset)
    if len(players) > MAX_PLAYERS:
        raise LimitError(
            f"{len(players)} players; at most {MAX_PLAYERS} are read", place=Place(file)
        )
    actions = _strategies(reader, players)
    if reader.next.kind == "text":
        reader.take()
    shape = tuple(len(names) for names in actions)
    body = _outcomes if reader.next.kind == "{" else _payoffs
    vectors = body(reader, players, shape)
    extra = reader.take()
    if extra.kind != "end":
        reader.refuse(extra, f"the end of the file after {prod(shape)} profiles")
    return NormalFormGame(
        players=_distinct(players),
        actions=tuple(map(_distinct, actions)),
        payoffs=tuple(
            _nested([vector[player] for vector in vectors], shape) for player in range(len(players))
        ),
        title=title,
    )


def _names(reader: _Reader, what: str) -> tuple[str, ...]:
    """{ "a" "b" .. }"""
    reader.expect("{", f"'{{' before the names of the {what}s")
    names = []
    while reader.next.kind == "text":
        names.append(reader.take().value)
    reader.expect("}", f"the name of a {what} in quotation marks, or '}}'")
    return tuple(names)


def _strategies(reader: _Reader, players: Sequence[str]) -> list[tuple[str, ...]]:
    """{ 3 2 } or { { "a" "b" "c" } { "d" "e" } }"""
    opening = reader.expect("{", "'{' before the strategies")
    found: list[tuple[str, ...]] = []
    cells = len(players)
    while reader.next.kind in ("{", "word"):
        token = reader.next
        if len(found) == len(players):
            reader.fail(f"strategies for more than {len(players)} players", token.offset)
        if token.kind == "{":
            names = _names(reader, "strategy")
            if not names:
                reader.fail(f"player {players[len(found)]!r} has no strategies", token.offset)
            cells *= len(names)
        else:
            count = reader.integer("a number of strategies, 1 or more", 1)
            cells *= count
            names = () if cells > MAX_PAYOFFS else tuple(str(i + 1) for i in range(count))
        if cells > MAX_PAYOFFS:
            raise LimitError(
                f"the game has at least {cells} payoffs; at most {MAX_PAYOFFS} are read",
                place=reader.place(token.offset),
            )
        found.append(names)
    reader.expect("}", "strategies, or '}'")
    if len(found) != len(players):
        reader.fail(
            f"strategies for {len(found)} players, but there are {len(players)} players",
            opening.offset,
        )
    return found


Vectors = list[tuple[Fraction, ...]]


def _payoffs(reader: _Reader, players: Sequence[str], shape: Profile) -> Vectors:
    """One payoff per player for each profile."""
    total = prod(shape) * len(players)
    vectors: Vectors = []
    for done in range(0, total, len(players)):
        vector = []
        for player in range(len(players)):
            if reader.next.kind == "end":
                reader.fail(
                    f"expected {total} payoffs ({prod(shape)} profiles of {len(players)} players);"
                    f" got {done + player}",
                    reader.next.offset,
                )
            vector.append(reader.number("a payoff"))
        vectors.append(tuple(vector))
    return vectors


def _outcomes(reader: _Reader, players: Sequence[str], shape: Profile) -> Vectors:
    """{ { "name" 1, 2 } .. }, then the number of an outcome for each profile."""
    reader.take()
    outcomes: Vectors = [(Fraction(0),) * len(players)]
    while reader.next.kind == "{":
        reader.take()
        reader.expect("text", "the name of an outcome in quotation marks")
        payoffs = []
        for _ in players:
            payoffs.append(reader.number(f"{len(players)} payoffs of an outcome"))
            if reader.next.kind == ",":
                reader.take()
        reader.expect("}", f"'}}' after {len(players)} payoffs")
        outcomes.append(tuple(payoffs))
    reader.expect("}", "an outcome, or '}' after the outcomes")
    vectors: Vectors = []
    for done in range(prod(shape)):
        token = reader.next
        if token.kind == "end":
            reader.fail(
                f"expected the outcomes of {prod(shape)} profiles; got {done}", token.offset
            )
        number = reader.integer("the number of an outcome, 0 or more", 0)
        if number >= len(outcomes):
            reader.fail(
                f"outcome {number} of {len(outcomes) - 1}: there is no such outcome", token.offset
            )
        vectors.append(outcomes[number])
    return vectors


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
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


def _nested(values: Sequence[Number], shape: Profile) -> Tensor:
    """Turn values listed with player 1 fastest into nested tuples [a_0][a_1].."""
    strides = [prod(shape[:player]) for player in range(len(shape))]

    def build(player: int, offset: int) -> Any:
        if player == len(shape):
            return values[offset]
        return tuple(build(player + 1, offset + a * strides[player]) for a in range(shape[player]))

    table: Tensor = build(0, 0)
    return table


def write_nfg(game: NormalFormGame, variant: Literal["payoff", "outcome"] = "payoff") -> str:
    """Write a game as a .nfg file. Reading it back gives the same players, actions and payoffs.

    The format has no place for measures or for which actions count as seeking. Raises `GameError`
    for payoffs that are not rational and for names that the format cannot hold.
    """
    lines = [f"NFG 1 R {_quoted(game.title)}", _list(_name(name) for name in game.players), ""]
    lines += ["{", *(_list(map(_name, names)) for names in game.actions), "}", '""', ""]
    vectors = [
        [_rational(game.payoff(player, profile), game, player) for player in range(len(game.shape))]
        for profile in _first_fastest(game.shape)
    ]
    if variant == "payoff":
        lines += [" ".join(vector) for vector in vectors]
    else:
        numbers: dict[tuple[str, ...], int] = {}
        order = [numbers.setdefault(tuple(v), len(numbers) + 1) for v in vectors]
        lines.append("{")
        lines += [f'{{ "{number}" {", ".join(vector)} }}' for vector, number in numbers.items()]
        lines += ["}", " ".join(map(str, order))]
    return "\n".join(lines) + "\n"


def _first_fastest(shape: Profile) -> Iterator[Profile]:
    for flat in range(prod(shape)):
        profile = []
        for size in shape:
            flat, action = divmod(flat, size)
            profile.append(action)
        yield tuple(profile)


def _list(items: Iterator[str]) -> str:
    return "{ " + " ".join(items) + " }"


def _name(name: str) -> str:
    if not name:
        raise GameError("write_nfg(): an empty name would be read back as another one")
    return _quoted(name)


def _quoted(text: str) -> str:
    if text.endswith("\\"):
        raise GameError(
            f"write_nfg(): {text!r} ends with a backslash, which the format cannot hold",
            hint="rename it",
        )
    return '"' + text.replace('"', '\\"') + '"'


def _rational(payoff: Number, game: NormalFormGame, player: int) -> str:
    if not isinstance(payoff, Fraction):
        raise GameError(
            f"write_nfg(): a payoff of {game.players[player]!r} is not rational: {payoff}",
            hint="the format holds integers, decimals and fractions only",
        )
    return str(payoff)
