"""Tests of alignment in a spec: a cost, and error rates or probabilities of an alarm."""

from __future__ import annotations

from pydantic import Field

from games.exact import Scalar
from games.forms.signalling import Inspection
from games.spec.blocks import Block
from games.spec.leaves import Formula, ForParties
from games.spec.quantity import Scope
from games.spec.tree import Path
from games.spec.validate import fail


class Test(Block):
    """A test of alignment, which the incumbent may make after a message, before it replies."""

    cost: Formula = Field(description="to the incumbent, in units of its payoff, at least 0")
    false_alarm: Formula | None = Field(
        None, description="probability of an alarm if the first of two types is tested"
    )
    miss: Formula | None = Field(
        None, description="probability of no alarm if the second of two types is tested"
    )
    alarm: ForParties | None = Field(
        None, description="{type: probability of an alarm}, in place of both error rates"
    )


def inspection_of(
    block: Test | None, scope: Scope, types: list[str], third_party: bool
) -> Inspection | None:
    """The test, its error rates as probabilities of an alarm; refused before a third party."""
    if block is None:
        return None
    path: Path = ("game", "inspection")
    if third_party:
        fail(
            scope.tree,
            path,
            "no inspection before a third party, for what it would believe on seeing the "
            "incumbent pre-empt depends on whether there was an alarm",
            hint="leave out `inspection` or `third_party`",
        )

    def number(key: str, text: str, at: Path, high: int | None, meaning: str) -> Scalar:
        names = (f"inspection.{key}", f"game.inspection.{key}")
        return scope.number(at, text, names, 0, high, meaning)

    cost = number("cost", block.cost, (*path, "cost"), None, "what an inspection costs")
    if block.alarm is not None:
        if block.false_alarm is not None or block.miss is not None:
            fail(scope.tree, path, "give `alarm`, or `false_alarm` and `miss`, and not both")
        given = block.alarm if isinstance(block.alarm, dict) else {}
        if set(given) != set(types):
            fail(
                scope.tree,
                (*path, "alarm"),
                f"needs one probability for each type; found {', '.join(given) or block.alarm}",
                allowed=", ".join(types),
            )
        alarm = tuple(
            number(
                f"alarm.{t}", given[t], (*path, "alarm", t), 1, f"probability of an alarm, type {t}"
            )
            for t in types
        )
        return Inspection(alarm, cost)
    if len(types) != 2:
        fail(
            scope.tree,
            path,
            f"`false_alarm` and `miss` are for two types; there are {len(types)}",
            hint="give `alarm: {type: probability}` with every type",
        )
    rates = {}
    for key, t, what in (("false_alarm", types[0], "an alarm"), ("miss", types[1], "no alarm")):
        text = getattr(block, key)
        if text is None:
            fail(
                scope.tree,
                path,
                f"`{key}` is missing: the probability of {what} if {t} is tested",
                hint=f"add `{key}: 0` for a test that never errs so",
            )
        rates[key] = number(key, text, (*path, key), 1, f"probability of {what} if {t} is tested")
    return Inspection((rates["false_alarm"], 1 - rates["miss"]), cost)
