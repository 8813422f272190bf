"""What an outside engine answered, and what its answer is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number
from games.forms.mixed import best_replies, expected_payoff
from games.forms.normal import NormalFormGame
from solver.nash.method import arithmetic_of_game
from solver.nash.structure import Found, equilibrium_set
from solver.solution.equilibrium import (
    Completeness,
    EquilibriumSet,
    MethodRecord,
    MixedStrategy,
)

Pair = tuple[MixedStrategy, MixedStrategy]


@dataclass(frozen=True)
class EngineAnswer:
    """The extreme equilibria that an engine lists, each once and exact.

    unconfirmed: results that could not be confirmed as equilibria, in words. no_promise: what the
    engine cannot promise. defects: what is known to go wrong in this version.
    """

    engine: str
    version: str
    algorithm: str
    equilibria: tuple[Pair, ...]
    no_promise: str
    unconfirmed: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()

    def equilibrium_set(self, game: NormalFormGame) -> EquilibriumSet:
        """The answer in the form of our own; completeness is not known, indices not computed."""
        found = []
        for pair in self.equilibria:
            replies = [best_replies(game, player, pair) for player in (0, 1)]
            found.append(
                Found(
                    pair,
                    (expected_payoff(game, 0, pair), expected_payoff(game, 1, pair)),
                    all(len(actions) == 1 for actions in replies),
                )
            )
        caveats = (*self.unconfirmed, *self.defects)
        return equilibrium_set(
            game,
            found,
            Completeness(None, self.no_promise, "; ".join(caveats) or None),
            MethodRecord(
                self.algorithm, self.version, arithmetic_of_game(game), "outside", self.engine
            ),
            None,
        )


def in_words(pair: Sequence[Sequence[Number]]) -> str:
    """A pair of strategies as "(1/2, 1/2), (1, 0)"."""
    from games.exact import text

    return ", ".join("(" + ", ".join(text(weight) for weight in own) + ")" for own in pair)


def distinct(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Each pair once, in order."""
    return tuple(dict.fromkeys(pairs))


def all_rational(game: NormalFormGame) -> bool:
    """Whether every payoff is a rational number."""
    return all(
        isinstance(game.payoff(player, profile), Fraction)
        for player in range(len(game.players))
        for profile in game.profiles()
    )
