"""Kind `history`: what parties were seen to do, for inference; no game to solve.

Quantities: observations.N.share and so on, N the place in the list from 1.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from games.spec.blocks import Block, Document
from games.spec.leaves import Formula, Name, choice
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.tree import Path
from games.spec.validate import fail
from games.world.history import History, RecordedChoice


class Observed(Block):
    """One choice and its circumstances."""

    action: Annotated[str, choice("seek", "hold")]
    by: Name | None = Field(None, description="who chose; `chooser` if left out")
    name: Name | None = Field(None, description="what the choice was")
    share: Formula = Field(description="the chooser's share of power")
    win_probability: Formula | None = Field(
        None, description="of the chooser, as it sees it; unknown if left out"
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
    growth: Formula | None = Field(None, description="share a trusted hold would have gained")
    surprise: Formula | None = Field(
        None, description="win probability a strike after a trusted hold would have gained"
    )


class HistoryRules(Block):
    """Who was observed, doing what."""

    kind: Annotated[str, choice("history")]
    chooser: Name | None = Field(None, description="who chose, where an observation does not say")
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
    found = []
    for index, observed in enumerate(rules.observations):
        path: Path = ("game", "observations", index)
        by = observed.by or rules.chooser
        if by is None:
            fail(scope.tree, path, "who chose is missing", hint="write `by: NAME`, or `chooser`")
        numbers: dict[str, Any] = {}
        for key, meaning in _NUMBERS.items():
            text = getattr(observed, key)
            if text is not None:
                numbers[key] = scope.number(
                    (*path, key),
                    text,
                    (f"observations.{index + 1}.{key}",),
                    0,
                    1,
                    f"{meaning}, observation {index + 1}",
                    free=False,
                )
        numbers.setdefault("win_probability", None)
        _check_strike(numbers, path, scope)
        found.append(
            RecordedChoice(
                by=by,
                action="seek" if observed.action == "seek" else "hold",
                against="seek" if observed.against == "seek" else "hold",
                name=observed.name or f"observation {index + 1}",
                **numbers,
            )
        )
    with scope.placed(("game", "observations")):
        history = History(tuple(found))
    return Realisation("history", form=history, title=document.title or "")


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
