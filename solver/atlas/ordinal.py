"""All ordinal 2x2 games, ties included, up to exchanging rows, columns and players.

A player's preferences over the four cells are a weak order, of which there are 75. Two games are
the same if one becomes the other by exchanging the rows, the columns or the players: 726 classes,
78 of them without ties (Rapoport and Guyer 1966; Kilgour and Fraser 1988). Both counts are the
enumeration's own.

Games without ties have names by pairs of symmetric games (Bruns 2015). With the row player's best
cell in the right-hand column and the column player's best cell in the upper row, a player's
payoffs are the pattern of one of the twelve symmetric games; the game is named after both patterns,
in alphabetical order since players can be exchanged, and once where they are the same.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from games import catalogue
from games.display import Cell, Document, Section, Table
from games.forms.normal import NormalFormGame
from solver.atlas.index import ties
from solver.nash import solve_bimatrix

#: Ranks of the cells (0,0), (0,1), (1,0), (1,1); 1 the worst.
Ranks = tuple[int, int, int, int]
#: The row player's ranks and the column player's.
Game = tuple[Ranks, Ranks]

#: Entries of the catalogue that stand for the twelve symmetric games.
SYMMETRIC = (
    "assurance", "battle", "chicken", "compromise", "concord", "coordination", "deadlock",
    "harmony", "hero", "peace", "prisoners-dilemma", "stag-hunt",
)  # fmt: skip


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


def _best(ranks: Ranks) -> int:
    return ranks.index(4)


def _reflected(ranks: Ranks) -> Ranks:
    """What the column player sees, in the row player's place: cells along the other diagonal."""
    a, b, c, d = ranks
    return d, b, c, a


def oriented(game: Game) -> Game:
    """A strict game with the row player's best cell on the right, the column player's above."""
    row, column = game
    columns, rows = _best(row) in (0, 2), _best(column) in (2, 3)
    return _turned(row, rows, columns), _turned(column, rows, columns)


@cache
def patterns() -> dict[Ranks, str]:
    """The row player's oriented ranks in each symmetric game -> its name in the catalogue."""
    found = {}
    for name in SYMMETRIC:
        game = catalogue.load(f"classic/{name}").realise().game
        row, column = (
            tuple(int(table[i][j]) for i in (0, 1) for j in (0, 1)) for table in game.payoffs
        )
        assert len(row) == len(column) == 4
        found[oriented((row, column))[0]] = name
    return found


def name(game: Game) -> str:
    """The name of a game without ties by its patterns; "" for one with ties."""
    if not strict(game):
        return ""
    row, column = oriented(game)
    own, other = sorted((patterns()[row], patterns()[_reflected(column)]))
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
    plain = [item for item in every if item.name]
    tied = [item for item in every if not item.name]
    count = Counter((bool(item.name), item.pure, item.components) for item in every)
    groups: list[list[Cell]] = [
        ["no" if named else "yes", pure, components, number]
        for (named, pure, components), number in sorted(count.items(), reverse=True)
    ]
    columns = ("code", "pure", "extreme", "components", "ties", "symmetric")
    return Document(
        "Ordinal 2x2 games",
        (
            f"{len(every)} games up to exchanging rows, columns and players; {len(plain)} of them "
            "without ties.",
            "The code lists the row player's ranks in the cells upper left, upper right, lower "
            "left, lower right, then the column player's; 1 is the worst, equal ranks are ties. "
            "Equilibria are those of the ranks taken for payoffs.",
            "Games without ties are named after the symmetric games whose payoff patterns their "
            "players have (Bruns 2015); the twelve are entries of the catalogue. Games with ties "
            "have their code alone.",
        ),
        (
            Section(
                "How many have how many equilibria",
                (Table("", ("ties", "pure equilibria", "components", "games"), groups),),
            ),
            Section(
                "Without ties",
                (
                    Table(
                        "", ("patterns", *columns), [[item.name, *_cells(item)] for item in plain]
                    ),
                ),
            ),
            Section("With ties", (Table("", columns, [_cells(item) for item in tied]),)),
        ),
    )


def _cells(item: Solved) -> list[Cell]:
    symmetric = "symmetric" if item.symmetric else ""
    return [item.code, item.pure, item.extreme, item.components, item.ties, symmetric]
