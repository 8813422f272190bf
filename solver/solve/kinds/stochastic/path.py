"""One equilibrium of a large game: numerical, with a proved bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from games import __version__
from games.display import Cell, Document, Section, Table
from games.exact import to_json
from games.forms.stochastic import StochasticGame
from solver.dynamic.certificate import within_certificate
from solver.dynamic.passage import RoughPassage, rough_passage
from solver.dynamic.stage_iteration import one_equilibrium
from solver.label import certificate_digest
from solver.solution.certificate import Certificate
from solver.solution.markov import NumericalEquilibrium
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import distance_entries, distances_section, unknown_distances
from solver.solve.kinds.stochastic import NUMERICAL
from solver.solve.solution import SpecRecord
from solver.verify import check

#: States with lasting peace that are named.
LISTED = 12
REASON = "one equilibrium was found numerically; whether there are others is not known"


@dataclass(frozen=True, repr=False)
class PathAnswer(Answer):
    """One stationary profile in which no deviation gains more than a proved bound."""

    spec: SpecRecord | None
    game: StochasticGame
    found: NumericalEquilibrium | None
    certificate: Certificate | None
    timing: RoughPassage | None = None
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """Always "incomplete": one equilibrium says nothing of others."""
        return "incomplete"

    @property
    def title(self) -> str:
        """The spec's or the game's title, or who plays it."""
        named = (self.spec.title if self.spec else "") or self.game.title
        return named or f"A stochastic game of {' and '.join(self.game.players)}"

    @property
    def headline(self) -> str:
        """What the start is worth, and the bound."""
        if self.found is None:
            return "No equilibrium was found: the search was given up or a limit was reached."
        worths = " and ".join(
            f"{worth:.6g} to {name}"
            for name, worth in zip(self.game.players, self.found.payoffs, strict=True)
        )
        return (
            f"One profile, numerical: the start is worth about {worths}; no deviation in any one "
            f"period gains more than {float(self.found.gain):.2g} (proved)."
        )

    def document(self) -> Document:
        """The report, which every format writes."""
        sections = []
        if self.found is not None:
            if self.timing is not None:
                sections.append(Section("How long peace lasts", self._peace(self.timing)))
            sections.append(Section("The profile", (self.csv(),)))
            told = distances_section(self.distances)
            if told is not None:
                sections.append(told)
            name = self.found.method.name
            closing = f"{name.capitalize()}, floats, {self.found.steps} steps."
            sections.append(Section("How this was found", (closing, f"{REASON.capitalize()}.")))
        return Document(self.title, (self.headline,), tuple(sections))

    def _peace(self, timing: RoughPassage) -> tuple[str, ...]:
        """Conflict from the start, and where peace lasts, in words; numerical like the profile."""
        lasting = [s for s, quiet in zip(self.game.states, timing.peace, strict=True) if quiet]
        first = ", ".join(f"{odds:.6g}" for odds in timing.first)
        wait = (
            "it may never come"
            if timing.expected is None
            else f"it is expected after {timing.expected:.6g} periods"
        )
        moves = {word: timing.tendency.count(word) for word in ("climbs", "holds", "comes down")}
        return (
            f"From the start, conflict comes with probability {timing.ever:.6g}; {wait}. First "
            f"conflict in period 1, 2, ..: {first}.",
            f"Peace is absorbing in {len(lasting)} of {len(self.game.states)} states"
            + (
                f": {', '.join(lasting[:LISTED])}{', ..' * (len(lasting) > LISTED)}."
                if lasting
                else "."
            )
            + f" Play climbs in {moves['climbs']}, comes down in {moves['comes down']}, "
            f"holds in {moves['holds']}.",
        )

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        found = self.found
        return {
            "schema": "detente/solve/1",
            "detente": __version__,
            "question": "path",
            "status": self.status,
            "title": self.title,
            "spec": None
            if self.spec is None
            else {"label": self.spec.label, "digest": self.spec.digest},
            "game": {"digest": self.game.digest, "states": list(self.game.states)},
            "profile": None
            if found is None
            else [[[float(w) for w in own] for own in row] for row in found.profile],
            "values": None if found is None else [list(own) for own in found.values],
            "gain": None if found is None else to_json(found.gain),
            "regret": None if found is None else to_json(found.regret),
            "conflict": None
            if self.timing is None
            else {
                "hazard": list(self.timing.hazard),
                "ever": self.timing.ever,
                "expected_periods": self.timing.expected,
                "peace_absorbing": list(self.timing.peace),
                "tendency": list(self.timing.tendency),
                "first_conflict": list(self.timing.first),
            },
            "reason": REASON,
            "thresholds": distance_entries(self.distances),
            "certificate": None
            if self.certificate is None
            else certificate_digest(self.certificate),
        }

    def csv(self) -> Table:
        """One row per state, player and action, in decimals."""
        game, found = self.game, self.found
        rows: list[list[Cell]] = []
        if found is not None:
            rows = [
                [game.states[s], game.players[i], action, f"{float(weight):.9g}", f"{own[s]:.9g}"]
                for s, row in enumerate(found.profile)
                for i, own in enumerate(found.values)
                for action, weight in zip(game.actions[s][i], row[i], strict=True)
            ]
        return Table("", ("state", "player", "action", "probability", "value"), rows)


def answer_path(subject: Any, clock: Any) -> PathAnswer:
    """Follow the path and put the bound to the checker."""
    game: StochasticGame = subject.game
    found = one_equilibrium(game, stopped=clock.stopped)
    clock.lap("path")
    certificate = None
    if found is not None:
        certificate = within_certificate(game, found)
        verified = check(certificate)
        if not verified.valid:
            raise AssertionError(f"the checker refused the bound: {verified.reasons[0]}")
    clock.lap("check")
    timing = None
    if found is not None and game.peaceful is not None:
        timing = rough_passage(game, found.profile)
    clock.lap("passage")
    distances = unknown_distances(subject, NUMERICAL)
    return PathAnswer(subject.record, game, found, certificate, timing, distances)
