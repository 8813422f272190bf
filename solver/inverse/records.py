"""Observed choices from CSV: one row per choice, exact numbers, one sentence per fault."""

from __future__ import annotations

import csv
import difflib
import io
from functools import cache
from typing import Any

from games.errors import NumberError, Place, WorldError
from games.exact import Number, parse
from games.world.history import CoalitionChoice, History, RecordedChoice
from solver.errors import DataError

_NUMBERS = (
    "share", "win_probability", "stakes", "resistance", "grab", "loss_if_held", "growth",
    "surprise",
)  # fmt: skip
_WORDS = ("action", "by", "name", "against", "attackers", "defenders")
_REQUIRED = ("action", "share", "stakes")
_COALITION = ("action", "attackers", "defenders", "win_probability", "stakes")


def read_csv(text: str, name: str, *, missing: str = "refuse", chooser: str = "chooser") -> History:
    """Read a history from CSV text; the first row names the columns.

    Columns: action (seek or hold), share, stakes, win_probability, and where wanted by, name,
    against, resistance, grab, loss_if_held, growth, surprise. missing: "refuse" rows without a
    required value, or "drop" them. A win probability left empty is an unknown belief.

    With the columns attackers and defenders, such as `red=1 green=2`, the rows are choices about
    conflicts of coalitions; win_probability is then that of the attackers, and required.
    """
    reader = csv.DictReader(io.StringIO(text))
    columns = [str(column).strip() for column in reader.fieldnames or ()]
    reader.fieldnames = columns
    known = (*_WORDS, *_NUMBERS)
    for column in columns:
        if column not in known:
            close = difflib.get_close_matches(column, known, 1)
            raise DataError(
                f"there is no column {column!r} in a history of choices",
                place=Place(file=name, line=1),
                found=column,
                allowed=", ".join(known),
                hint=f"did you mean {close[0]!r}?" if close else f"columns: {', '.join(known)}",
            )
    among_many = "attackers" in columns or "defenders" in columns
    required = _COALITION if among_many else _REQUIRED
    for column in required:
        if column not in columns:
            raise DataError(
                f"the column {column!r} is missing", place=Place(file=name, line=1), allowed=column
            )
    if among_many:
        for column in columns:
            if column not in (*_COALITION, "by", "name"):
                raise DataError(
                    f"the column {column!r} is for choices between two parties",
                    place=Place(file=name, line=1),
                    found=column,
                    hint="attackers and defenders bring their powers, such as red=1 green=2",
                )
    choices: list[RecordedChoice] = []
    coalitions: list[CoalitionChoice] = []
    incomplete = 0
    for row in reader:
        if any(not (row.get(column) or "").strip() for column in required):
            incomplete += 1
            continue
        place = Place(file=name, line=reader.line_num)
        if among_many:
            coalitions.append(_coalition(row, place, chooser, len(coalitions)))
        else:
            choices.append(_choice(row, place, chooser, len(choices)))
    if incomplete and missing != "drop":
        total = incomplete + len(choices) + len(coalitions)
        raise DataError(
            f"{incomplete} of {total} rows lack one of {', '.join(required)}",
            place=Place(file=name),
            found=str(incomplete),
            hint="choose --missing drop to go on without them",
        )
    if not choices and not coalitions:
        raise DataError("no complete row: nothing was observed", place=Place(file=name))
    return History(tuple(choices), tuple(coalitions), incomplete)


def read_frame(data: Any, *, missing: str = "refuse", chooser: str = "chooser") -> History:
    """Read a history from a pandas DataFrame with the columns of `read_csv`.

    Numbers must be exact: text, int or Fraction. Binary floats are refused.
    """
    for column in data.columns:
        for value in data[column]:
            if isinstance(value, float) and value == value:  # missing values are NaN
                raise DataError(
                    f"the column {column!r} holds the binary float {value!r}",
                    found=repr(value),
                    hint="read exact decimals as text: pd.read_csv(.., dtype=str)",
                )
    text = data.to_csv(index=False)
    return read_csv(text, "the data frame", missing=missing, chooser=chooser)


def _values(row: dict[str, Any], place: Place) -> dict[str, str]:
    """Return the fields of a row, stripped; refuse words that are no posture."""
    if None in row:
        raise DataError("the row has more fields than the header", place=place)
    values = {key: (value or "").strip() for key, value in row.items()}
    for key in ("action", "against"):
        if values.get(key) and values[key] not in ("seek", "hold"):
            raise DataError(
                f"{key} must be seek or hold; found {values[key]!r}",
                place=Place(file=place.file, line=place.line, key=key),
                found=values[key],
                allowed="seek, hold",
            )
    return values


def _coalition(row: dict[str, Any], place: Place, chooser: str, number: int) -> CoalitionChoice:
    values = _values(row, place)
    win, stakes = (
        _number(values[key], Place(file=place.file, line=place.line, key=key))
        for key in ("win_probability", "stakes")
    )
    sides = [
        _side(values[key], Place(file=place.file, line=place.line, key=key))
        for key in ("attackers", "defenders")
    ]
    try:
        return CoalitionChoice(
            values.get("by") or chooser,
            "seek" if values["action"] == "seek" else "hold",
            sides[0],
            sides[1],
            win,
            stakes,
            values.get("name") or f"observation {number + 1}",
        )
    except WorldError as error:
        raise DataError(error.message, place=place) from None


def _side(text: str, place: Place) -> tuple[tuple[str, Number], ...]:
    found = []
    for part in text.replace(";", " ").split():
        party, equals, power = part.partition("=")
        if not equals or not party:
            raise DataError(
                f"{place.key} lists parties with their powers; found {part!r}",
                place=place,
                found=part,
                allowed="PARTY=POWER, separated by spaces",
                hint="write red=1 green=2",
            )
        found.append((party, _exact(power, place)))
    return tuple(found)


def _choice(row: dict[str, Any], place: Place, chooser: str, number: int) -> RecordedChoice:
    values = _values(row, place)
    numbers: dict[str, Any] = {
        key: _number(values[key], Place(file=place.file, line=place.line, key=key))
        for key in _NUMBERS
        if values.get(key)
    }
    if ("growth" in numbers) != ("surprise" in numbers):
        raise DataError("growth and surprise stand together or not at all", place=place)
    numbers.setdefault("win_probability", None)
    return RecordedChoice(
        by=values.get("by") or chooser,
        action="seek" if values["action"] == "seek" else "hold",
        against="seek" if values.get("against") == "seek" else "hold",
        name=values.get("name") or f"observation {number + 1}",
        **numbers,
    )


@cache
def _parsed(text: str) -> Number:
    value: Number = parse(text)
    return value


def _exact(text: str, place: Place) -> Number:
    try:
        return _parsed(text)
    except NumberError as error:
        raise NumberError(
            f"{place.key}: {error.message}", place=place, found=text, hint=error.hint
        ) from None


def _number(text: str, place: Place) -> Number:
    value = _exact(text, place)
    if not 0 <= value <= 1:
        raise NumberError(
            f"{place.key} must be between 0 and 1; found {text}",
            place=place,
            found=text,
            allowed="[0, 1]",
        )
    return value
