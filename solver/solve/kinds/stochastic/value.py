"""The value of a zero-sum game between proved bounds, with strategies that secure them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games import __version__
from games.display import Cell, Document, Section, Table
from games.display.cells import cell_text
from games.exact import to_json
from games.forms.stochastic import StochasticGame
from solver.dynamic.certificate import value_certificate
from solver.dynamic.shapley import value_iteration
from solver.label import certificate_digest
from solver.solution.certificate import Certificate
from solver.solution.markov import StochasticValue
from solver.solution.verdict import Distance
from solver.solve.answer import Answer
from solver.solve.distances import distance_entries, distances_section, unknown_distances
from solver.solve.kinds.stochastic import NUMERICAL
from solver.solve.solution import SpecRecord
from solver.verify import check

#: Width of the bounds, relative to the largest payoff, up to which the value counts as found.
NARROW = 1e-9
EXACT = (
    "the values are exact; the listed strategies are optimal within the proved bounds, and other "
    "optimal ones are not listed"
)
REASON = "the bounds are proved; the value itself is not computed exactly, nor every equilibrium"


@dataclass(frozen=True, repr=False)
class ValueAnswer(Answer):
    """Bounds on the value of every state, and a strategy of each player that secures its bound."""

    spec: SpecRecord | None
    game: StochasticGame
    found: StochasticValue
    certificate: Certificate
    distances: tuple[Distance, ...] = ()

    @property
    def status(self) -> str:
        """ "complete" where the bounds are narrow, "incomplete" where a limit left them wide."""
        largest = max(abs(float(self.game.payoff(s, 0, at))) for s, at in self.game.cells())
        narrow = float(self.found.width) <= NARROW * (largest or 1.0)
        return "complete" if narrow else "incomplete"

    @property
    def title(self) -> str:
        """The spec's or the game's title, or who plays it."""
        named = (self.spec.title if self.spec else "") or self.game.title
        return named or f"A stochastic game of {' and '.join(self.game.players)}"

    @property
    def headline(self) -> str:
        """What the start is worth, and how certain that is."""
        first, second = self.game.players
        if self.found.exact is not None:
            value = sum((w * self.found.exact[s] for s, w in self.game.initial), Fraction(0))
            return (
                f"Zero-sum: the start is worth {cell_text(value)} to {first}, its opposite to "
                f"{second}; the strategies secure that to within {float(self.found.width):.2g}."
            )
        middle = float(self.found.start_low + self.found.start_high) / 2
        return (
            f"Zero-sum: the start is worth {middle:.9g} to {first} and {-middle:.9g} to {second}, "
            f"the value of every state within bounds {float(self.found.width):.2g} apart (proved)."
        )

    @property
    def reason(self) -> str:
        """What is known exactly and what is not."""
        return REASON if self.found.exact is None else EXACT

    def document(self) -> Document:
        """The report, which every format writes."""
        method = self.found.method
        closing = f"{method.name}, floats, {self.found.steps} iterations; the bounds in rationals."
        exact: tuple[Section, ...] = ()
        if self.found.exact is not None:
            rows: list[list[Cell]] = [
                [name, value]
                for name, value in zip(self.game.states, self.found.exact, strict=True)
            ]
            table = Table("", ("state", f"worth {self.game.players[0]}"), rows)
            exact = (Section("Values", (table,)),)
        told = distances_section(self.distances)
        return Document(
            self.title,
            (self.headline,),
            (
                *exact,
                Section("Strategies that secure the value", (self.csv(),)),
                *(() if told is None else (told,)),
                Section("How this was found", (closing, f"{self.reason.capitalize()}.")),
            ),
        )

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        found = self.found
        return {
            "schema": "detente/solve/1",
            "detente": __version__,
            "question": "value",
            "status": self.status,
            "title": self.title,
            "spec": None
            if self.spec is None
            else {"label": self.spec.label, "digest": self.spec.digest},
            "game": {"digest": self.game.digest, "states": list(self.game.states)},
            "profile": [[[float(w) for w in own] for own in row] for row in found.profile],
            "low": [to_json(value) for value in found.low],
            "high": [to_json(value) for value in found.high],
            "exact": None if found.exact is None else [to_json(value) for value in found.exact],
            "start": [to_json(found.start_low), to_json(found.start_high)],
            "reason": self.reason,
            "thresholds": distance_entries(self.distances),
            "certificate": certificate_digest(self.certificate),
        }

    def csv(self) -> Table:
        """One row per state, player and action, in decimals, with the value's bounds."""
        game, found = self.game, self.found
        rows: list[list[Cell]] = [
            [
                game.states[s],
                game.players[i],
                action,
                f"{float(weight):.9g}",
                f"{float(found.low[s]):.12g}",
                f"{float(found.high[s]):.12g}",
            ]
            for s, row in enumerate(found.profile)
            for i in (0, 1)
            for action, weight in zip(game.actions[s][i], row[i], strict=True)
        ]
        columns = ("state", "player", "action", "probability", "value from", "value to")
        return Table("", columns, rows)


def answer_value(subject: Any, clock: Any) -> ValueAnswer:
    """Iterate, and put the bounds to the checker."""
    game: StochasticGame = subject.game
    found = value_iteration(game, stopped=clock.stopped)
    clock.lap("iteration")
    certificate = value_certificate(game, found)
    verified = check(certificate)
    if not verified.valid:
        raise AssertionError(f"the checker refused the bounds: {verified.reasons[0]}")
    clock.lap("check")
    distances = unknown_distances(subject, NUMERICAL)
    return ValueAnswer(subject.record, game, found, certificate, distances)
