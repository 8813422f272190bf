"""The exact Nash engine at a point, in the terms of a regime."""

from __future__ import annotations

from collections.abc import Mapping

from games.exact import Number, RationalFunction
from games.forms.normal import NormalFormGame
from games.spec import Spec
from solver.nash import solve_bimatrix
from solver.solution.regimes import Regime, RegimePartition
from solver.solution.verdict import Verdict
from solver.verdict import verdict

Point = dict[str, Number]


def game_at(spec: Spec, found: RegimePartition, point: Mapping[str, Number]) -> NormalFormGame:
    game = spec.realise({axis.address: point[axis.symbol] for axis in found.axes}).game
    assert isinstance(game, NormalFormGame)
    return game


def disagreement(spec: Spec, found: RegimePartition, point: Mapping[str, Number]) -> str | None:
    """What the map and the engine say differently of a point; None if nothing."""
    real = spec.realise({axis.address: point[axis.symbol] for axis in found.axes})
    regime = found.regime_at(**point)
    assert regime is not None
    known = {**point, **{f.symbol: f.at(point) for f in found.followers}}
    return difference(
        real.game, regime, known, None if real.world is None else real.world.share_payoffs
    )


def difference(
    game: NormalFormGame, regime: Regime, point: Mapping[str, Number], worth: object
) -> str | None:
    truth = solve_bimatrix(game)
    weights = {
        formula.id: tuple(
            w.at(point) if isinstance(w, RationalFunction) else w for w in formula.weights
        )
        for formula in regime.formulas
        if formula.everywhere
    }
    assert len(weights) == len(regime.formulas)
    mine = {(weights[a], weights[b]) for a, b, _ in regime.structure.extreme}
    if mine != {item.strategies for item in truth.extreme}:
        return f"extreme equilibria at {point}: {mine}"
    own = sorted(
        (c.dimension, sorted((s.dimension, _members(s.strategy_ids, weights)) for s in c.subsets))
        for c in regime.structure.components
    )
    names = {s.id: s.weights for side in truth.strategies for s in side}
    theirs = sorted(
        (c.dimension, sorted((s.dimension, _members(s.strategy_ids, names)) for s in c.subsets))
        for c in truth.components
    )
    if own != theirs:
        return f"components at {point}: {own} and {theirs}"
    for player, side in enumerate(regime.structure.strategies):
        for item in side:
            if item.support != tuple(a for a, w in enumerate(weights[item.id]) if w != 0):
                return f"support of {item} at {point}"
            if item.replies != best_replies(game, 1 - player, weights[item.id]):
                return f"ties of {item} at {point}"
    judged = verdict(game, truth, worth)  # type: ignore[arg-type]
    if isinstance(judged, Verdict):
        assert regime.verdict is not None
        said = (regime.verdict.parties, regime.verdict.destruction_pays or ())
        if said != judged.vector:
            return f"verdict at {point}: {said} and {judged.vector}"
        if (regime.verdict.headline, regime.verdict.kind) != (judged.headline, judged.kind):
            return f"headline at {point}"
    return None


def _members(ids: tuple[tuple[str, ...], ...], weights: Mapping[str, object]) -> object:
    return tuple(sorted(weights[name] for name in side) for side in ids)  # type: ignore[type-var]


def best_replies(game: NormalFormGame, player: int, other: tuple[Number, ...]) -> tuple[int, ...]:
    table = game.payoffs[player]
    gains = [
        sum((table[a][b] if player == 0 else table[b][a]) * w for b, w in enumerate(other))
        for a in range(game.shape[player])
    ]
    return tuple(a for a, gain in enumerate(gains) if gain == max(gains))
