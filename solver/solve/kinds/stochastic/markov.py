"""All Markov perfect equilibria of a game: the answer, checked, in words and as data."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games import __version__
from games.display import Block, Cell, Document, Section, Table
from games.display.cells import cell_text
from games.exact import to_json
from games.forms.stochastic import StochasticGame
from solver.dynamic.certificate import markov_certificate
from solver.dynamic.common_interest import best_equilibrium
from solver.dynamic.markov import DOMINANT, markov_perfect
from solver.dynamic.passage import Passage, passage
from solver.label import certificate_digest
from solver.solution.certificate import Certificate, Standing, Unproved
from solver.solution.markov import MarkovPerfectSet, StageProfile, StationaryEquilibria
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import distance_entries, distances_section
from solver.solve.kinds.stochastic.families import family_rows, family_section, plain_family
from solver.solve.kinds.stochastic.verdict import markov_distances
from solver.solve.solution import SpecRecord
from solver.verify import check

#: Equilibria written out in a report; JSON and CSV have them all.
LISTED = 8
#: States up to which a report shows the table of an equilibrium.
SHOWN = 60


@dataclass(frozen=True, repr=False)
class MarkovAnswer(Answer):
    """The equilibria of a stochastic game with what follows from each.

    passages: one per equilibrium, for the profile that plays the first stage equilibrium listed in
    every state; None where the game knows no conflict.
    """

    spec: SpecRecord | None
    game: StochasticGame
    found: MarkovPerfectSet
    passages: tuple[Passage | None, ...]
    certificate: Certificate | None
    question: str = "markov"
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """ "complete", "incomplete" or "undecided"."""
        value = self.found.complete.value
        return "undecided" if value is None else "complete" if value else "incomplete"

    @property
    def title(self) -> str:
        """The spec's or the game's title, or who plays it."""
        named = (self.spec.title if self.spec else "") or self.game.title
        return named or f"A stochastic game of {' and '.join(self.game.players)}"

    @property
    def headline(self) -> str:
        """How many equilibria there are and what the start is worth."""
        count, families = len(self.found.equilibria), len(self.found.families)
        if not count and not families:
            return "No equilibrium was found; the answer is not complete."
        if self.question == "best":
            first = "The best equilibrium of all, with one interest"
        elif self._is_single:
            first = "There is one Markov perfect equilibrium"
        else:
            kinds = []
            if families:
                kinds.append(f"{families} famil{'y' if families == 1 else 'ies'} of equilibria")
            if count or not families:
                kinds.append(f"{count} vector{'' if count == 1 else 's'} of equilibrium values")
            one = (families or count) == 1
            first = f"There {'is' if one else 'are'} {' and '.join(kinds)}"
            if self.status != "complete":
                were = "was" if families + count == 1 else "were"
                first = f"{' and '.join(kinds)} {were} found, not known as all"
        worths = [[(u, u) for u in item.payoffs] for item in self.found.equilibria]
        worths += [list(item.payoffs) for item in self.found.families]
        parts = []
        for player, name in enumerate(self.game.players):
            own = [row[player] for row in worths]
            low, high = min(low for low, _ in own), max(high for _, high in own)
            parts.append(
                f"{cell_text(low)} to {name}"
                if low == high
                else f"{cell_text(low)} to {cell_text(high)} to {name}"
            )
        return f"{first}; the start is worth {' and '.join(parts)}."

    @property
    def _is_single(self) -> bool:
        found = self.found
        return (
            len(found.equilibria) == 1
            and not found.families
            and found.equilibria[0].unique
            and self.status == "complete"
        )

    def document(self) -> Document:
        """The report, which every format writes."""
        sections = [self._game_section()]
        sections += map(self._section, self.found.equilibria[:LISTED])
        shown = len(self.game.states) <= SHOWN
        sections += [
            family_section(self.game, item, shown) for item in self.found.families[:LISTED]
        ]
        told = distances_section(self.distances)
        if told is not None:
            sections.append(told)
        left = max(0, len(self.found.equilibria) - LISTED)
        left += max(0, len(self.found.families) - LISTED)
        method = self.found.method
        closing: list[Block] = [f"{self.found.complete.reason.capitalize()}."]
        if left > 0:
            closing.insert(0, f"{left} more are not written out; --format json has them all.")
        closing.append(
            f"{method.name.capitalize()}, {method.arithmetic} arithmetic, {self.found.nodes} "
            f"{'rounds' if self.question == 'best' else 'nodes'}."
        )
        sections.append(Section("How this was found", tuple(closing)))
        return Document(self.title, tuple(self._lead()), tuple(sections))

    def _lead(self) -> list[str]:
        lead = [self.headline]
        if self.question == "markov" and self.game.is_common_interest:
            lead.append(self._ranked())
        known = [item for item in self.passages if item is not None]
        if known:
            lead.append(self._peace(known))
            if self.found.families:
                lead.append("What is said of conflict leaves the families out.")
        if self.game.unreachable:
            lead.append(f"Never reached from the start: {', '.join(self.game.unreachable)}.")
        return lead

    def _ranked(self) -> str:
        best = next((item for item in self.found.equilibria if "Pareto-best" in item.tags), None)
        only = self.found.equilibria[0] if len(self.found.equilibria) == 1 else None
        if only is not None and DOMINANT in only.tags:
            return "One interest: in every state its actions are strictly dominant for both."
        if best is None:
            return "One interest: the best equilibrium is what one decision maker would do."
        return f"One interest: equilibrium {best.id + 1} is the best for all, in every state."

    def _peace(self, known: list[Passage]) -> str:
        start = [s for s, _ in self.game.initial]
        lasting = [all(item.peace[s] for s in start) for item in known]
        if all(lasting):
            return "Peace lasts from the start in every listed equilibrium."
        odds = [
            sum((weight * item.ever[s] for s, weight in self.game.initial), Fraction(0))
            for item in known
        ]
        low, high = min(odds), max(odds)
        words = cell_text(low) if low == high else f"{cell_text(low)} to {cell_text(high)}"
        return f"From the start, conflict comes sooner or later with probability {words}."

    def _game_section(self) -> Section:
        game = self.game
        start = ", ".join(
            game.states[s] if weight == 1 else f"{game.states[s]} ({weight})"
            for s, weight in game.initial
        )
        factors = ", ".join(
            f"{name} {cell_text(delta)}"
            for name, delta in zip(game.players, game.discounts, strict=True)
        )
        kind = self.spec.kind.replace("_", " ") if self.spec else "stochastic game"
        blocks: list[Block] = [
            f"{kind.capitalize()} of {' and '.join(game.players)} in {len(game.states)} states; "
            f"play starts at {start}. Discount factors: {factors}."
        ]
        if self.spec and self.spec.parameters:
            blocks.append(
                ", ".join(f"{name} = {cell_text(value)}" for name, value in self.spec.parameters)
                + "."
            )
        return Section("The game", tuple(blocks))

    def _section(self, item: StationaryEquilibria) -> Section:
        marks = [*item.tags, *(f"on family {number + 1}" for number in item.families)]
        tags = f" ({', '.join(marks)})" if marks else ""
        blocks: list[Block] = [
            "Worth at the start: "
            + ", ".join(
                f"{name} {cell_text(worth)}"
                for name, worth in zip(self.game.players, item.payoffs, strict=True)
            )
            + "."
        ]
        if len(self.game.states) <= SHOWN:
            blocks.append(self._table(item))
        timing = self.passages[item.id]
        if timing is not None:
            first = ", ".join(cell_text(odds) for odds in timing.start)
            blocks.append(f"From the start, first conflict in period 1, 2, ..: {first}.")
        several = [self.game.states[s] for s, row in enumerate(item.stages) if len(row) > 1]
        if several:
            blocks.append(
                "Other actions are as good in " + ", ".join(several) + ": every choice of one "
                "listed stage equilibrium per state is an equilibrium with these values."
            )
        return Section(f"Equilibrium {item.id + 1}{tags}", tuple(blocks))

    def _table(self, item: StationaryEquilibria) -> Table:
        game, timing = self.game, self.passages[item.id]
        columns = ["state", *game.players, *(f"worth {name}" for name in game.players)]
        if timing is not None:
            columns += ["conflict now", "conflict ever", "expected periods", "tendency"]
        rows: list[list[Cell]] = []
        for s, name in enumerate(game.states):
            row: list[Cell] = [
                name,
                *(
                    " or ".join(dict.fromkeys(self._words(s, i, p) for p in item.stages[s]))
                    for i in range(len(game.players))
                ),
                *(item.values[i][s] for i in range(len(game.players))),
            ]
            if timing is not None:
                periods = timing.expected[s]
                row += [
                    timing.hazard[s],
                    timing.ever[s],
                    "never" if timing.peace[s] else "-" if periods is None else periods,
                    "peace" if timing.peace[s] else timing.tendency[s],
                ]
            rows.append(row)
        return Table("", columns, rows)

    def _words(self, s: int, player: int, profile: StageProfile) -> str:
        """An action's name, or names with probabilities."""
        names, own = self.game.actions[s][player], profile[player]
        used = [(names[a], weight) for a, weight in enumerate(own) if weight != 0]
        if len(used) == 1:
            return used[0][0]
        return ", ".join(f"{name} {cell_text(weight)}" for name, weight in used)

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        game = self.game
        return {
            "schema": "detente/solve/1",
            "detente": __version__,
            "question": self.question,
            "status": self.status,
            "title": self.title,
            "spec": None
            if self.spec is None
            else {"label": self.spec.label, "digest": self.spec.digest},
            "game": {
                "digest": game.digest,
                "kind": "stochastic" if self.spec is None else self.spec.kind,
                "players": list(game.players),
                "states": list(game.states),
                "actions": [[list(names) for names in row] for row in game.actions],
                "discounts": [to_json(delta) for delta in game.discounts],
                "initial": [[s, to_json(weight)] for s, weight in game.initial],
                "unreachable": list(game.unreachable),
            },
            "equilibria": {
                "complete": {
                    "value": self.found.complete.value,
                    "reason": self.found.complete.reason,
                },
                "pure_complete": self.found.pure_complete,
                "method": {
                    "name": self.found.method.name,
                    "version": self.found.method.version,
                    "arithmetic": self.found.method.arithmetic,
                    "tier": self.found.method.tier,
                    "engine": self.found.method.engine,
                },
                "listed": [self._listed(item) for item in self.found.equilibria],
                "families": [plain_family(item) for item in self.found.families],
            },
            "thresholds": distance_entries(self.distances),
            "certificate": None
            if self.certificate is None
            else certificate_digest(self.certificate),
        }

    def _listed(self, item: StationaryEquilibria) -> dict[str, Any]:
        timing = self.passages[item.id]
        return {
            "id": item.id,
            "tags": list(item.tags),
            "families": list(item.families),
            "payoffs": _numbers(item.payoffs),
            "values": [_numbers(own) for own in item.values],
            "stages": [
                [[_numbers(own) for own in profile] for profile in row] for row in item.stages
            ],
            "conflict": None
            if timing is None
            else {
                "hazard": _numbers(timing.hazard),
                "ever": _numbers(timing.ever),
                "expected_periods": [
                    None if value is None else to_json(value) for value in timing.expected
                ],
                "peace_absorbing": list(timing.peace),
                "tendency": list(timing.tendency),
                "first_conflict": _numbers(timing.start),
            },
        }

    def csv(self) -> Table:
        """One row per equilibrium or family, state, choice, player and action."""
        game = self.game
        columns = ["equilibrium", "state", "choice", "player", "value", "action", "probability"]
        rows: list[list[Cell]] = [
            [item.id, game.states[s], number, game.players[i], item.values[i][s], action, weight]
            for item in self.found.equilibria
            for s, row in enumerate(item.stages)
            for number, profile in enumerate(row)
            for i, own in enumerate(profile)
            for action, weight in zip(game.actions[s][i], own, strict=True)
        ]
        if self.found.families:
            columns.append("where")
            rows = [[*row, ""] for row in rows]
            rows += [row for item in self.found.families for row in family_rows(game, item)]
        return Table("", columns, rows)

    def proofs(self) -> tuple[Certificate | Unproved, ...]:
        """What shows the equilibria; that they are all of them stays without a certificate."""
        complete = self.found.complete
        standing: Standing = "not complete" if complete.value is False else "not known"
        unproved = Unproved("markov_complete", standing, complete.reason)
        return (unproved,) if self.certificate is None else (self.certificate, unproved)


def answer_markov(subject: Any, clock: Any, question: str = "markov") -> MarkovAnswer:
    """Find the equilibria, put them to the checker, and say what becomes of peace.

    question: "markov" for all of them, "best" for the best of a game of one interest.
    """
    game: StochasticGame = subject.game
    search = best_equilibrium if question == "best" else markov_perfect
    found = search(game, stopped=clock.stopped)
    clock.lap("equilibria")
    certificate = None
    if found.equilibria or found.families:
        certificate = markov_certificate(game, found)
        verified = check(certificate)
        if not verified.valid:
            raise AssertionError(f"the checker refused the equilibria: {verified.reasons[0]}")
    clock.lap("check")
    passages = tuple(
        None if game.peaceful is None else passage(game, item.profile) for item in found.equilibria
    )
    clock.lap("passage")
    distances = markov_distances(subject, clock, found, question)
    return MarkovAnswer(subject.record, game, found, passages, certificate, question, distances)


def _numbers(values: Any) -> list[Any]:
    found: list[Any] = [to_json(value) for value in values]
    return found
