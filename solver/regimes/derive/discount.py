"""Critical discount factors: peace in the repeated posture game, kept by reversion.

Both hold for ever; after party i deviates a stage equilibrium is played for ever. With T_i its
payoff from seeking against a rival that holds, R_i from peace and P_i from the punishment it stays
iff R_i >= (1 - delta) T_i + delta P_i (Friedman 1971). On free letters T_i - R_i is the gain A_i,
so there is nothing to deter where A_i <= 0; and with resistance 1 seeking alone is as good as
mutual seeking, T_i = P_i: then (T - R)/(T - P) has no meaning and no patience helps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from games.errors import GameError
from games.exact import Number, Scalar, parameter
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import RepeatedGame, peace_profile
from games.spec import Spec
from solver.regimes.derive import posture
from solver.regimes.derive.letters import ONE, ZERO, on_letters, spec_letters, values_here
from solver.regimes.derive.turning import Question, derive_thresholds
from solver.repeated import critical_discount, optimal_discount
from solver.solution.threshold import ClosedForm, DerivedThreshold, Symbol

TOPIC = "discount"
DISCOUNT = Symbol("delta", "discount", ZERO, ONE)
#: What the deviator is punished with: (own action, rival's action), in words.
_PUNISHMENTS = {(1, 1): "both seeking", (0, 1): "its holding while the rival seeks"}


def refusal(spec: Spec) -> str | None:
    """Why this spec has no peace to keep in the long run; None where it has."""
    stage = _stage(spec)
    if stage is None:
        return "no stage game that could be repeated stands behind it"
    if peace_profile(stage) is None:
        return "there is no single profile in which nobody seeks"
    return None


def _stage(spec: Spec) -> NormalFormGame | None:
    game = spec.realise().game
    if isinstance(game, RepeatedGame):
        return game.stage
    return game if isinstance(game, NormalFormGame) else None


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold | ClosedForm, ...]:
    """The least discount factor of each party for each punishment, and the critical one here."""
    if target not in (None, DISCOUNT.name):
        return ()
    stage = _stage(spec)
    assert stage is not None
    peace = peace_profile(stage)
    assert peace is not None
    found: list[DerivedThreshold | ClosedForm] = []
    if posture.refusal(spec) is None:
        found += _thresholds(spec)
    found.append(_critical(stage, peace))
    if len(stage.players) == 2:
        found.append(_optimal(stage, peace))
    return tuple(found)


def _thresholds(spec: Spec) -> Iterator[DerivedThreshold]:
    chosen = spec_letters(spec)
    tables = on_letters(spec, chosen).tables
    assert tables is not None
    values = values_here(spec, chosen)
    delta = parameter(DISCOUNT.letter)
    gains = posture.questions(spec)
    discounts = spec.realise().rules.get("discounts")
    for party in (0, 1):
        own = values if discounts is None else {**values, DISCOUNT.letter: discounts[party]}
        table = tables.payoffs[party]

        def pay(own: int, rival: int, party: int = party, table: Scalar = table) -> Scalar:
            return table[own][rival] if party == 0 else table[rival][own]

        reward, temptation = pay(0, 0), pay(1, 0)
        for punishment, words in _PUNISHMENTS.items():
            asked = Question(
                topic=TOPIC,
                question=f"{tables.players[party]} keeps the peace, punished by {words} for ever",
                function=reward - (1 - delta) * temptation - delta * pay(*punishment),
                symbols=(DISCOUNT, *chosen.values()),
                names=gains[2 * party].names,
                parties=((tables.players[party], own),),
                notes=(
                    "At the threshold itself it is indifferent and the peace is kept; where it is "
                    "not tempted (A <= 0) it is kept at every discount factor at which it is not "
                    "better punished than rewarded. The punishment must be a stage equilibrium.",
                ),
            )
            found = derive_thresholds(asked, DISCOUNT.letter)
            yield from (replace(item, notes=asked.notes) for item in found)


def _critical(stage: NormalFormGame, peace: Profile) -> ClosedForm:
    """The least discount factor of each party at the spec's numbers, from `solver.repeated`."""
    here: list[tuple[str, Number | str]] = []
    try:
        critical = critical_discount(stage, peace)
        reason = critical.reason
        here += [(stage.players[row.player], _written(row.value)) for row in critical.parties]
        here.append(("all", _written(critical.value)))
    except GameError as error:
        here, reason = [("all", "none")], error.message
    return ClosedForm(
        topic=TOPIC,
        parameter=DISCOUNT.name,
        name="critical discount factor of peace",
        text="max over the tempted parties of (T - R)/(T - P), P its worst pure stage equilibrium",
        latex=r"\delta^* = \max_{i : T_i > R_i} \frac{T_i - R_i}{T_i - P_i}",
        conditions="where R > P for every tempted party; else there is none below 1",
        proof=(f"Here: {reason}.",),
        here=tuple(here),
    )


def _optimal(stage: NormalFormGame, peace: Profile) -> ClosedForm:
    """The least one under the harshest punishments that are equilibria themselves (Abreu 1988)."""
    found = optimal_discount(stage, peace)
    here = _written(found.value)
    if found.status != "complete":
        low, high = found.enclosure or (ZERO, ONE)
        here = f"between {low} and {high}"
    return ClosedForm(
        topic=TOPIC,
        parameter=DISCOUNT.name,
        name="critical discount factor under optimal penal codes",
        text="the least delta with R >= (1 - delta) T + delta u(delta) for both",
        latex=r"\delta^* = \min\{\delta : R_i \ge (1-\delta) T_i + \delta u_i(\delta)\ \forall i\}",
        conditions="with u(delta) the worst payoff of a subgame-perfect equilibrium",
        proof=(f"Here: {found.reason}.",),
        here=(("both", here),),
    )


def _written(value: Number | None) -> Number | str:
    return "none below 1" if value is None else value
