"""Bargaining over power: the answer, checked, in words and as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from games import __version__
from games.display import Block, Cell, Document, Items, Section, Table
from games.display.cells import cell_text
from games.exact import Number, to_json
from games.forms.bargaining import BargainingGame
from solver.dynamic.bargaining import bargain
from solver.label import certificate_digest
from solver.solution.bargain import BargainingOutcome, Settlement
from solver.solution.certificate import Certificate
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import distance_entries, distances_of, distances_section, of_game
from solver.solve.solution import SpecRecord
from solver.verdict.walk import Sayings
from solver.verify import check

QUESTIONS = {"bargain": "what is settled in place of conflict, and what may keep it from being so"}
WORDS = {True: "yes", False: "no", None: "not asked"}


@dataclass(frozen=True, repr=False)
class BargainAnswer(Answer):
    """How the bargaining of two parties ends."""

    spec: SpecRecord | None
    game: BargainingGame
    found: BargainingOutcome
    certificate: Certificate | None
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """ "complete" or "undecided"."""
        return "complete" if self.found.complete else "undecided"

    @property
    def title(self) -> str:
        """The spec's or the game's title, or who bargains."""
        named = (self.spec.title if self.spec else "") or self.game.title
        return named or f"Bargaining of {' and '.join(self.game.players)}"

    @property
    def headline(self) -> str:
        """What is agreed, or that they fight."""
        names, found = self.game.players, self.found
        if found.settlement is None:
            return _unsettled(found)
        t = found.settlement.transfer
        first = _direction(self.game, t, f"a share of {cell_text(t if t >= 0 else -t)}")
        now = [names[item.party] for item in found.prevention if item.verdict == "fights"]
        if now:
            return f"{' and '.join(now)} fights now, before power shifts; else {first}."
        return f"Settled: {first}."

    def document(self) -> Document:
        """The report, which every format writes."""
        sections = [self._game_section(), self._range_section()]
        if self.found.offers:
            sections.append(self._offers_section())
        if self.found.prevention:
            sections.append(self._prevention_section())
        rows: list[list[Cell]] = [
            [source.name, WORDS[source.present], source.reason] for source in self.found.sources
        ]
        sections.append(
            Section("Sources of conflict", (Table("", ("source", "at work", "why"), rows),))
        )
        method = self.found.method
        closing = (
            f"{method.name.capitalize()}, {method.arithmetic} arithmetic: {self.found.reason}."
        )
        told = distances_section(self.distances)
        if told is not None:
            sections.append(told)
        sections.append(Section("How this was found", (closing,)))
        return Document(self.title, (self.headline,), tuple(sections))

    def _game_section(self) -> Section:
        blocks: list[Block] = []
        if self.spec and self.spec.parameters:
            blocks.append(
                ", ".join(f"{name} = {cell_text(value)}" for name, value in self.spec.parameters)
                + "."
            )
        return Section("The game", (*blocks, self.game.table()))

    def _range_section(self) -> Section:
        span, names = self.found.range, self.game.players
        entries = [
            f"{names[0]} accepts any transfer to it of at least "
            f"{'whatever size' if span.low is None else cell_text(span.low)}.",
            f"{names[1]} gives at most "
            f"{'everything' if span.high is None else cell_text(span.high)}.",
        ]
        if span.empty:
            entries.append("No transfer satisfies both.")
        elif span.within is not None:
            low, high = span.within
            entries.append(
                f"Both prefer to conflict what lies between {cell_text(low)} and {cell_text(high)}."
            )
        if span.width is not None and not span.empty:
            entries.append(f"Width before the bounds: {cell_text(span.width)}.")
        return Section("Transfers that both prefer to conflict", (Items(tuple(entries)),))

    def _offers_section(self) -> Section:
        names = self.game.players
        rows: list[list[Cell]] = [
            [names[offer.proposer], offer.transfer, *offer.worth, offer.binding]
            for offer in self.found.offers
        ]
        columns = ("who offers", f"to {names[0]}", *(f"worth {name}" for name in names), "held by")
        return Section("Offers", (Table("", columns, rows),))

    def _prevention_section(self) -> Section:
        rows: list[list[Cell]] = [
            [self.game.players[item.party], item.now, item.most, item.least, item.verdict]
            for item in self.found.prevention
        ]
        columns = (
            "",
            "conflict now",
            "peace at most",
            "peace if the other offers later",
            "verdict",
        )
        return Section("Before power shifts", (Table("", columns, rows),))

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        found, game, span = self.found, self.game, self.found.range
        return {
            "schema": "detente/solve/1",
            "detente": __version__,
            "question": "bargain",
            "status": self.status,
            "title": self.title,
            "spec": None
            if self.spec is None
            else {"label": self.spec.label, "digest": self.spec.digest},
            "game": {"digest": game.digest, "kind": "bargaining", **game.plain()},
            "outcome": {
                "reason": found.reason,
                "settlement": None if found.settlement is None else _offer(found.settlement),
                "conflict": [to_json(value) for value in found.conflict],
                "range": {
                    "low": _maybe(span.low),
                    "high": _maybe(span.high),
                    "width": _maybe(span.width),
                    "empty": span.empty,
                    "within": None if span.within is None else [to_json(t) for t in span.within],
                },
                "offers": [_offer(offer) for offer in found.offers],
                "prevention": [
                    {
                        "party": game.players[item.party],
                        "now": to_json(item.now),
                        "most": to_json(item.most),
                        "least": to_json(item.least),
                        "verdict": item.verdict,
                    }
                    for item in found.prevention
                ],
                "sources": [
                    {"name": item.name, "present": item.present, "reason": item.reason}
                    for item in found.sources
                ],
            },
            "thresholds": distance_entries(self.distances),
            "certificate": None
            if self.certificate is None
            else certificate_digest(self.certificate),
        }

    def csv(self) -> Table:
        """One row per offer, and one of conflict."""
        rows: list[list[Cell]] = [
            ["offer", self.game.players[offer.proposer], offer.transfer, *offer.worth]
            for offer in self.found.offers
        ]
        rows.append(["conflict", "", "", *self.found.conflict])
        return Table(
            "", ("what", "by", "transfer", *(f"worth {name}" for name in self.game.players)), rows
        )


def answer(subject: Any, question: str, clock: Any) -> BargainAnswer:
    """Answer the question; see `solver.solve.kinds`."""
    game: BargainingGame = subject.game
    found = bargain(game)
    clock.lap("bargaining")
    certificate = None
    if found.complete:
        within = found.range.within
        certificate = Certificate(
            "bargain",
            game.plain(),
            {
                "within": None if within is None else [to_json(t) for t in within],
                "offers": [to_json(offer.transfer) for offer in found.offers],
                "transfer": None
                if found.settlement is None
                else to_json(found.settlement.transfer),
            },
        )
        verified = check(certificate)
        if not verified.valid:
            raise AssertionError(f"the checker refused the outcome: {verified.reasons[0]}")
    clock.lap("check")
    distances = distances_of(subject, of_game(verdict), clock)
    return BargainAnswer(subject.record, game, found, certificate, distances)


def verdict(game: BargainingGame) -> Sayings:
    """What is settled and who gives, who fights before power shifts, and the sources at work."""
    found = bargain(game)
    if found.settlement is None:
        first = _unsettled(found)
    else:
        first = f"Settled: {_direction(game, found.settlement.transfer, 'power')}."
    words = {True: "is at work", False: "is not at work", None: "was not asked"}
    return (
        first,
        *(f"{game.players[item.party]} {item.verdict}." for item in found.prevention),
        *(f"As a source of conflict, {s.name} {words[s.present]}." for s in found.sources),
    )


def _unsettled(found: BargainingOutcome) -> str:
    return f"{'Conflict' if found.complete else 'Not decided'}: {found.reason}."


def _direction(game: BargainingGame, transfer: Number, what: str) -> str:
    """Who passes what to whom."""
    if transfer == 0:
        return "Power stays as it is"
    giver, taker = reversed(game.players) if transfer > 0 else game.players
    return f"{giver} passes {what} to {taker}"


def _maybe(value: Number | None) -> Any:
    return None if value is None else to_json(value)


def _offer(offer: Settlement) -> dict[str, Any]:
    return {
        "proposer": offer.proposer,
        "transfer": to_json(offer.transfer),
        "worth": [to_json(value) for value in offer.worth],
        "binding": offer.binding,
    }
