"""How the answer about a path reads, and the same as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from games.display import Block, Document, Items, Section, Table, decimal
from games.display.cells import Cell, cell_text
from games.exact import Number, to_json
from games.forms.automaton import Automaton, Lottery
from games.forms.repeated import peace_profile
from solver.label import certificate_digest
from solver.repeated.sustaining import EVERY
from solver.solution.discounting import CriticalDiscount, DiscountSet, Interval, PartyThreshold
from solver.solve.distances import distance_entries, distances_section
from solver.solve.kinds.repeated import common
from solver.solve.kinds.repeated.payoffs import minmax_json, minmax_section
from solver.verdict.words import listing

if TYPE_CHECKING:
    from solver.solve.kinds.repeated.sustain import SustainAnswer


def subject_words(answer: SustainAnswer) -> str:
    """ "Peace", or the path."""
    if answer.path == (peace_profile(answer.game.stage),):
        return "Peace"
    words = common.path_words(answer.game.stage, answer.path)
    return words[:1].upper() + words[1:]


def headline(answer: SustainAnswer) -> str:
    """Whether the path holds at the game's discount factors, and why."""
    what, where = subject_words(answer), common.discount_words(answer.game)
    names = [answer.game.players[i] for i in answer.leaving]
    if answer.holds is None:
        return f"Whether {what[:1].lower() + what[1:]} holds at {where} is not known."
    if not answer.holds:
        return f"{what} does not hold at {where}: {listing(names)} would break it."
    if all(row.case == "no temptation" for row in _rows(answer)) and _rows(answer):
        return f"{what} holds at {where}, as at any other: nobody is tempted to break it."
    if answer.punishments == "reversion":
        return f"{what} holds at {where}: a return to stage equilibrium deters every deviation."
    return f"{what} holds at {where}, by punishments harsher than any stage equilibrium."


def _rows(answer: SustainAnswer) -> tuple[PartyThreshold, ...]:
    return answer.reversion.rows if answer.reversion is not None else ()


def report(answer: SustainAnswer) -> Document:
    """Return the report."""
    sections = [
        common.game_section(answer.game, answer.spec),
        _parties(answer),
        _factors(answer),
        minmax_section(answer.game, answer.pure, answer.mixed),
        _automaton(answer),
        distances_section(answer.distances),
        _method(answer),
    ]
    return Document(
        answer.title,
        (answer.headline, *_critical(answer), *answer.limits),
        tuple(section for section in sections if section is not None),
    )


def _critical(answer: SustainAnswer) -> list[str]:
    """The least discount factor, and what happens at it and below it."""
    found = answer.optimal
    players = answer.game.players
    if found is None:
        if answer.reversion is None:
            return []
        words = set_words(answer.reversion.common)
        return [f"With one discount factor for all, reversion sustains it {words}."]
    if found.status != "complete":
        low, high = found.enclosure or (0, 1)
        return [
            "With one discount factor for both, the least one that sustains it lies between "
            f"{cell_text(low)} and {cell_text(high)}."
        ]
    if found.value is None:
        return ["No discount factor below 1 sustains it, whatever the punishment."]
    if found.value == 0:
        return ["It repeats a stage equilibrium, which every discount factor sustains."]
    breaking = (
        f"{listing([players[i] for i in found.binding])} would break it"
        if found.binding
        else "the punishments that deter from breaking it are equilibria no more"
    )
    lines = [
        "With one discount factor for both it holds from "
        f"{_beside(found.value)} on, at that value itself too; just below, {breaking}."
    ]
    back = answer.reversion.common.least if answer.reversion is not None else None
    if back != found.value:
        lines.append(
            "Reversion to stage equilibria alone would sustain it at none."
            if back is None
            else f"Reversion to stage equilibria alone would need {cell_text(back)}."
        )
    return lines


def _beside(value: Number) -> str:
    """A number and, where it is no short decimal, what it is about."""
    about, exact = decimal(value, 3), cell_text(value)
    return exact if "≈" in exact or len(exact) < 5 else f"{exact} ≈ {about}"


