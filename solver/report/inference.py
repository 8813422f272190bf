"""The JSON documents `detente/infer/1` and `detente/estimate/1`.

In the first exact numbers are exact text and floats are marked as numerical; the second is
numerical throughout.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from games import __version__
from games.exact import Number, to_json
from solver.inverse.identified import Bound, IdentifiedSet
from solver.inverse.inference import Inference, PartyInference, RowInference
from solver.inverse.rows import Weights
from solver.inverse.stakes import Ridge

if TYPE_CHECKING:
    from solver.inverse.strategic import StrategicFit


def inference_envelope(inference: Inference, label: str, digest: str | None) -> dict[str, Any]:
    """Return an inference as the JSON types of `detente/infer/1`."""
    return {
        "schema": "detente/infer/1",
        "detente": __version__,
        "question": "identified_set",
        "status": "complete",
        "title": inference.title,
        "spec": {"label": label, "digest": digest},
        "empty": inference.empty,
        "dropped": inference.dropped,
        "parties": [_party(party) for party in inference.parties],
        "rows": [_row(row) for row in inference.rows],
    }


def _party(party: PartyInference) -> dict[str, Any]:
    posterior = party.posterior
    return {
        "name": party.chooser,
        "assumption": party.assumption,
        "empty": party.empty,
        "choices": len(party.choices),
        "set": None if party.identified is None else _set(party.identified),
        "assumptions": [
            {
                "assumption": reading.assumption,
                "ranges": [_bound(bound) for bound in reading.ranges],
                "polygons": len(reading.polygons),
                "prior_share": {"numerical": reading.share.value, "error": reading.share.error},
            }
            for reading in party.readings
        ],
        "unknown_belief": None
        if party.unknown is None
        else {
            "ranges": [_bound(bound) for bound in party.unknown.bounds],
            "conflict": list(party.unknown.conflict),
            "left_out": list(party.unknown.left_out),
        },
        "without_feigned": None
        if party.feigned is None
        else {"void": list(party.feigned.void), "set": _set(party.feigned.aware)},
        "ridge": None if party.ridge is None else _ridge(party.ridge),
        "next": None
        if party.following is None
        else {
            "share": to_json(party.following.observation.share),
            "win_probability": _number(party.following.observation.win_probability),
            "stakes": to_json(party.following.observation.stakes),
            "seek": party.following.seek,
            "bits": party.following.bits,
        },
        "posterior": None
        if posterior is None
        else {
            "log_evidence": posterior.log_evidence,
            "relative_error": posterior.relative_error,
            "error_proven": posterior.proven,
            "means": posterior.means,
            "theta_95": list(posterior.interval("theta")),
            "d_95": list(posterior.interval("d")),
            "bayes_factor_aligned": posterior.bayes_factor(),
        },
    }


def _ridge(ridge: Ridge) -> dict[str, Any]:
    return {
        "exact": ridge.exact,
        "stakes": _number(ridge.stakes),
        "low": _number(ridge.low),
        "high": _number(ridge.high),
        "low_closed": ridge.low_closed,
        "high_closed": ridge.high_closed,
        "factors": [
            {
                "factor": to_json(factor),
                "ranges": [] if found.empty else [_bound(bound) for bound in found.bounds()],
            }
            for factor, found in ridge.sets
        ],
    }


def _row(row: RowInference) -> dict[str, Any]:
    """Half-spaces survival . a (1-d) - loss . a d, and the ranges of a at each d."""
    return {
        "name": row.chooser,
        "assumption": row.assumption,
        "empty": row.empty,
        "others": list(row.others),
        "choices": [
            {
                "name": choice.name,
                "action": choice.action,
                "survival": {party: to_json(x) for party, x in weights.survival.items()},
                "loss": {party: to_json(x) for party, x in weights.loss.items()},
            }
            for choice in row.choices
            for weights in [Weights.of(choice)]
        ],
        "losses": [
            {
                "d": to_json(loss),
                "alignments": [
                    _bound(replace(bound, quantity=other))
                    for other, bound in zip(row.others, ranges.bounds, strict=False)
                ],
                "conflict": list(ranges.conflict),
            }
            for loss, ranges in row.rows
        ],
    }


def _number(x: Number | None) -> Any:
    return None if x is None else to_json(x)


def _bound(bound: Bound) -> dict[str, Any]:
    return {
        "quantity": bound.quantity,
        "low": to_json(bound.low),
        "high": to_json(bound.high),
        "low_closed": bound.low_closed,
        "high_closed": bound.high_closed,
    }


def _set(found: IdentifiedSet) -> dict[str, Any]:
    return {
        "corners": [
            {
                "w": to_json(corner.position[0]),
                "z": to_json(corner.position[1]),
                "direction": corner.infinite,
                "included": corner.included,
                "tight": [found.name(number) for number in corner.tight],
            }
            for corner in found.polygon.corners
        ],
        "ranges": [] if found.empty else [_bound(bound) for bound in found.bounds()],
        "binding": list(found.binding),
        "conflict": list(found.conflict),
        "multipliers": [to_json(y) for y in found.polygon.multipliers],
        "d_zero_explains": found.lossless,
        "c_one_explains": found.aligned,
    }


def estimate_envelope(fit: StrategicFit, errors: str | None) -> dict[str, Any]:
    """Return a strategic estimation as the JSON types of `detente/estimate/1`."""
    from solver.inverse.strategic import marginal_effects

    kind = errors or fit.default_errors
    return {
        "schema": "detente/estimate/1",
        "detente": __version__,
        "question": "strategic_estimation",
        "status": "complete",
        "model": fit.model.errors,
        "link": fit.model.link.name,
        "players": list(fit.players),
        "outcomes": list(fit.model.outcomes),
        "rows": fit.rows,
        "dropped": fit.dropped,
        "log_likelihood": fit.log_likelihood,
        "aic": fit.aic,
        "decrement": fit.optimum.decrement,
        "standard_errors": kind,
        "parameters": [
            {"name": name, "estimate": float(value), "standard_error": float(error)}
            for name, value, error in zip(
                fit.names, fit.coefficients, fit.standard_errors(kind), strict=True
            )
        ],
        "marginal_effects": [
            {
                "change": effect.change,
                "effects": [float(value) for value in effect.effects],
                "standard_errors": [float(value) for value in effect.errors],
            }
            for effect in marginal_effects(fit, kind)
        ],
        "identification": list(fit.identification),
    }
