"""Certificates of equilibrium sets, of their completeness and of dominance, for `solver.verify`.

For completeness the visited bases of both polytopes are listed, under the normalisation in which
they were found (`kernel.exploration.reduced` or the plain shift of `bimatrix`), for the
perturbation that makes them simple refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from games.errors import LimitError
from games.exact import to_json
from games.forms.normal import NormalFormGame
from solver.dominance import Belief, Domination
from solver.nash.bimatrix import PositiveMatrix
from solver.nash.enumeration import Search, probabilities
from solver.nash.tier import begin
from solver.solution.certificate import Certificate
from solver.solution.equilibrium import EquilibriumSet, MixedStrategy
from solver.solution.limits import Limits

#: A checker in Fractions takes about a millisecond per basis.
MOST_BASES = 10_000


def plain_game(game: NormalFormGame) -> dict[str, Any]:
    """Return players, actions and payoffs [player][a_0][a_1].. as JSON types."""
    return {
        "players": list(game.players),
        "actions": [list(names) for names in game.actions],
        "payoffs": [_plain(table) for table in game.payoffs],
    }


def _plain(table: Any) -> Any:
    return [_plain(entry) for entry in table] if isinstance(table, tuple) else to_json(table)


def equilibria_certificate(game: NormalFormGame, found: EquilibriumSet) -> Certificate:
    """Claim that every listed profile, and every listed Nash subset, is in equilibrium."""
    weights = [{s.id: _weights(s.weights) for s in own} for own in found.strategies]
    return Certificate(
        "equilibria",
        plain_game(game),
        {
            "equilibria": [
                {
                    "strategies": [_weights(strategy) for strategy in item.strategies],
                    "payoffs": _weights(item.payoffs),
                }
                for item in found.extreme
            ],
            "subsets": [
                [
                    [weights[player][name] for name in names]
                    for player, names in enumerate(subset.strategy_ids)
                ]
                for component in found.components
                for subset in component.subsets
                if len(subset.strategy_ids) == 2
            ],
        },
    )


def dominance_certificate(
    game: NormalFormGame, answers: Iterable[Domination | Belief], kind: str = "weak"
) -> Certificate:
    """Claim that actions are dominated, or by their beliefs that they are not, in the sense kind.

    A domination states its own kind.
    """
    return Certificate(
        "dominance",
        plain_game(game),
        {
            "answers": [
                {"player": a.player, "action": a.action, "kind": a.kind, "by": _weights(a.by)}
                if isinstance(a, Domination)
                else {
                    "player": a.player,
                    "action": a.action,
                    "kind": kind,
                    "belief": _weights(a.weights),
                }
                for a in answers
            ]
        },
    )


def _weights(weights: MixedStrategy) -> list[Any]:
    return [to_json(weight) for weight in weights]


def completeness_certificate(
    game: NormalFormGame, *, tier: str | None = None, most: int = MOST_BASES
) -> Certificate:
    """Enumerate a bimatrix game and return what proves the list complete.

    Raises `LimitError` where there are more than `most` bases: such answers stay cross-checked
    by the indices of their components.
    """
    search = begin(game, Limits(), tier, whole=True)
    for _ in search.run():
        if search.visited > most:
            raise LimitError(
                f"completeness_certificate(): more than {most} bases",
                hint="allow more with most=..; the answer itself is cross-checked by its indices",
            )
    xs = [probabilities(v) if any(v.point) else () for v in search.first.vertices]
    ys = [probabilities(v) if any(v.point) else () for v in search.second.vertices]
    return Certificate(
        "completeness",
        {"payoffs": [_plain(table) for table in game.payoffs]},
        {
            "polytopes": _polytopes(search),
            "equilibria": [
                [_weights(xs[first]), _weights(ys[second])] for first, second in search.pairs
            ],
        },
    )


def _polytopes(search: Search) -> list[dict[str, Any]]:
    """For each player the normalisation and the bases in the polytope's own labels."""
    m, n = search.game.shape
    plain: tuple[PositiveMatrix, ...] = (search.game.column, search.game.row)
    return [
        {
            "shift": [to_json(low / matrix.scale - matrix.shift) for low in lowest],
            "divisor": [to_json(g / matrix.scale) for g in divisor],
            "bases": [[label for label in range(m + n) if mask >> label & 1] for mask in bases],
        }
        for matrix, (bases, lowest, divisor) in zip(plain, search.listing(), strict=True)
    ]
