"""The table of thresholds: where a decision turns, in closed form, and where the verdict does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from games.display import Cell, Table
from games.exact import arithmetic_of
from games.spec import Spec
from games.world.decision import Decision
from solver.atlas.body import Body, Method, NoTable, by_value
from solver.atlas.questions import Ask
from solver.solution.equilibrium import Completeness
from solver.solution.verdict import Distance, Flip
from solver.solve import Answer, Solution
from solver.solve.distances import PURE_ONLY, quantity_name, quantity_value


def make(spec: Spec, ask: Ask) -> Body:
    """Thresholds of each party's decision, and the nearest other verdict of each quantity."""
    solution = ask(None)
    decisions = solution.decisions if isinstance(solution, Solution) else ()
    if not decisions and not any(item.computed for item in solution.distances):
        other = "equilibria" if isinstance(solution, Solution) else None
        raise NoTable(
            f"{spec.label!r} has no table of thresholds: no party decides on a conflict in it, and "
            "no quantity of it is known to change the verdict",
            found=spec.label,
            hint=None if other is None else f"`--question {other}` has one",
        )
    entries = solution.envelope()["thresholds"]
    said = [item for item in solution.distances if item.computed]
    moving = sum(1 for item in said if item.below is not None or item.above is not None)
    parts = []
    if decisions:
        parts.append(_decisions(decisions))
    if said:
        parts.append(_distances(said))
    method, checked = _how(solution)
    return Body(
        f"Thresholds of {solution.title}",
        f"{moving} of {len(said)} quantities can change the verdict alone."
        if said
        else "Where each party's decision turns; distances to another verdict are not computed.",
        tuple(parts),
        _rows(decisions, solution.distances),
        by_value([_content(entry) for entry in entries]),
        _completeness(solution.distances),
        method,
        (checked,),
    )


def _how(solution: Answer) -> tuple[Method, str]:
    """How distances are found for the form of the game, and what checks them."""
    if isinstance(solution, Solution):
        return (
            Method(
                "closed forms of the one-shot decision; signs of switching functions between "
                "their exact roots",
                solution.equilibria.method.arithmetic,
                {},
            ),
            "that the gain vanishes at each formula is a symbolic identity that the checker of "
            "certificates confirms; each flip is judged anew from a representative game on either "
            "side",
        )
    values = [
        flip.value for item in solution.distances for flip in (item.below, item.above) if flip
    ]
    return (
        Method(
            "the game solved with one quantity left free, every sign on which its equilibria turn "
            "followed to its nearest change",
            arithmetic_of([*values, *(item.value for item in solution.distances)]),
            {},
        ),
        "at each flip that is attained the game was solved at the value itself, else beyond it",
    )


def _content(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry without the words that say what changes, and why something was not computed."""
    kept = {key: entry[key] for key in entry if key not in ("current", "reason")}
    if kept["flip"] is not None:
        kept["flip"] = {
            side: flip and {key: flip[key] for key in ("value", "attained")}
            for side, flip in kept["flip"].items()
        }
    return kept


def _completeness(distances: Sequence[Distance]) -> Completeness:
    if not distances:
        return Completeness(
            None, "distances to another verdict are not computed without a certain verdict"
        )
    left: dict[str, list[str]] = {}
    for item in distances:
        if not item.computed or item.reason.startswith(PURE_ONLY):
            left.setdefault(item.reason, []).append(item.address)
    if left:
        told = "; ".join(f"{reason}: {', '.join(names)}" for reason, names in left.items())
        return Completeness(None if all(item.computed for item in distances) else False, told)
    return Completeness(
        True,
        "every quantity of the spec was freed, each alone, over its whole domain",
        "thresholds in several quantities at once are not tabled here",
    )


def _decisions(decisions: Sequence[Decision]) -> Table:
    rows: list[list[Cell]] = []
    for choice in decisions:
        for threshold in choice.thresholds:
            when, _, form = threshold.case.partition(": seek iff ")
            value = threshold.value
            rows.append(
                [
                    choice.party,
                    threshold.parameter,
                    form or "none",
                    when,
                    "none" if value is None else value,
                    getattr(choice, threshold.parameter),
                    threshold.seek,
                ]
            )
    return Table(
        "One decision: start a conflict now, or not",
        ("party", "parameter", "seeks iff", "valid where", "value", "now", "seeks at"),
        rows,
        (
            "Seeks at: values below or above the threshold, whatever the value (always), or none. "
            "c is the cosine, d the expected loss, q and D the probability and fraction of "
            "destruction, k the stakes, p the probability of winning, s the share; V = s + (1-s) "
            "c, g = k (p-s)(1-c), b = (1-d) k (p-s) + d (1-s).",
        ),
    )


def _distances(known: list[Distance]) -> Table:
    rows: list[list[Cell]] = [
        [
            quantity_name(item),
            quantity_value(item, item.value),
            _flip(item, item.above if item.angle else item.below),
            _flip(item, item.below if item.angle else item.above),
        ]
        for item in known
    ]
    return Table(
        "The nearest values at which the verdict is another",
        ("quantity", "now", "down to", "up to"),
        rows,
        ("All else as it is. Past: only beyond that value. A dash: at no value allowed.",),
    )


def _flip(item: Distance, flip: Flip | None) -> str:
    if flip is None:
        return "-"
    value = quantity_value(item, flip.value)
    return f"{value if flip.attained else f'past {value}'}: {' '.join(flip.changes)}"


def _rows(decisions: Sequence[Decision], distances: Sequence[Distance]) -> Table:
    columns = (
        "kind", "party", "parameter", "now", "value", "seeks", "formula", "conditions", "side",
        "attained", "changes",
    )  # fmt: skip
    rows: list[list[Cell]] = []
    for choice in decisions:
        for threshold in choice.thresholds:
            when, _, form = threshold.case.partition(": seek iff ")
            rows.append(
                [
                    "decision", choice.party, threshold.parameter,
                    getattr(choice, threshold.parameter),
                    "" if threshold.value is None else threshold.value,
                    threshold.seek, form, when, "", "", "",
                ]
            )  # fmt: skip
    for item in distances:
        rows += [
            [
                "verdict", "", item.address, item.value, value, "", "", "", side, attained, words,
            ]
            for side, value, attained, words in _sides(item)
        ]  # fmt: skip
    return Table("", columns, rows)


def _sides(item: Distance) -> Iterator[tuple[str, Cell, str, str]]:
    if not item.computed:
        yield "", "", "", item.reason
        return
    for side, flip in (("below", item.below), ("above", item.above)):
        if flip is None:
            yield side, "", "", "the same verdict at every value allowed"
        else:
            yield side, flip.value, str(flip.attained).lower(), " ".join(flip.changes)
