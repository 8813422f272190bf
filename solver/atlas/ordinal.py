"""All ordinal 2x2 games, ties included, up to exchanging rows, columns and players.

A player's preferences over the four cells are a weak order, of which there are 75. Two games are
the same if one becomes the other by exchanging the rows, the columns or the players: 726 classes,
78 of them without ties (Rapoport and Guyer 1966; Kilgour and Fraser 1988). Both counts are the
enumeration's own.

Games have names by pairs of symmetric games (Bruns 2015). With the row player's best cell in the
right-hand column and the column player's best cell in the upper row, a player's payoffs are the
pattern of a symmetric game (`solver.atlas.patterns`); the game is named after both patterns, in
alphabetical order since players can be exchanged, and once where they are the same.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from games.display import Cell, Document, Section, Table
from games.forms.normal import NormalFormGame
from solver.atlas import patterns
from solver.atlas.index import ties
from solver.atlas.patterns import Ranks
from solver.nash import solve_bimatrix

#: The row player's ranks and the column player's.
Game = tuple[Ranks, Ranks]


def weak_orders() -> Iterator[Ranks]:
    """Every weak order of four cells, ranks 1, 2, .. without gaps."""
    for a, b, c, d in itertools.product(range(1, 5), repeat=4):
        if {a, b, c, d} == set(range(1, max(a, b, c, d) + 1)):
            yield a, b, c, d


def images(game: Game) -> Iterator[Game]:
    """The game with rows, columns and players exchanged in every way."""
    for row, column in (game, (_transposed(game[1]), _transposed(game[0]))):
        for rows, columns in itertools.product((False, True), repeat=2):
            yield _turned(row, rows, columns), _turned(column, rows, columns)


def _transposed(ranks: Ranks) -> Ranks:
    a, b, c, d = ranks
    return a, c, b, d


def _turned(ranks: Ranks, rows: bool, columns: bool) -> Ranks:
    a, b, c, d = ranks
    if rows:
        a, b, c, d = c, d, a, b
    return (b, a, d, c) if columns else (a, b, c, d)


@cache
def classes() -> tuple[Game, ...]:
    """One game of each class, the smallest of its images; 726 of them."""
    orders = tuple(weak_orders())
    found = {min(images(game)) for game in itertools.product(orders, orders)}
    return tuple(sorted(found))


def strict(game: Game) -> bool:
    """Whether neither player has a tie."""
    return all(len(set(ranks)) == 4 for ranks in game)


def _best(ranks: Ranks) -> list[int]:
    """The cells that the player likes best."""
    return [cell for cell in range(4) if ranks[cell] == max(ranks)]


def _reflected(ranks: Ranks) -> Ranks:
    """What the column player sees, in the row player's place: cells along the other diagonal."""
    a, b, c, d = ranks
    return d, b, c, a


def oriented(game: Game) -> list[Game]:
    """The game with a best cell of the row player on the right, of the column player above.

    Two or four ways where best cells of a player tie across the columns or rows.
    """
    row, column = game
    turned = [
        (_turned(row, rows, columns), _turned(column, rows, columns))
        for rows, columns in itertools.product((False, True), repeat=2)
        if any(cell in ((0, 2) if columns else (1, 3)) for cell in _best(row))
        and any(cell in ((2, 3) if rows else (0, 1)) for cell in _best(column))
    ]
    return sorted(set(turned))


def name(game: Game) -> str:
    """The name of a game by the patterns of its players; "" where one of them has none.

    Where best cells tie across columns or rows the game can be turned, and has a name each way:
    one that names a symmetric game comes first, then the alphabet decides.
    """
    found = []
    for row, column in oriented(game):
        pairs = itertools.product(patterns.names(row), patterns.names(_reflected(column)))
        found += [sorted(pair) for pair in pairs]
    if not found:
        return ""
    own, other = min(found, key=lambda pair: (pair[0] != pair[1], pair))
    return own if own == other else f"{own} / {other}"


def code(game: Game) -> str:
    """The permanent code of a class: the ranks of its smallest image, cell by cell."""
    row, column = ("".join(map(str, ranks)) for ranks in min(images(game)))
    return f"O.{row}.{column}"


@dataclass(frozen=True)
class Solved:
    """What is known of one class."""

    code: str
    name: str
    tied: bool
    symmetric: bool
    ties: str
    pure: int
    extreme: int
    components: int


@cache
def solved() -> tuple[Solved, ...]:
    """Every class with its equilibria, taking ranks for payoffs.

    Pure equilibria follow from the ranks alone. With ties in neither player's column or row the
    numbers of extreme equilibria and of components do too: a mixed one exists for any payoffs of
    that order or for none. Where a tie is decisive, they are those of the ranks as payoffs.
    """
    found = []
    for game in classes():
        row, column = game
        played = NormalFormGame.from_bimatrix(_table(row), _table(column))
        answer = solve_bimatrix(played)
        found.append(
            Solved(
                code(game),
                name(game),
                not strict(game),
                any(image == game for image in _exchanged(game)),
                ties(played),
                sum("pure" in item.tags for item in answer.extreme),
                len(answer.extreme),
                len(answer.components),
            )
        )
    return tuple(found)


def _table(ranks: Ranks) -> list[list[int]]:
    return [list(ranks[:2]), list(ranks[2:])]


def _exchanged(game: Game) -> Iterator[Game]:
    """The images with the players exchanged."""
    yield from list(images(game))[4:]


def ordinal_page() -> Document:
    """All classes as a page of the atlas."""
    every = solved()
    plain = [item for item in every if not item.tied]
    tied = [item for item in every if item.tied]
    count = Counter((item.tied, item.pure, item.components) for item in every)
    groups: list[list[Cell]] = [
        ["yes" if with_ties else "no", pure, components, number]
        for (with_ties, pure, components), number in sorted(
            count.items(), key=lambda entry: (entry[0][0], -entry[0][1], -entry[0][2])
        )
    ]
    columns = ("patterns", "code", "pure", "extreme", "components", "ties", "symmetric")
    return Document(
        "Ordinal 2x2 games",
        (
            f"{len(every)} games up to exchanging rows, columns and players; {len(plain)} of them "
            "without ties.",
            "The code lists the row player's ranks in the cells upper left, upper right, lower "
            "left, lower right, then the column player's; 1 is the worst, equal ranks are ties. "
            "Equilibria are those of the ranks taken for payoffs.",
            "Games are named after the symmetric games whose payoff patterns their players have "
            "(Bruns 2015); the twelve without ties are entries of the catalogue. A pattern with "
            "ties comes from those by making two ranks equal (low, mid, high), both pairs "
            "(double), three (triple, basic) or all (zero). Where a player's best cells tie "
            "across columns or rows a game can be turned and has a name each way; the one given "
            "names a symmetric game if any does, else it comes first in the alphabet. "
            f"{sum(not item.name for item in every)} games have their code alone: for two "
            "patterns no name could be checked.",
        ),
        (
            Section(
                "How many have how many equilibria",
                (Table("", ("ties", "pure equilibria", "components", "games"), groups),),
            ),
            Section("Without ties", (Table("", columns, [_cells(item) for item in plain]),)),
            Section("With ties", (Table("", columns, [_cells(item) for item in tied]),)),
        ),
    )


def _cells(item: Solved) -> list[Cell]:
    symmetric = "symmetric" if item.symmetric else ""
    return [item.name, item.code, item.pure, item.extreme, item.components, item.ties, symmetric]
