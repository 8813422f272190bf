"""Reputation against challengers in turn: the answer, checked, in words and as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from games import __version__
from games.display import Block, Cell, Document, Items, Section, Table
from games.display.cells import cell_text
from games.exact import Number, to_json
from games.forms.reputation import ReputationGame
from solver.beliefs.reputation import solve_reputation, thresholds
from solver.label import certificate_digest
from solver.solution.certificate import Certificate
from solver.solution.reputation import ReputationOutcome, ReputationStage
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import (
    distance_entries,
    distances_of,
    distances_section,
    of_game,
    short,
)
from solver.solve.solution import SpecRecord
from solver.verdict.walk import Sayings
from solver.verify import check

QUESTIONS = {"reputation": "who is deterred how long, and beliefs along the path"}

#: What the answer is all of, and why.
REASON = (
    "the only sequential equilibrium in which whoever yields is thought weak from then on, which "
    "Bayes' rule demands where the tough type is committed to fighting: by backward induction, at "
    "each belief one chance of fighting and one side of the threshold are left"
)
KNIFE = (
    ", but for the challenger with {left} to go: the prior is exactly its threshold, and on the "
    "path any chance of staying out serves; 1/a is shown. If one entered before and was fought, "
    "it must be at least 1/a"
)
#: What is not claimed.
CAVEAT = (
    "where the tough type has payoffs and may err, sequential equilibria with other beliefs after "
    "yielding exist; they are not listed"
)


@dataclass(frozen=True, repr=False)
class ReputationAnswer(Answer):
    """The path of a reputation."""

    spec: SpecRecord | None
    game: ReputationGame
    found: ReputationOutcome
    certificate: Certificate | None
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """Always "complete": see `REASON` for what of."""
        return "complete"

    @property
    def title(self) -> str:
        """The spec's or the game's title, or whose reputation it is."""
        named = (self.spec.title if self.spec else "") or self.game.title
        return named or f"Reputation of {self.game.players[0]}"

    @property
    def reason(self) -> str:
        """What is complete, and why."""
        edge = self.found.knife_edge
        return REASON + ("" if edge is None else KNIFE.format(left=edge))

    @property
    def headline(self) -> str:
        """From when on challengers enter."""
        return _headline(self.game, self.found.deterred, self.found.knife_edge)

    def document(self) -> Document:
        """The report, which every format writes."""
        sections = (
            self._game_section(),
            self._path_section(),
            self._payoff_section(),
            self._threshold_section(),
            distances_section(self.distances),
            self._method_section(),
        )
        lead = [self.headline]
        here = self.found.path[min(self.found.deterred, self.game.periods - 1)]
        if here.fights not in (0, 1):
            lead.append(
                f"{self.game.players[0]}, if {self.game.types[0]}, then fights with probability "
                f"{short(here.fights)}; whoever is fought leaves the next one in doubt, at the "
                f"belief {short(here.tested)}."
            )
        told = tuple(section for section in sections if section is not None)
        return Document(self.title, tuple(lead), told)

    def _game_section(self) -> Section:
        game = self.game
        incumbent, challenger = game.players
        weak, tough = game.types
        blocks: list[Block] = [
            f"{incumbent} is {tough} with probability {cell_text(game.prior)}, else {weak}, and "
            f"knows which. {challenger} after {challenger}, {game.periods} in all, each for one "
            f"period, enters or stays out; {incumbent} then fights or yields, and everybody sees "
            f"it. If {tough} it always fights.",
            game.table(),
        ]
        if self.spec and self.spec.parameters:
            named = (f"{name} = {cell_text(value)}" for name, value in self.spec.parameters)
            blocks.append(", ".join(named) + ".")
        return Section("The game", tuple(blocks))

    def _path_section(self) -> Section:
        incumbent, challenger = self.game.players
        weak, tough = self.game.types
        rows: list[list[Cell]] = [
            [
                number,
                here.left,
                _cell(here.belief),
                _cell(here.threshold),
                _cell(here.stays_out),
                _cell(here.fights),
                _cell(here.tested),
            ]
            for number, here in enumerate(self.found.path, 1)
        ]
        columns = (
            "period",
            "to go",
            f"P({tough})",
            "threshold",
            f"{challenger} stays out",
            f"{weak} fights",
            f"P({tough}) after a fight",
        )
        notes = (
            "The path on which every challenger that may enter does, and is fought. Where nobody "
            f"enters the belief stays; after {incumbent} has yielded P({tough}) is 0, and every "
            "later challenger enters and is yielded to. A challenger stays out above the "
            "threshold and enters below; exactly at it, it does not mind. Long numbers are rounded "
            "here; JSON and CSV have them exactly.",
        )
        return Section("Along the path", (Table("", columns, rows, notes),))

    def _payoff_section(self) -> Section:
        first = self.found.path[0]
        incumbent, challenger = self.game.players
        weak, tough = self.game.types
        entries = [
            f"{incumbent}, if {weak}, expects {short(first.value)} in all: what its reputation "
            f"is worth to it, for known to be {weak} it would get 0.",
            f"{incumbent}, if {tough}, is left alone in {short(first.left_alone)} of "
            f"{self.game.periods} periods on average.",
        ]
        rows: list[list[Cell]] = [
            [number, here.left, *map(_cell, (here.value, here.entered, here.entering))]
            for number, here in enumerate(self.found.path, 1)
        ]
        columns = (
            "period",
            "to go",
            f"worth to {incumbent} if {weak}",
            "once entered",
            f"entering is worth to {challenger}",
        )
        notes = ("From each period of the path on; staying out is worth 0.",)
        return Section("Payoffs", (Items(tuple(entries)), Table("", columns, rows, notes)))

    def _threshold_section(self) -> Section:
        game = self.game
        formula = (
            "mu_n = b^n" if game.weight == 1 else "mu_n = 1/(1 + w (b^-n - 1))"
        ) + f", {_equal('b', game.gain)}"
        if game.weight != 1:
            formula += f", {_equal('w', game.weight)}"
        rows: list[list[Cell]] = [
            [left, _cell(level)] for left, level in enumerate(self.found.thresholds, 1)
        ]
        return Section(
            "Thresholds",
            (
                f"With n periods to go a challenger stays out if P({game.types[1]}) > mu_n: "
                f"{formula}.",
                Table("", ("n", "mu_n"), rows),
            ),
        )

    def _method_section(self) -> Section:
        method = self.found.method
        lines = [
            f"{method.name}; {method.arithmetic} arithmetic; detente {method.version}.",
            f"Complete: {self.reason}.",
            f"Not claimed: {CAVEAT}.",
            f"All {len(self.found.rules)} rules, one for each belief that can come up, were "
            "checked by the definition: no single deviation gains, beliefs follow Bayes' rule.",
        ]
        return Section("How it was found", (Items(tuple(lines)),))

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        found, game = self.found, self.game
        method = found.method
        return {
            "schema": "detente/solve/1",
            "detente": __version__,
            "question": "reputation",
            "status": self.status,
            "title": self.title,
            "spec": None
            if self.spec is None
            else {"label": self.spec.label, "digest": self.spec.digest},
            "game": {"digest": game.digest, "kind": "reputation", **game.plain()},
            "equilibrium": {
                "complete": {"value": True, "reason": self.reason, "caveat": CAVEAT},
                "method": {
                    "name": method.name,
                    "version": method.version,
                    "arithmetic": method.arithmetic,
                    "tier": method.tier,
                    "engine": method.engine,
                },
                "headline": self.headline,
                "deterred": found.deterred,
                "first_entry": found.first_entry,
                "knife_edge": found.knife_edge,
                "thresholds": [to_json(level) for level in found.thresholds],
                "path": [_stage(here) for here in found.path],
                "value": to_json(found.path[0].value),
                "left_alone": to_json(found.path[0].left_alone),
            },
            "thresholds": distance_entries(self.distances),
            "certificate": None
            if self.certificate is None
            else certificate_digest(self.certificate),
        }

    def csv(self) -> Table:
        """One row per period of the path."""
        rows: list[list[Cell]] = [
            [number, *(getattr(here, name) for name in _FIELDS)]
            for number, here in enumerate(self.found.path, 1)
        ]
        return Table("", ("period", *_FIELDS), rows)


def _equal(letter: str, value: Number) -> str:
    shown = short(value)
    return f"{letter} {shown}" if shown.startswith("≈") else f"{letter} = {shown}"


def _cell(value: Number) -> Cell:
    """A number that stays a number where it is short."""
    shown = short(value)
    return shown if shown.startswith("≈") else value


_FIELDS = (
    "left",
    "belief",
    "threshold",
    "stays_out",
    "fights",
    "tested",
    "entering",
    "value",
    "entered",
    "left_alone",
)


def _stage(here: ReputationStage) -> dict[str, Any]:
    return {"left": here.left, **{name: to_json(getattr(here, name)) for name in _FIELDS[1:]}}


def certificate_of(game: ReputationGame, found: ReputationOutcome) -> Certificate:
    """The rules at everything that can come up, as a claim."""

    def rule(here: ReputationStage) -> dict[str, Any]:
        numbers: dict[str, Number] = {
            "belief": here.belief,
            "stays_out": here.stays_out,
            "fights": here.fights,
            "tested": here.tested,
        }
        return {"left": here.left, **{key: to_json(x) for key, x in numbers.items()}}

    return Certificate("reputation", game.plain(), {"rules": [rule(x) for x in found.rules]})


def answer(subject: Any, question: str, clock: Any) -> ReputationAnswer:
    """Answer the question; see `solver.solve.kinds`."""
    game: ReputationGame = subject.game
    found = solve_reputation(game)
    clock.lap("reputation")
    certificate = certificate_of(game, found)
    verified = check(certificate)
    if not verified.valid:
        raise AssertionError(f"the checker refused the equilibrium: {verified.reasons[0]}")
    clock.lap("check")
    distances = distances_of(subject, of_game(verdict), clock)
    return ReputationAnswer(subject.record, game, found, certificate, distances)


def _headline(game: ReputationGame, deterred: int, edge: int | None) -> str:
    """From when on challengers enter; edge: periods to go at which the prior is the threshold."""
    incumbent, challenger = game.players
    weak, tough = game.types
    periods, out = game.periods, deterred
    if game.prior == 0:
        return (
            f"{challenger} enters in every period and {incumbent}, known to be {weak}, yields: "
            "without doubt there is no reputation (the chain-store paradox)."
        )
    if out == periods:
        return (
            f"{challenger} stays out in all {periods} periods: the belief that {incumbent} "
            f"is {tough} deters to the last."
        )
    left = periods - out
    enters = "is indifferent, the prior being exactly its threshold" if edge == left else "enters"
    start = (
        f"{challenger} stays out in the first {out} of {periods} periods and"
        if out
        else f"{challenger}"
    )
    return f"{start} {enters} in period {out + 1}, with {left} to go."


def verdict(game: ReputationGame) -> Sayings:
    """From when on challengers enter; numbers may be followed as functions."""
    levels, deterred = thresholds(game), 0
    while deterred < game.periods and game.prior > levels[game.periods - deterred]:
        deterred += 1
    left = game.periods - deterred
    edge = left if left and game.prior == levels[left] else None
    return (_headline(game, deterred, edge),)
