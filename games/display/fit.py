"""Widths of columns so that a table fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from games.display.escape import width

#: Characters that a column keeps where words have to be broken.
NARROWEST = 8

Split = Callable[[str], Sequence[str]]


def fit(
    header: Sequence[str], body: Sequence[Sequence[str]], space: int, split: Split = str.split
) -> list[int]:
    """Widths in characters: as wide as the content, the widest narrowed until the cells fit.

    space: characters of all cells of a row together. split: a cell in parts that stay whole as
    long as the table can be made to fit without breaking one.
    """
    cells = [[name, *(row[index] for row in body)] for index, name in enumerate(header)]
    widths = [max(map(width, column)) for column in cells]
    for floors in (whole(header, body, split), [NARROWEST] * len(widths)):
        while sum(widths) > space:
            slack = [
                (size, index)
                for index, (size, floor) in enumerate(zip(widths, floors, strict=True))
                if size > floor
            ]
            if not slack:
                break
            widths[max(slack, key=lambda pair: (pair[0], -pair[1]))[1]] -= 1
    return widths


def whole(
    header: Sequence[str], body: Sequence[Sequence[str]], split: Split = str.split
) -> list[int]:
    """The widest part of each column that is to stay whole."""
    cells = [[name, *(row[index] for row in body)] for index, name in enumerate(header)]
    return [
        max((width(part) for cell in column for part in split(cell)), default=0) for column in cells
    ]