def interval_words(interval: Interval) -> str:
    """[1/2, 1), or a single point."""
    if interval.low == interval.high:
        return f"{{{cell_text(interval.low)}}}"
    left = "[" if interval.low_closed else "("
    right = "]" if interval.high_closed else ")"
    return f"{left}{cell_text(interval.low)}, {cell_text(interval.high)}{right}"


def set_words(found: DiscountSet) -> str:
    """ "at none", "at every one", or "in [1/2, 1)"."""
    if not found.intervals:
        return "at none"
    if found == EVERY:
        return "at every one"
    return "in " + listing([interval_words(interval) for interval in found.intervals])


def party_table(answer: SustainAnswer) -> Table:
    """One row per party: what tempts it, what it has, what it fears, and from where it stays."""
    game, stage = answer.game, answer.game.stage
    rows: list[list[Cell]] = []
    back = answer.reversion
    if back is not None and back.rows:
        rows = [
            [
                game.players[row.player],
                row.temptation,
                row.reward,
                row.punishment,
                "none below 1" if row.value is None else row.value,
                game.discounts[row.player],
                stage.actions[row.player][row.deviation] if row.case != "no temptation" else "-",
                common.profile_words(stage, back.equilibria[row.player]),
            ]
            for row in back.rows
        ]
        columns = [
            "party",
            "temptation T",
            "reward R",
            "punishment P",
            "stays from",
            "its factor",
            "tempted to",
            "reverts to",
        ]
        return Table("", columns, rows)
    for i, name in enumerate(game.players):
        rows.append(
            [
                name,
                game.discounts[i],
                "-" if back is None else set_words(back.sets[i]),
                set_words(answer.necessary[i]),
            ]
        )
    return Table("", ["party", "its factor", "stays under reversion", "might stay at all"], rows)


def _parties(answer: SustainAnswer) -> Section:
    blocks: list[Block] = [party_table(answer)]
    if _rows(answer):
        blocks.append(
            "A party stays from (T - R)/(T - P) on, whatever the others' discount factors are: T "
            "its best deviation, R the path, P the stage equilibrium played after it deviates."
        )
    elif answer.reversion is None:
        blocks.append("The stage game has no pure equilibrium to revert to.")
    return Section("Who would leave", tuple(blocks))


def _factors(answer: SustainAnswer) -> Section:
    back, found = answer.reversion, answer.optimal
    lines = []
    if back is not None:
        lines.append(
            f"Reversion to stage equilibria sustains the path {set_words(back.common)} "
            "(one discount factor for all)."
        )
    if found is not None and found.status == "complete":
        if found.value is None:
            lines.append("Optimal penal codes sustain it at none.")
        else:
            lines.append(
                f"Optimal penal codes sustain it in [{cell_text(found.value)}, 1): {found.reason}."
            )
    lines.append(
        "A discount factor also reads as the odds that the relation goes on for another period."
    )
    return Section("Which discount factors", (Items(tuple(lines)),))


def _automaton(answer: SustainAnswer) -> Section | None:
    automaton, test = answer.automaton, answer.test
    if automaton is None or test is None:
        return None
    return Section(
        "The strategies that support it",
        (
            f"{len(automaton.states)} states, from {_lottery(automaton, automaton.initial)}; no "
            "player gains by deviating once in any state, so that they are subgame perfect.",
            automaton_table(answer, automaton, test.values),
        ),
    )


def automaton_table(
    answer: SustainAnswer, automaton: Automaton, values: tuple[tuple[Number, ...], ...]
) -> Table:
    """One row per state: what is played, what it is worth, what follows."""
    stage = answer.game.stage
    rows: list[list[Cell]] = []
    for state, output in enumerate(automaton.outputs):
        after: list[Cell] = []
        for player, size in enumerate(stage.shape):
            alone = {
                automaton.transitions[state][(*output[:player], a, *output[player + 1 :])]
                for a in range(size)
                if a != output[player]
            }
            words = sorted(_lottery(automaton, lottery) for lottery in alone)
            after.append(" or ".join(words) if words else "-")
        rows.append(
            [
                automaton.states[state],
                common.profile_words(stage, output),
                *values[state],
                _lottery(automaton, automaton.transitions[state][output]),
                *after,
            ]
        )
    columns = [
        "state",
        "plays",
        *(f"value {name}" for name in stage.players),
        "then",
        *(f"if {name} deviates" for name in stage.players),
    ]
    return Table("", columns, rows)


