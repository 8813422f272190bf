"""The conflict of a spec: the block `conflict` with numbers in.

Quantities (addresses): stakes; win_probability of party 1, given or from a contest; decisiveness;
advantage.NAME; destruction_probability, destruction_fraction and their product expected_loss. An
expected loss given alone is read as that fraction destroyed for certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from games.exact import Real, Scalar
from games.spec.blocks import WorldDocument
from games.spec.quantity import Quantity, Scope
from games.spec.tree import Path
from games.spec.validate import fail
from games.spec.worlds import party_index
from games.world import Conflict, Contest, LogisticContest, RatioContest, World

_WIN = ("win_probability", "conflict.win_probability")


def build_conflict(document: WorldDocument, scope: Scope, world: World) -> Conflict:
    """The conflict of a spec."""
    stakes = scope.number(
        ("conflict", "stakes"),
        document.conflict.stakes,
        ("stakes", "conflict.stakes"),
        0,
        1,
        "part of the loser's power that passes to the winner",
    )
    probability, fraction = _destruction(document, scope)
    win, contest = _win(document, scope, world)
    advantage = _advantage(document, scope, world)
    with scope.placed(("conflict",)):
        return Conflict(
            stakes=stakes,
            win_probability=win,
            contest=contest,
            destruction_probability=probability,
            destruction_fraction=fraction,
            advantage=advantage,
        )


def _destruction(document: WorldDocument, scope: Scope) -> tuple[Scalar, Scalar]:
    """Probability and fraction of destruction."""
    block = document.conflict
    keys = ("destruction_probability", "destruction_fraction")
    given = [key for key in keys if getattr(block, key) is not None]
    if (block.expected_loss is not None and given) or (block.expected_loss is None and not given):
        fail(
            scope.tree,
            ("conflict", "expected_loss") if given else ("conflict",),
            "destruction is given by its probability and fraction, or by the expected loss, "
            + ("not by both" if given else "and neither is here"),
            allowed="destruction_probability and destruction_fraction, or expected_loss",
            hint=None if given else "add `destruction_probability` and `destruction_fraction`",
        )
    missing = [key for key in keys if key not in given]
    if given and missing:
        fail(scope.tree, ("conflict",), f"the key `{missing[0]}` is missing", allowed=missing[0])
    names = ("expected_loss", "conflict.expected_loss")
    meaning = "expected fraction of the parties' power destroyed by conflict"
    path: Path = ("conflict", "expected_loss")
    if block.expected_loss is not None:
        return Fraction(1), scope.number(path, block.expected_loss, names, 0, 1, meaning)
    probability, fraction = (
        scope.number(
            ("conflict", key), getattr(block, key), (key, f"conflict.{key}"), 0, 1, meaning_of
        )
        for key, meaning_of in (
            ("destruction_probability", "probability that conflict destroys"),
            ("destruction_fraction", "fraction of the parties' power destroyed when it does"),
        )
    )
    loss = probability * fraction
    if scope.given(*names) and scope.given(*keys):
        fail(scope.tree, ("conflict",), f"`expected_loss` follows from `{keys[0]}`; set one")
    chosen = scope.number(path, None, names, 0, 1, meaning, default=loss, derived=True)
    return (Fraction(1), chosen) if scope.given(*names) else (probability, fraction)


def _win(
    document: WorldDocument, scope: Scope, world: World
) -> tuple[Scalar | None, Contest | None]:
    """Win probability of party 1, or the contest that gives it."""
    block = document.conflict
    kind = None if block.contest is None else block.contest.kind
    if (block.win_probability is None) == (kind in (None, "fixed")):
        if block.win_probability is None:
            message = "the key `win_probability` is missing, or a `contest` of kind ratio"
            fail(scope.tree, ("conflict",), message, allowed=f"{{{world.names[0]}: 0.5}}")
        message = f"a contest of kind {kind} gives the win probability, which is here as well"
        fail(scope.tree, ("conflict", "win_probability"), message, hint="keep one of the two")
    path: Path = ("conflict", "win_probability")
    meaning = f"probability that {world.names[0]} wins"
    if block.win_probability is not None:
        if block.contest is not None and block.contest.decisiveness is not None:
            message = "a contest of kind fixed has no decisiveness"
            fail(scope.tree, ("conflict", "contest", "decisiveness"), message)
        value, path = _given_win(block.win_probability, scope, world)
        return scope.number(path, None, _WIN, 0, 1, meaning, default=value), None
    assert block.contest is not None
    if block.contest.decisiveness is None:
        fail(
            scope.tree,
            ("conflict", "contest"),
            "the key `decisiveness` is missing",
            hint="write `decisiveness: 1`, or 2 for a contest that favours the stronger side",
        )
    decisiveness = scope.number(
        ("conflict", "contest", "decisiveness"),
        block.contest.decisiveness,
        ("decisiveness", "contest.decisiveness", "conflict.contest.decisiveness"),
        0,
        None,
        "how much power decides a contest: 0 a coin, large almost surely the stronger side",
        free=False,
    )
    with scope.placed(("conflict", "contest")):
        contest = (RatioContest if kind == "ratio" else LogisticContest)(decisiveness)
        if len(world.parties) != 2:
            return None, contest
        # A contest need have no value in closed form where its result is put in its place.
        derived = None if scope.given(*_WIN) else contest.win_probability(world.shares[0])
    path = ("conflict", "contest")
    chosen = scope.number(path, None, _WIN, 0, 1, meaning, default=derived, derived=True)
    return (chosen, None) if scope.given(*_WIN) else (None, contest)


def _given_win(entries: Mapping[str, str], scope: Scope, world: World) -> tuple[Scalar, Path]:
    """Win probability of party 1 from a mapping that names either party of two, or both."""
    names = list(world.names)
    path: Path = ("conflict", "win_probability")
    values: dict[int, Scalar] = {}
    for name, text in entries.items():
        index = party_index(names, name, (*path, name), scope)
        values[index] = scope.evaluate(text, (*path, name))
        probability = Quantity("", values[index], Fraction(0), Fraction(1), "", path=(*path, name))
        scope.check(probability, text)
    if len(names) > 2 and set(values) != {0}:
        message = f"with {len(names)} parties the win probability is that of {names[0]}"
        fail(scope.tree, path, message, allowed=f"{{{names[0]}: 0.5}}")
    if not values:
        fail(scope.tree, path, "names no party", allowed=f"{{{names[0]}: 0.5}}")
    if 0 not in values:
        return 1 - values[1], (*path, names[1])
    if 1 in values:
        total = values[0] + values[1]
        if isinstance(total, (Fraction, Real)) and total != 1:
            message = f"the win probabilities of {names[0]} and {names[1]} add up to {total}, not 1"
            fail(scope.tree, path, message, found=str(total), allowed="1", hint="keep one of them")
    return values[0], (*path, names[0])


def _advantage(document: WorldDocument, scope: Scope, world: World) -> tuple[Scalar, ...]:
    """What moving first adds to each party's win probability."""
    names = list(world.names)
    entries = document.conflict.advantage or {}
    path: Path = ("conflict", "advantage")
    for name in entries:
        party_index(names, name, (*path, name), scope)
    found = tuple(
        scope.number(
            (*path, name),
            entries.get(name),
            (f"advantage.{name}", f"conflict.advantage.{name}"),
            -1,
            1,
            f"what moving first adds to the win probability of {name}",
            default=0,
        )
        for name in names
    )
    if not entries:
        scope.hide("advantage.")
    return found
