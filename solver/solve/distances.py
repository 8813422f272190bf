"""How far the quantities of a spec are from another verdict: found, in words and as data."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from games.display import Block, Cell, Items, Section, Table, decimal
from games.exact import Number, text, to_json
from solver.solution.verdict import Distance, Flip

if TYPE_CHECKING:
    from solver.solve.front import Clock, Subject
    from solver.verdict.elsewhere import Finder, Verdict
    from solver.verdict.walk import Sayings

#: Exact forms up to this many characters are shown where only the size matters.
_SHORT = 16
#: Quantities of which nothing else is told beyond this many are counted.
_LISTED = 20
#: How a reason begins where only equilibria in pure strategies were followed.
PURE_ONLY = "exact for the pure equilibria alone"
UNSURE = "not all equilibria are known"


def of_game(verdict: Callable[[Any], Sayings]) -> Verdict:
    """The verdict of a spec with other values, from what is said of its game."""
    return lambda spec, values: verdict(spec.realise(values).game)


def distances_of(
    subject: Subject,
    verdict: Verdict,
    clock: Clock,
    most: int | None = None,
    finder: Finder | None = None,
) -> tuple[Distance, ...]:
    """The distance of every quantity of the spec behind a game; nothing without a spec.

    most: quantities after which the rest is left out. finder: asked for every quantity first.
    """
    if subject.spec is None or subject.spec.given is not None:
        return ()
    from solver.verdict.elsewhere import walked_distances

    found = tuple(walked_distances(subject.spec, verdict, clock.stopped, most, finder))
    clock.lap("distances")
    return found


def short(value: Number) -> str:
    """Return a number exactly where that is short, else its approximation alone."""
    exact = text(value)
    return exact if len(exact) <= _SHORT else f"≈ {decimal(value)}"


def distances_section(distances: Sequence[Distance]) -> Section | None:
    """What would change the verdict: nearest values, what they change, and what is not known."""
    if not distances:
        return None
    known = [distance for distance in distances if distance.computed]
    moving = [distance for distance in known if distance.below or distance.above]
    marks: dict[tuple[str, ...], str] = {}
    rows: list[list[Cell]] = []
    for distance in moving:
        name = quantity_name(distance)
        cells = [_flip_cell(distance, flip, marks) for flip in _flips(distance)]
        rows.append([name, quantity_value(distance, distance.value), *cells])
    blocks: list[Block] = []
    if rows:
        note = "The nearest values at which the verdict is another, all else as it is."
        if any(flip and not flip.attained for item in moving for flip in _flips(item)):
            note += " Past: only beyond that value."
        blocks.append(Table("", ("quantity", "now", "down to", "up to"), rows, (note,)))
        blocks.append(Items(tuple(f"({mark}) {' '.join(said)}" for said, mark in marks.items())))
    reasons: dict[str, list[str]] = {}
    for distance in known:
        if distance.reason != "exact":
            reasons.setdefault(distance.reason, []).append(distance.address)
    still = [
        distance.address
        for distance in known
        if distance not in moving and distance.reason == "exact"
    ]
    if still:
        blocks.append(f"The same verdict at every value allowed: {_some(still, ', ')}.")
    for distance in distances:
        if not distance.computed:
            reasons.setdefault(distance.reason, []).append(distance.address)
    blocks += [f"{_some(names)}: {reason}." for reason, names in reasons.items()]
    return Section("What would change the verdict", tuple(blocks))


def _some(names: Sequence[str], last: str = " and ") -> str:
    """A list of quantities; a long one is cut, and says so."""
    if len(names) <= _LISTED:
        return last.join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return f"{', '.join(names[:_LISTED])} and {len(names) - _LISTED} more (JSON has all)"


def unknown_distances(subject: Subject, why: str) -> tuple[Distance, ...]:
    """Every quantity with the reason why nothing is computed of it."""
    if subject.spec is None or subject.spec.given is not None:
        return ()
    from solver.verdict.distance import blank_distance

    return tuple(
        replace(blank_distance(quantity), reason=f"not computed, because {why}")
        for quantity in subject.spec.quantities()
    )


def quantity_name(distance: Distance) -> str:
    """The address as the reader knows the quantity: an angle for a cosine."""
    return distance.address.replace("cosine", "angle", 1) if distance.angle else distance.address


def quantity_value(distance: Distance, value: Number) -> str:
    """Return a value as the reader knows the quantity: a cosine as its angle."""
    return angle_text(value) if distance.angle else short(value)


def angle_text(cosine: Number) -> str:
    """Return an angle in degrees, with its exact cosine where that tells more."""
    degrees = f"{math.degrees(math.acos(max(-1.0, min(1.0, float(cosine))))):.6g} deg"
    exact = text(cosine)
    if len(exact) > _SHORT or exact.startswith(("cos(", "-cos(")):
        return degrees
    return f"{degrees} (cosine {exact})"


def _flips(distance: Distance) -> tuple[Flip | None, Flip | None]:
    """The flips down and up; a wider angle has a smaller cosine."""
    if distance.angle:
        return distance.above, distance.below
    return distance.below, distance.above


def _flip_cell(distance: Distance, flip: Flip | None, marks: dict[tuple[str, ...], str]) -> str:
    """Where the verdict changes, marked with the letter of what it changes to."""
    if flip is None:
        return "-"
    mark = marks.setdefault(flip.changes, _letter(len(marks)))
    words = quantity_value(distance, flip.value)
    return f"{words} ({mark})" if flip.attained else f"past {words} ({mark})"


def _letter(number: int) -> str:
    """a, b, .., z, aa, ab, .."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def distance_entries(distances: Sequence[Distance]) -> list[dict[str, Any]]:
    """One entry per quantity in the `thresholds` of a document: how far from another verdict."""
    return [_entry(distance) for distance in distances]


def _entry(distance: Distance) -> dict[str, Any]:
    return {
        "kind": "distance",
        "parameter": distance.address,
        "party": None,
        "current": to_json(distance.value),
        "domain": [_optional(distance.low), _optional(distance.high)],
        "value": None,
        "seek": None,
        "formula": None,
        "conditions": None,
        "flip": {"below": _flip(distance.below), "above": _flip(distance.above)}
        if distance.computed
        else None,
        "reason": distance.reason,
    }


def _flip(flip: Flip | None) -> dict[str, Any] | None:
    if flip is None:
        return None
    return {
        "value": to_json(flip.value),
        "distance": to_json(flip.distance),
        "attained": flip.attained,
        "changes": list(flip.changes),
        "bracket": None if flip.bracket is None else [to_json(end) for end in flip.bracket],
    }


def _optional(value: Number | None) -> Any:
    return None if value is None else to_json(value)