def _lottery(automaton: Automaton, lottery: Lottery) -> str:
    if len(lottery) == 1:
        return automaton.states[lottery[0][0]]
    return " + ".join(f"{cell_text(w)} {automaton.states[s]}" for s, w in lottery)


def _method(answer: SustainAnswer) -> Section:
    lines = ["Reversion: closed form and real roots, exact. Pure actions, public lotteries."]
    if answer.optimal is not None:
        lines.append(
            f"{answer.optimal.method.name}; {answer.optimal.method.arithmetic} arithmetic, "
            f"{answer.optimal.method.tier}; {answer.optimal.method.engine} "
            f"{answer.optimal.method.version}."
        )
    if answer.certificate is not None:
        lines.append(
            "The strategies were checked by the one-shot deviation principle before they were "
            f"reported; certificate {certificate_digest(answer.certificate)}."
        )
    lines.append(f"Game {answer.game.digest}.")
    if answer.spec:
        lines.append(f"Spec {answer.spec.digest}.")
    return Section("How it was found", (Items(tuple(lines)),))


def as_json(answer: SustainAnswer) -> dict[str, Any]:
    """The answer as the JSON types of `detente/solve/1`."""
    back = answer.reversion
    return {
        **common.envelope(answer.game, answer.spec, "discount", answer.status, answer.title),
        "path": [list(profile) for profile in answer.path],
        "holds": answer.holds,
        "leaving": list(answer.leaving),
        "punishments": answer.punishments,
        "headline": answer.headline,
        "reversion": None
        if back is None
        else {
            "equilibria": [list(profile) for profile in back.equilibria],
            "discounts": [_set_json(found) for found in back.sets],
            "common": _set_json(back.common),
            "parties": [_row_json(row) for row in back.rows],
        },
        "necessary": [_set_json(found) for found in answer.necessary],
        "optimal": None if answer.optimal is None else _critical_json(answer.optimal),
        "minmax": minmax_json(answer.pure, answer.mixed),
        "automaton": None
        if answer.automaton is None or answer.test is None
        else _automaton_json(answer.automaton, answer.test.values),
        "thresholds": distance_entries(answer.distances),
        "limits": list(answer.limits),
        "certificate": None
        if answer.certificate is None
        else certificate_digest(answer.certificate),
    }


def _set_json(found: DiscountSet) -> list[dict[str, Any]]:
    return [
        {
            "low": to_json(interval.low),
            "high": to_json(interval.high),
            "low_closed": interval.low_closed,
            "high_closed": interval.high_closed,
        }
        for interval in found.intervals
    ]


def _row_json(row: PartyThreshold) -> dict[str, Any]:
    return {
        "player": row.player,
        "case": row.case,
        "temptation": to_json(row.temptation),
        "reward": to_json(row.reward),
        "punishment": to_json(row.punishment),
        "deviation": row.deviation,
        "value": None if row.value is None else to_json(row.value),
    }


def _critical_json(found: CriticalDiscount) -> dict[str, Any]:
    return {
        "status": found.status,
        "value": None if found.value is None else to_json(found.value),
        "enclosure": None if found.enclosure is None else [to_json(end) for end in found.enclosure],
        "binding": list(found.binding),
        "parties": [_row_json(row) for row in found.parties],
        "reason": found.reason,
        "method": {
            "name": found.method.name,
            "version": found.method.version,
            "arithmetic": found.method.arithmetic,
            "tier": found.method.tier,
            "engine": found.method.engine,
        },
    }


def _automaton_json(automaton: Automaton, values: tuple[tuple[Number, ...], ...]) -> dict[str, Any]:
    def lottery(pairs: Any) -> list[Any]:
        return [[state, to_json(weight)] for state, weight in pairs]

    return {
        "states": list(automaton.states),
        "initial": lottery(automaton.initial),
        "outputs": [list(profile) for profile in automaton.outputs],
        "transitions": [
            [{"played": list(played), "next": lottery(table[played])} for played in sorted(table)]
            for table in automaton.transitions
        ],
        "values": [[to_json(x) for x in row] for row in values],
    }
