"""Kind `history`: what parties were seen to do, for inference; no game to solve.

Quantities: observations.N.share and so on, N the place in the list from 1.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from games.spec.blocks import Block, Document
from games.spec.leaves import Formula, ForParties, Name, Rank, choice
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.tree import Path
from games.spec.validate import fail
from games.world.escalation import Lottery, Step, step
from games.world.history import CoalitionChoice, History, RecordedChoice


class Observed(Block):
    """One choice and its circumstances."""

    action: Annotated[str, choice("seek", "hold")]
    by: Name | None = Field(None, description="who chose; `chooser` if left out")
    name: Name | None = Field(None, description="what the choice was")
    share: Formula | None = Field(None, description="the chooser's share of power, of two parties")
    win_probability: Formula | None = Field(
        None, description="of the chooser (of the attackers), as it sees it; unknown if left out"
    )
    stakes: Formula = Field(description="part of the loser's power that passes to the winner")
    resistance: Formula | None = Field(
        None, description="probability that seeking meets conflict; 1 if left out"
    )
    grab: Formula | None = Field(
        None, description="part seeking takes without conflict; the stakes if left out"
    )
    against: Annotated[str, choice("hold", "seek")] | None = Field(
        None, description="the other's posture; hold if left out"
    )
    loss_if_held: Formula | None = Field(
        None, description="share lost by not seeking, where the choice was an escalation"
    )
    rung: Rank | None = Field(
        None, description="of the ladder, where it stood: seek goes up, hold backs down; 0 is peace"
    )
    growth: Formula | None = Field(None, description="share a trusted hold would have gained")
    surprise: Formula | None = Field(
        None, description="win probability a strike after a trusted hold would have gained"
    )

    attackers: ForParties | None = Field(
        None, description="{party: power} of who attacks, where more than two parties matter"
    )
    defenders: ForParties | None = Field(None, description="{party: power} of who is attacked")


class Rung(Block):
    """One rung of an escalation ladder."""

    risk: Formula = Field(description="probability that going up to it meets conflict")
    grab: Formula = Field(description="part the other takes of who backs down there")


class HistoryRules(Block):
    """Who was observed, doing what."""

    kind: Annotated[str, choice("history")]
    chooser: Name | None = Field(None, description="who chose, where an observation does not say")
    ladder: list[Rung] | None = Field(None, description="rungs 1 .. K of an escalation ladder")
    observations: list[Observed]


class HistoryDocument(Document):
    """A spec of a history of choices."""

    game: HistoryRules


MODEL = HistoryDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A history of choices       # for `detente infer`: what must the chooser want and believe?
game:
  kind: history
  chooser: red                    # or `by: red` at each observation
  observations:                   # share and win probability are the chooser's own
    - {action: hold, share: 2/5, win_probability: 1/2, stakes: 1/2}
    - action: seek                # it started a conflict
      share: 2/5
      win_probability: 0.7        # leave out what the chooser believed but you do not know
      stakes: 1/2                 # part of the loser's power that passes to the winner
    - {action: hold, share: 3/5, win_probability: 0.7, stakes: 1/2, growth: 1/10, surprise: 1/5}
notes: A hold with growth and surprise may have been feigned, to strike once trusted.
"""

_NUMBERS = {
    "share": "share of the chooser",
    "win_probability": "probability that the chooser wins, as it sees it",
    "stakes": "part of the loser's power that passes to the winner",
    "resistance": "probability that seeking meets conflict",
    "grab": "part seeking takes without conflict",
    "loss_if_held": "share lost by not seeking",
    "growth": "share a trusted hold would have gained",
    "surprise": "win probability a strike after a trusted hold would have gained",
}


def build(document: HistoryDocument, scope: Scope) -> Realisation:
    """The history, every number exact."""
    rules = document.game
    rungs = _rungs(rules, scope)
    choices: list[RecordedChoice] = []
    coalitions: list[CoalitionChoice] = []
    for index, observed in enumerate(rules.observations):
        path: Path = ("game", "observations", index)
        by = observed.by or rules.chooser
        if by is None:
            fail(scope.tree, path, "who chose is missing", hint="write `by: NAME`, or `chooser`")
        if observed.attackers is None and observed.defenders is None:
            choices.append(_choice(observed, by, rungs, path, scope))
        else:
            coalitions.append(_coalition(observed, by, path, scope))
    with scope.placed(("game", "observations")):
        history = History(tuple(choices), tuple(coalitions))
    return Realisation("history", form=history, title=document.title or "")


def _rungs(rules: HistoryRules, scope: Scope) -> tuple[Lottery, ...]:
    return tuple(
        (
            _number(scope, ("game", "ladder", index, "risk"), rung.risk,
                    f"ladder.{index + 1}.risk", "risk of conflict on going up"),
            _number(scope, ("game", "ladder", index, "grab"), rung.grab,
                    f"ladder.{index + 1}.grab", "part taken of who backs down"),
        )
        for index, rung in enumerate(rules.ladder or ())
    )  # fmt: skip


