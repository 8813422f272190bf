"""The report of what deceiving pays, what knowledge is worth, and what an inspection changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from games.display import Block, Cell, Items, Section, Span, Table
from games.display.cells import cell_text
from games.exact import sign, to_json
from games.forms.signalling import SignallingGame
from solver.beliefs.deceiving import Driver, Gain
from solver.beliefs.worth import FixedWorth, HighestCost, InspectionWorth, Knowledge
from solver.solve.signalling_document import MEASURES, short_span
from solver.solve.signalling_envelope import span_json
from solver.verdict.words import listing

_ROWS = MEASURES | {"payoff": "payoff", "deception": "P(deception)"}


def deceiving(found: tuple[Gain, ...]) -> Section | None:
    """What a type gains by deceiving, and what raises that; None where nobody deceives."""
    if not found:
        return None
    blocks: list[Block] = []
    for gain in found:
        then = "strikes" if gain.move == "strike" else "refrains"
        lines = [
            f"If its hold is trusted {gain.type} {then} and gets {cell_text(gain.gain)} more than "
            "if it is pre-empted: the reward of waiting."
        ]
        lines += [
            f"If its hold is met by {name!r} the reward is {cell_text(left)} on average."
            for name, left in gain.cleared
        ]
        rows: list[list[Cell]] = [
            [
                driver.address,
                driver.value,
                "raises" if sign(driver.slope) > 0 else "lowers",
                driver.slope,
                _because(driver, gain.move),
            ]
            for driver in gain.drivers
        ]
        blocks.append(Items(tuple(lines)))
        columns = ("a rise of", "from", "does to it", "per unit", "because")
        note = f"Exact derivatives at these values. No part of it: {listing(gain.idle)}."
        blocks.append(Table("", columns, rows, (note,)))
    return Section("What deceiving pays", tuple(blocks))


def _because(driver: Driver, move: str) -> str:
    """Why a quantity moves the reward of waiting."""
    up = sign(driver.slope) > 0
    key = driver.address.split(".")[0]
    if key == "beliefs":
        key = driver.address.split(".")[-1]
    strikes = move == "strike"
    if key in ("expected_loss", "destruction_probability", "destruction_fraction"):
        return "the strike destroys part of it" if not up else "it is spared that conflict"
    if key == "cosine":
        return "power in its own hands matters less to it" if not up else "it loses less by peace"
    words = {
        "growth": "it has what it grew by, whoever wins",
        "surprise": "it is likelier to win the strike",
        "win_probability": "it could have fought at these odds",
    }
    if key == "stakes" and strikes:
        return "more to win by surprise" if up else "what it grew by was to be won anyway"
    return words.get(key, "")


def known(found: tuple[Knowledge, ...] | None, game: SignallingGame) -> Section | None:
    """What the message and the type are worth in each set of equilibria."""
    if not found:
        return None
    rows: list[list[Cell]] = [
        [f"S{number + 1}", short_span(item.message), short_span(item.type)]
        for number, item in enumerate(found)
    ]
    return Section(
        "What it is worth to know",
        (
            Table(
                "",
                ("", "the message", "the type"),
                rows,
                (
                    f"To {game.receiver}, with what {game.sender} does fixed. The message: against "
                    "the best of the same reply to every message. The type: against replying to "
                    "each type as it deserves, which bounds the worth of any further test.",
                ),
            ),
        ),
    )


def inspection(game: SignallingGame, told: InspectionWorth | None) -> Section:
    """A test against the game without it; None where that was cut short."""
    if told is None:
        return Section(
            "Inspection", ("Stopped at a limit before the worth of the test was known.",)
        )
    rows: list[list[Cell]] = [
        [
            f"{item.kind}{_on(game, item)}",
            short_span(item.gross),
            item.highest,
        ]
        for item in told.fixed
    ]
    fixed = Table(
        "",
        ("without the test", "worth of the test there", "pays up to a cost of"),
        rows,
        ("With what is done without it, before its cost; the cost is that of one inspection.",),
    )
    before, after = told.without, told.with_test
    changed: list[list[Cell]] = [
        [
            f"payoff {game.receiver}" if name == "payoff" else _ROWS[name],
            short_span(before[name]) if name in before else "0",
            short_span(after[name]),
        ]
        for name in after
    ]
    both = Table(
        "",
        ("in equilibrium", "without the test", "with it"),
        changed,
        (
            "From the least to the greatest over all equilibria. Deception: holding and being "
            "trusted by a type that would be pre-empted if it were known.",
        ),
    )
    return Section("Inspection", (fixed, both, Items(tuple(_lines(game, told)))))


def _on(game: SignallingGame, item: FixedWorth) -> str:
    return f" on {game.messages[item.path[0]].name}" if item.kind == "pooling" else ""


def _lines(game: SignallingGame, told: InspectionWorth) -> Iterator[str]:
    gain = difference(told)
    test = game.inspection
    if test is not None and all(odds == test.alarm[0] for odds in test.alarm):
        yield "An alarm is as likely whatever the type: the test says nothing."
    if test is None:
        yield (
            "The test costs nothing, but whoever causes one of its results would rather be met by "
            "the reply to the other: it is never acted upon, and not listed as a reply."
        )
    if gain.low == gain.high:
        yield f"In equilibrium the test is worth {cell_text(gain.low)} to {game.receiver}."
    else:
        yield (
            f"In equilibrium the test is worth {cell_text(gain)} to {game.receiver}, its cost "
            "paid, by which equilibrium is played with it and which without."
        )
    yield _highest(told.highest)
    yield (
        "There is no belief at which inspecting pays if it costs more than "
        f"{cell_text(told.anywhere)}."
    )
    for name, (then, now) in told.deceives.items():
        if then != now:
            yield (
                f"{name} deceives in {then} equilibrium without the test, in {now} equilibrium "
                "with it."
            )


def _highest(found: HighestCost) -> str:
    if found.value is None:
        return f"The highest cost at which an equilibrium inspects is not known: {found.reason}."
    if found.value == 0:
        return "No equilibrium inspects, whatever positive cost."
    within = "up to" if found.attained else "below"
    return f"Some equilibrium inspects at a cost {within} {cell_text(found.value)}, none above."


def difference(told: InspectionWorth) -> Span:
    """The incumbent's payoff with the test less that without it, over all pairs of equilibria."""
    before, after = told.without["payoff"], told.with_test["payoff"]
    return Span(after.low - before.high, after.high - before.low)


