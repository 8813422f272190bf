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

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod
from typing import Any, Literal

from games.errors import GameError, LimitError, Place
from games.exact import Number
from games.forms.gambit import MAX_CHARACTERS, Reader, distinct, quoted
from games.forms.normal import NormalFormGame, Profile, Tensor

#: Most players and most payoffs (players times profiles) read.
MAX_PLAYERS = 32
MAX_PAYOFFS = 500_000


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
    reader = Reader(text, file)
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
        players=distinct(players),
        actions=tuple(map(distinct, actions)),
        payoffs=tuple(
            _nested([vector[player] for vector in vectors], shape) for player in range(len(players))
        ),
        title=title,
    )


def _names(reader: Reader, what: str) -> tuple[str, ...]:
    """{ "a" "b" .. }"""
    reader.expect("{", f"'{{' before the names of the {what}s")
    names = []
    while reader.next.kind == "text":
        names.append(reader.take().value)
    reader.expect("}", f"the name of a {what} in quotation marks, or '}}'")
    return tuple(names)


def _strategies(reader: Reader, players: Sequence[str]) -> list[tuple[str, ...]]:
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


def _payoffs(reader: Reader, players: Sequence[str], shape: Profile) -> Vectors:
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


def _outcomes(reader: Reader, players: Sequence[str], shape: Profile) -> Vectors:
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
    lines = [
        f"NFG 1 R {quoted(game.title, 'write_nfg()')}",
        _list(_name(name) for name in game.players),
        "",
    ]
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
    return quoted(name, "write_nfg()")


def _rational(payoff: Number, game: NormalFormGame, player: int) -> str:
    if not isinstance(payoff, Fraction):
        raise GameError(
            f"write_nfg(): a payoff of {game.players[player]!r} is not rational: {payoff}",
            hint="the format holds integers, decimals and fractions only",
        )
    return str(payoff)
