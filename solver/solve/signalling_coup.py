"""The report of deception in a game of private alignment."""

from __future__ import annotations

from typing import Any

from games.display import Block, Cell, Items, Section, Table
from games.display.cells import cell_text
from games.exact import sign, to_json
from games.forms.signalling import INSPECTED, SignallingGame
from solver.beliefs.coup import HOLD, SEEK, Coup, Trust, TypeStory
from solver.solution.assessments import PerfectBayesianEquilibria
from solver.verdict.words import listing


def lead(game: SignallingGame, found: PerfectBayesianEquilibria, told: Coup) -> tuple[str, ...]:
    """What a reader wants to know first."""
    sender, receiver = game.players[:2]
    said = []
    for story in told.types:
        if story.deceives != "no":
            said.append(
                f"{_in(story.deceives)} {sender}, if {story.name}, holds and is trusted, though "
                f"{receiver} would pre-empt it if it knew"
                + (", and then strikes." if HOLD in story.strikes else ".")
            )
        if story.feigns_misalignment != "no":
            said.append(
                f"{_in(story.feigns_misalignment)} {sender}, if {story.name}, seeks though it "
                "would hold if its type were known: feigned misalignment."
            )
    inspected = [item.measures[INSPECTED] for item in found.sets if INSPECTED in item.measures]
    if any(span.high != 0 for span in inspected):
        every = "every" if all(span.low != 0 for span in inspected) else "some"
        said.append(f"{_in(every)} {receiver} inspects with positive probability.")
    trust = told.trust
    quiet = all(story.deceives == "no" for story in told.types)
    tested = game.inspection is not None
    if (
        quiet
        and not tested
        and trust is not None
        and trust.threshold is not None
        and sign(trust.mean) < 0
    ):
        place = "above" if sign(game.prior[1] - trust.threshold) > 0 else "below"
        said.append(
            f"Nobody deceives: the prior {cell_text(game.prior[1])} lies {place} mu* = "
            f"{cell_text(trust.threshold)}, so that a hold of both types is not trusted."
        )
    conflict = [item.measures["conflict_probability"] for item in found.sets]
    if conflict and all(span.low == 1 for span in conflict):
        said.append("Conflict is certain in every equilibrium.")
    return tuple(said)


def _in(quantifier: str) -> str:
    return "In every equilibrium" if quantifier == "every" else "In some equilibria"


def section(game: SignallingGame, told: Coup) -> Section:
    """Types against what they would do if they were known, and what trust is worth."""
    sender, receiver = game.players[:2]
    rows: list[list[Cell]] = [
        [
            story.name,
            _messages(game, story.known),
            _strikes(story),
            story.deceives,
            story.feigns_alignment,
            story.feigns_misalignment,
        ]
        for story in told.types
    ]
    blocks: list[Block] = [
        Table(
            "",
            (
                sender,
                "if known it would",
                "strikes",
                "deceives",
                "feigns alignment",
                "feigns misalignment",
            ),
            rows,
            (
                "In every, some or no equilibrium. Deceives: holds and is trusted, though known it "
                "would be pre-empted for sure. Feigns alignment: holds though known it would seek; "
                "feigns misalignment: seeks though known it would hold.",
            ),
        )
    ]
    trust = told.trust
    if trust is not None:
        lines = [
            f"Trusting a hold of {name} in place of pre-empting it is worth "
            f"{cell_text(worth)} to {receiver}."
            for name, worth in zip(game.types, trust.worth, strict=True)
        ]
        if trust.threshold is not None:
            side = "at most" if trust.worth[0] > 0 else "at least"
            lines.append(
                f"If both types hold, trust pays iff P({game.types[1]}) is {side} mu* = "
                f"{cell_text(trust.threshold)}. {_prior_side(game, trust)}"
            )
        elif len(game.types) == 2:
            does = {1: "trusts them", 0: "does not mind", -1: "pre-empts"}[sign(trust.mean)]
            lines.append(
                f"If both types hold, {receiver} {does} at every prior between 0 and 1: there is "
                "no mu*."
            )
        lines.append(
            f"If all types hold, a test of alignment that never errs is worth up to "
            f"{cell_text(trust.tested)} to {receiver}."
        )
        blocks.append(Items(tuple(lines)))
    return Section("Deception and the coup", tuple(blocks))


def _prior_side(game: SignallingGame, trust: Trust) -> str:
    """On which side of mu* the prior lies, and what that means for deception."""
    assert trust.threshold is not None
    prior = game.prior[1]
    turn = sign(prior - trust.threshold)
    shown = cell_text(prior)
    if turn == 0:
        return f"The prior {shown} is exactly mu*: {game.players[1]} does not mind."
    place = "above" if turn > 0 else "below"
    if game.inspection is not None:
        better = "pre-empting" if sign(trust.mean) < 0 else "trusting"
        return f"The prior {shown} lies {place} mu*: without the test {better} is the better."
    if sign(trust.mean) < 0:
        return (
            f"The prior {shown} lies {place} mu*: a hold of both types is pre-empted, and no coup "
            "follows from it."
        )
    return f"The prior {shown} lies {place} mu*: a hold of both types is trusted."


def _messages(game: SignallingGame, numbers: tuple[int, ...]) -> str:
    names = [game.messages[m].name for m in numbers]
    return " or ".join(names)


def _strikes(story: TypeStory) -> str:
    words = {HOLD: "after a trusted hold", SEEK: "after trusted seeking"}
    return listing(tuple(words[m] for m in story.strikes)) if story.strikes else "never"


def data(told: Coup) -> dict[str, Any]:
    """The same as JSON types."""
    trust = told.trust
    return {
        "deception": {
            "types": [
                {
                    "name": story.name,
                    "known": list(story.known),
                    "strikes": list(story.strikes),
                    "feigns_misalignment": story.feigns_misalignment,
                    "feigns_alignment": story.feigns_alignment,
                    "deceives": story.deceives,
                }
                for story in told.types
            ],
            "trust": None
            if trust is None
            else {
                "worth": [to_json(worth) for worth in trust.worth],
                "mean": to_json(trust.mean),
                "threshold": None if trust.threshold is None else to_json(trust.threshold),
                "perfect_test": to_json(trust.tested),
            },
        }
    }
