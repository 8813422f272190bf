"""Risk dominance and payoff dominance (Harsanyi and Selten 1988).

Risk dominance is asked of 2x2 games with two strict equilibria. An equilibrium's product of
deviation losses is what player 1 loses by deviating from it alone, times what player 2 loses. The
equilibrium with the larger product risk-dominates; if the products are equal, neither does.

Payoff dominance: a payoff vector dominates if it is at least as high, player by player, as every
other payoff vector of an equilibrium. Payoffs are bilinear on every maximal Nash subset, so its
extreme points are enough. Where all equilibria pay the same, nothing is dominant.
"""

from __future__ import annotations

from collections.abc import Sequence

from games.exact import Number
from games.forms.normal import NormalFormGame, Profile


def risk_dominant(game: NormalFormGame) -> Profile | None:
    """The risk-dominant strict equilibrium of a 2x2 game; None where the question has no answer.

    None unless the game is 2x2 with two strict equilibria of different products of losses.
    """
    if game.shape != (2, 2):
        return None
    products: list[tuple[Number, Profile]] = []
    for i, j in game.profiles():
        loss_1 = game.payoff(0, (i, j)) - game.payoff(0, (1 - i, j))
        loss_2 = game.payoff(1, (i, j)) - game.payoff(1, (i, 1 - j))
        if loss_1 > 0 and loss_2 > 0:
            products.append((loss_1 * loss_2, (i, j)))
    if len(products) != 2 or products[0][0] == products[1][0]:
        return None
    return max(products, key=lambda item: item[0])[1]


def payoff_dominant(payoffs: Sequence[Sequence[Number]]) -> tuple[int, ...]:
    """Positions of the payoff vectors that are at least as high as all others, player by player.

    payoffs: [equilibrium][player], the extreme equilibria of one game, all of them. Empty where
    there is no such vector, or where all are equal.
    """
    if not payoffs or all(tuple(vector) == tuple(payoffs[0]) for vector in payoffs):
        return ()
    best = [max(values) for values in zip(*payoffs, strict=True)]
    return tuple(
        position
        for position, vector in enumerate(payoffs)
        if all(value == top for value, top in zip(vector, best, strict=True))
    )
