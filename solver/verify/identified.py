"""Identified sets by definition: every choice is right inside, and wrong outside.

The claim "identified_set" is about a history of choices (the `game`): the (w, z) that explain it,
w = (1-d)/d >= 0, z = 1/(1-c) >= 1/2, are a polygon with interior, given by its corners in
counter-clockwise order with directions among them, each saying whether it is included; or there is
none, given by at most three constraints with multipliers.

A corner is checked by the gain of each choice at its own (c, d). That nothing is missing follows
from the edges: each must lie on the border of a constraint that fails on its outer side, so that
the set is inside every edge, hence inside the polygon. A conflict is checked by adding the
constraints with their multipliers: what is left must be 0 < 0, or 0 <= a negative number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from games.exact import Number, from_json, sign
from games.world.observation import Observation
from solver.verify.plain import Malformed, entry, index, sequence

_KEYS = ("share", "win_probability", "stakes", "risk", "grab", "loss_if_held")
#: (x, y, 1) of a point, (x, y, 0) of a direction.
_Place = tuple[Number, Number, Number]
#: (a, b, c) of a x + b y <= c, and whether it is strict.
_Row = tuple[Number, Number, Number, bool]

_ONE, _ZERO, _HALF = Fraction(1), Fraction(0), Fraction(1, 2)
_DOMAIN: list[_Row] = [(-_ONE, _ZERO, _ZERO, False), (_ZERO, -_ONE, -_HALF, False)]


def check_identified(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    ties = entry(game, "ties", "the history") is True
    history = [
        _observation(item)
        for item in sequence(entry(game, "observations", "the history"), "observations")
    ]
    rows = [*_DOMAIN, *(_row(o, ties) for o in history)]
    if "conflict" in witnesses:
        return _check_conflict(rows, witnesses)
    corners = sequence(entry(witnesses, "corners", "witnesses"), "corners")
    places = [_place(item) for item in corners]
    if len(places) < 3:
        raise Malformed("a polygon with interior has at least three corners and directions")
    reasons = []
    for number, (item, place) in enumerate(zip(corners, places, strict=True)):
        fault = _check_corner(place, entry(item, "included", "a corner"), history, ties)
        if fault:
            reasons.append(f"corner {number}: {fault}")
    for number, place in enumerate(places):
        following = places[(number + 1) % len(places)]
        after = places[(number + 2) % len(places)]
        if sign(_turn(place, following, after)) <= 0:
            reasons.append(f"corner {number}: the polygon does not turn left after it")
        if not (place[2] == 0 and following[2] == 0) and not _on_a_border(place, following, rows):
            reasons.append(f"edge {number}: no constraint ends there")
    return reasons


def _observation(item: Any) -> Observation:
    action = entry(item, "action", "an observation")
    if action not in ("seek", "hold"):
        raise Malformed(f"the action must be seek or hold; got {action!r}")
    numbers = [from_json(entry(item, key, "an observation")) for key in _KEYS]
    if any(not 0 <= number <= 1 for number in numbers):
        raise Malformed("the numbers of an observation must lie between 0 and 1")
    share, win, stakes, risk, grab, held = numbers
    return Observation(action, share, win, stakes, risk, grab, held)


def _row(o: Observation, ties: bool) -> _Row:
    base, slope, risk = o.line()
    if o.action == "seek":
        return -slope, risk, base, not ties
    return slope, -risk, -base, False


def _place(item: Any) -> _Place:
    x, y = (from_json(entry(item, key, "a corner")) for key in ("w", "z"))
    return x, y, _ZERO if entry(item, "direction", "a corner") is True else _ONE


def _check_corner(
    place: _Place, included: Any, history: Sequence[Observation], ties: bool
) -> str | None:
    w, z, finite = place
    if finite == 0:
        if included is not False:
            return "a direction does not belong to the set"
        # Far along a direction the border z = 1/(1-c) > 0 keeps its side of every choice.
        rows = [*_DOMAIN, *(_row(o, True) for o in history)]
        outside = any(sign(a * w + b * z) > 0 for a, b, _, _ in rows)
        return "the set is bounded in this direction" if outside else None
    if w < 0 or z < _HALF:
        return "it lies outside 0 < d <= 1, -1 <= c < 1"
    cosine, loss = 1 - 1 / z, 1 / (1 + w)
    strictly = True
    for number, o in enumerate(history):
        side = sign(o.gain(cosine, loss))
        right = side if o.action == "seek" else -side
        if right < 0:
            return f"choice {number + 1} is wrong there"
        strictly = strictly and (right > 0 or o.action == "hold" or ties)
    return None if included is strictly else "whether it is included is wrong"


def _turn(u: _Place, v: _Place, t: _Place) -> Number:
    return (
        u[0] * (v[1] * t[2] - v[2] * t[1])
        - u[1] * (v[0] * t[2] - v[2] * t[0])
        + u[2] * (v[0] * t[1] - v[1] * t[0])
    )


def _on_a_border(u: _Place, v: _Place, rows: Sequence[_Row]) -> bool:
    """Whether a constraint is tight at both ends and excludes the right-hand side of the edge."""
    for a, b, c, _ in rows:
        if a * u[0] + b * u[1] == c * u[2] and a * v[0] + b * v[1] == c * v[2]:
            along = (
                (v[0] - u[0], v[1] - u[1]) if u[2] == v[2]
                else (v[0], v[1]) if v[2] == 0
                else (-u[0], -u[1])
            )  # fmt: skip
            if sign(a * along[1] - b * along[0]) > 0:
                return True
    return False


def _check_conflict(rows: Sequence[_Row], witnesses: Mapping[str, Any]) -> list[str]:
    chosen = sequence(witnesses["conflict"], "the conflict")
    if not 1 <= len(chosen) <= 3:
        raise Malformed(f"a conflict has one to three constraints; got {len(chosen)}")
    picked = [rows[index(number, len(rows), "a constraint")] for number in chosen]
    weights = [
        from_json(entry_)
        for entry_ in sequence(
            entry(witnesses, "multipliers", "witnesses"), "multipliers", len(chosen)
        )
    ]
    if any(sign(weight) <= 0 for weight in weights):
        return ["the multipliers must be positive"]
    a, b, c = (
        sum((weight * row[k] for weight, row in zip(weights, picked, strict=True)), _ZERO)
        for k in range(3)
    )
    if a != 0 or b != 0:
        return ["the weighted constraints do not cancel"]
    if sign(c) < 0 or (sign(c) == 0 and any(row[3] for row in picked)):
        return []
    return ["the weighted constraints do not contradict each other"]