def data(gains: tuple[Gain, ...], knowledge: tuple[Knowledge, ...] | None) -> dict[str, Any]:
    """What deceiving pays and what knowledge is worth, as JSON types."""
    return {
        "deceiving": [
            {
                "type": gain.type,
                "move": gain.move,
                "gain": to_json(gain.gain),
                "inspected": [{"reply": n, "gain": to_json(x)} for n, x in gain.cleared],
                "drivers": [
                    {
                        "address": driver.address,
                        "value": to_json(driver.value),
                        "derivative": to_json(driver.slope),
                    }
                    for driver in gain.drivers
                ],
                "idle": list(gain.idle),
            }
            for gain in gains
        ],
        "knowledge": None
        if knowledge is None
        else [{"message": span_json(k.message), "type": span_json(k.type)} for k in knowledge],
    }


def inspection_data(told: InspectionWorth | None) -> dict[str, Any] | None:
    """A test against the game without it as JSON types; None where that was cut short."""
    if told is None:
        return None
    highest = told.highest
    return {
        "fixed": [
            {
                "kind": item.kind,
                "path": list(item.path),
                "worth": span_json(item.gross),
                "highest_cost": to_json(item.highest),
            }
            for item in told.fixed
        ],
        "worth": span_json(difference(told)),
        "without": {name: span_json(span) for name, span in told.without.items()},
        "with": {name: span_json(span) for name, span in told.with_test.items()},
        "highest_cost": {
            "value": None if highest.value is None else to_json(highest.value),
            "attained": highest.attained,
            "reason": highest.reason,
        },
        "highest_cost_at_any_belief": to_json(told.anywhere),
        "deceives": {
            name: {"without": then, "with": now} for name, (then, now) in told.deceives.items()
        },
    }
