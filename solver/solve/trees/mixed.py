"""The answer about a tree in which players miss something, or about its Nash equilibria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games import __version__
from games.display import Block, Cell, Document, Section, Table
from games.exact import Number, arithmetic_of, to_json
from games.forms.extensive import ExtensiveGame
from solver.dynamic.subgames import TreeEquilibria, TreeEquilibrium, nash, subgame_perfect
from solver.label import certificate_digest
from solver.nash.certificate import equilibria_certificate
from solver.solution.certificate import Certificate
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import (
    UNSURE,
    distance_entries,
    distances_of,
    distances_section,
    of_game,
    unknown_distances,
)
from solver.solve.solution import SpecRecord
from solver.solve.trees.envelope import head, vector_json
from solver.verdict.words import listing
from solver.verify import check

if TYPE_CHECKING:
    from solver.solve.front import Clock, Subject
    from solver.verdict.walk import Sayings

#: Equilibria that a report lists; JSON and CSV have all.
_LISTED = 40


@dataclass(frozen=True, repr=False)
class MixedSolution(Answer):
    """Equilibria of a tree in behaviour strategies.

    question: "nash" or "subgame_perfect". certificate: of the equilibria of the reduced normal
    form, for Nash equilibria.
    """

    question: str
    spec: SpecRecord | None
    game: ExtensiveGame
    found: TreeEquilibria
    certificate: Certificate | None
    certificate_digest: str | None
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """ "complete" if no equilibrium lies outside what is listed and its hulls."""
        return "complete" if self.found.complete.value is True else "incomplete"

    @property
    def title(self) -> str:
        """The title of the spec or game."""
        if self.spec is not None:
            return self.spec.title or self.spec.label
        return self.game.title or self._kind

    @property
    def _kind(self) -> str:
        return "Nash equilibria" if self.question == "nash" else "Subgame-perfect equilibria"

    @property
    def headline(self) -> str:
        """How many equilibria there are, and what they pay."""
        count = len(self.found.equilibria)
        kind = "Nash" if self.question == "nash" else "subgame-perfect"
        extreme = "extreme " if len(self.game.players) == 2 else "pure "
        if count == 1:
            return f"One {extreme}{kind} equilibrium."
        pays = {self.payoffs(item) for item in self.found.equilibria}
        vectors = "one vector" if len(pays) == 1 else f"{len(pays)} vectors"
        return f"{count} {extreme}{kind} equilibria, with {vectors} of payoffs."

    def payoffs(self, item: TreeEquilibrium) -> tuple[Number, ...]:
        """Payoffs of an equilibrium, [player]."""
        return item.vector[: len(self.game.players)]

    def document(self) -> Document:
        """The report."""
        complete = self.found.complete
        word = "Complete" if complete.value is True else "Not complete"
        lead = [self.headline, f"{word}: {complete.reason}."]
        rows: list[list[Cell]] = []
        for number, item in enumerate(self.found.equilibria[:_LISTED], 1):
            rows.append([number, "; ".join(self._words(item)), *self.payoffs(item)])
        columns = ("", "behaviour", *(f"payoff {name}" for name in self.game.players))
        left = len(self.found.equilibria) - len(rows)
        notes = ["Sets that a player's own choices exclude are left out: any action will do there."]
        if left > 0:
            notes.append(f"{left} more equilibria are left out here; --format json has all.")
        sections = (
            Section("Equilibria", (Table("", columns, rows, notes),)),
            distances_section(self.distances),
            Section("Method", tuple(self._method())),
        )
        told = tuple(section for section in sections if section is not None)
        return Document(self.title, tuple(lead), told)

    def _words(self, item: TreeEquilibrium) -> Iterator[str]:
        """Behaviour at each set in words: "row: T" or "row: 3/4 T, 1/4 B"."""
        for key, weights in item.behaviour.items():
            if weights is None:
                continue
            each = self.game.information_sets[key]
            used = [(w, a) for w, a in zip(weights, each.actions, strict=True) if w != 0]
            text = ", ".join(a if w == 1 else f"{w} {a}" for w, a in used)
            yield f"{each.name}: {text}"

    def _method(self) -> Iterator[Block]:
        roots = [self.game.name(root) for root in self.found.subgames]
        sets = len(self.game.information_sets)
        if self.question == "nash":
            assert self.found.reduced is not None
            shape = " x ".join(map(str, self.found.reduced.game.shape))
            yield (
                f"Reduced normal form, {shape}, of {sets} information sets; every extreme "
                "equilibrium as behaviour strategies."
                if len(self.game.players) == 2
                else f"Reduced normal form, {shape}; pure equilibria only."
            )
        else:
            noun = "subgame" if len(roots) == 1 else "subgames"
            shown = listing(roots[:12]) + (", .." if len(roots) > 12 else "")
            yield (
                f"{len(roots)} {noun}, beginning at {shown}, solved from the last to the first by "
                "the reduced normal form. Beliefs inside a subgame are not asked for."
            )
        yield f"Exact, {self.arithmetic}."
        if self.certificate_digest is not None:
            yield (
                "Every equilibrium was checked by the definition in the reduced normal form; "
                f"certificate {self.certificate_digest}."
            )

    @property
    def arithmetic(self) -> str:
        """ "rational", "algebraic" or "transcendental"."""
        return arithmetic_of(x for item in self.found.equilibria for x in item.vector)

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        complete = self.found.complete
        return {
            **head(self.question, self.status, self.title, self.spec, self.game),
            "information_sets": [
                {
                    "name": each.name,
                    "player": each.player,
                    "actions": list(each.actions),
                    "nodes": list(each.nodes),
                }
                for each in self.game.information_sets
            ],
            "equilibria": {
                "complete": {
                    "value": complete.value,
                    "reason": complete.reason,
                    "caveat": complete.caveat,
                },
                "method": {
                    "name": "reduced normal form",
                    "version": __version__,
                    "arithmetic": self.arithmetic,
                },
                "subgames": list(self.found.subgames),
                "listed": [
                    {
                        "behaviour": [
                            None
                            if (weights := item.behaviour[key]) is None
                            else [to_json(w) for w in weights]
                            for key in range(len(self.game.information_sets))
                        ],
                        "value": vector_json(self.game, item.vector),
                    }
                    for item in self.found.equilibria
                ],
            },
            "headline": self.headline,
            "thresholds": distance_entries(self.distances),
            "limits": [] if complete.value is True else [complete.reason],
            "certificate": self.certificate_digest,
        }

    def csv(self) -> Table:
        """One row per equilibrium, information set and action."""
        rows: list[list[Cell]] = []
        for number, item in enumerate(self.found.equilibria, 1):
            for key, weights in item.behaviour.items():
                each = self.game.information_sets[key]
                for place, action in enumerate(each.actions):
                    weight: Cell = "any" if weights is None else weights[place]
                    rows.append([number, each.name, self.game.players[each.player], action, weight])
        return Table("", ("equilibrium", "information_set", "player", "action", "weight"), rows)


def mixed_solution(subject: Subject, question: str, clock: Clock) -> MixedSolution:
    """Find the equilibria of a tree through its reduced normal form, and check them."""
    game: ExtensiveGame = subject.game
    search = nash if question == "nash" else subgame_perfect
    found = search(game, clock.limits)
    clock.lap("equilibria")
    certificate = None
    if found.reduced is not None and found.normal is not None:
        certificate = equilibria_certificate(found.reduced.game, found.normal)
        verified = check(certificate)
        if not verified.valid:
            raise AssertionError(f"the checker refused the equilibria: {verified.reasons[0]}")
        clock.lap("check")
    distances = unknown_distances(subject, UNSURE)
    if found.complete.value is True:
        from solver.solve.trees.verdict import most_quantities, verdict_in_behaviour

        def verdict(tree: ExtensiveGame) -> Sayings:
            return verdict_in_behaviour(tree, search(tree))

        distances = distances_of(subject, of_game(verdict), clock, most_quantities(game))
    return MixedSolution(
        question,
        subject.record,
        game,
        found,
        certificate,
        None if certificate is None else certificate_digest(certificate),
        distances,
    )