def _number(scope: Scope, path: Path, text: str, address: str, meaning: str) -> Any:
    return scope.number(path, text, (address,), 0, 1, meaning, free=False)


def _choice(
    observed: Observed, by: str, rungs: tuple[Lottery, ...], path: Path, scope: Scope
) -> RecordedChoice:
    """One choice between two parties."""
    place = int(path[-1]) + 1
    if observed.share is None:
        fail(
            scope.tree, path, "the chooser's `share` is missing",
            hint="write `share`, or `attackers` and `defenders` with their powers",
        )  # fmt: skip
    numbers: dict[str, Any] = {}
    for key, meaning in _NUMBERS.items():
        text = getattr(observed, key)
        if text is not None:
            numbers[key] = _number(
                scope, (*path, key), text, f"observations.{place}.{key}",
                f"{meaning}, observation {place}",
            )  # fmt: skip
    numbers.setdefault("win_probability", None)
    _check_strike(numbers, path, scope)
    if observed.rung is not None:
        numbers["step"] = _step(observed, rungs, path, scope)
    return RecordedChoice(
        by=by,
        action="seek" if observed.action == "seek" else "hold",
        against="seek" if observed.against == "seek" else "hold",
        name=observed.name or f"observation {place}",
        **numbers,
    )


def _step(observed: Observed, rungs: tuple[Lottery, ...], path: Path, scope: Scope) -> Step:
    for key in ("resistance", "grab", "loss_if_held", "growth", "surprise"):
        if getattr(observed, key) is not None:
            fail(scope.tree, (*path, key), f"`{key}` and `rung` do not stand together",
                 hint="risks and grabs of a step are those of the `ladder`")  # fmt: skip
    if not rungs:
        fail(scope.tree, (*path, "rung"), "there is no `ladder` for this `rung`",
             hint="write game.ladder: [{risk: .., grab: ..}, ..]")  # fmt: skip
    assert observed.rung is not None
    if observed.rung == 0 and observed.action == "hold" and observed.against == "seek":
        fail(scope.tree, (*path, "rung"), "at rung 0 there is nothing to back down from",
             hint="leave out `against`: holding at rung 0 keeps the peace")  # fmt: skip
    with scope.placed((*path, "rung")):
        return step(rungs, observed.rung)


def _coalition(observed: Observed, by: str, path: Path, scope: Scope) -> CoalitionChoice:
    """One choice about a conflict of coalitions."""
    place = int(path[-1]) + 1
    for key in ("share", "against", "rung", "growth", "surprise", "resistance", "grab",
                "loss_if_held"):  # fmt: skip
        if getattr(observed, key) is not None:
            fail(scope.tree, (*path, key), f"`{key}` is for choices between two parties",
                 hint="attackers and defenders bring their powers")  # fmt: skip
    sides: list[tuple[tuple[str, Any], ...]] = []
    for key in ("attackers", "defenders"):
        given = getattr(observed, key)
        if not isinstance(given, dict):
            fail(scope.tree, path, f"`{key}` must name parties with their powers",
                 hint=f"write {key}: {{red: 1, blue: 2}}")  # fmt: skip
        sides.append(
            tuple(
                (party, scope.number((*path, key, party), text,
                                     (f"observations.{place}.{key}.{party}",), 0, None,
                                     f"power of {party}, observation {place}", free=False))
                for party, text in given.items()
            )
        )  # fmt: skip
    if observed.win_probability is None:
        fail(scope.tree, path, "the `win_probability` of the attackers is missing")
    win, stakes = (
        _number(scope, (*path, key), getattr(observed, key), f"observations.{place}.{key}",
                f"{_NUMBERS[key]}, observation {place}")
        for key in ("win_probability", "stakes")
    )  # fmt: skip
    with scope.placed(path):
        return CoalitionChoice(
            by,
            "seek" if observed.action == "seek" else "hold",
            sides[0],
            sides[1],
            win,
            stakes,
            observed.name or f"observation {place}",
        )


def _check_strike(numbers: dict[str, Any], path: Path, scope: Scope) -> None:
    """Growth and surprise stand together, and lead to a share and probability that exist."""
    if ("growth" in numbers) != ("surprise" in numbers):
        fail(scope.tree, path, "`growth` and `surprise` stand together or not at all")
    if "growth" not in numbers:
        return
    for key, addend in (("share", "growth"), ("win_probability", "surprise")):
        if numbers[key] is not None and numbers[key] + numbers[addend] > 1:
            fail(
                scope.tree,
                (*path, addend),
                f"{key} plus {addend} must be at most 1; found {numbers[key] + numbers[addend]}",
            )
