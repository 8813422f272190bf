"""Strategic estimation: from records of two-move conflicts to utilities, by maximum likelihood.

The question of the inverse problem on data: given who escalated and who resisted, what must the
parties' utilities have been? The models are in `tree`; this is the front that reads the data, fits
and refuses to return what is no maximum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.errors import DataError, EstimationError
from solver.inverse.strategic.design import (
    build_index,
    formulaic_module,
    keep_rows,
    parse_formula,
    parse_utilities,
    read_outcomes,
    require_columns,
)
from solver.inverse.strategic.diagnosis import escape, separating_direction, unidentified
from solver.inverse.strategic.fit import StrategicFit
from solver.inverse.strategic.likelihood import StrategicModel
from solver.inverse.strategic.link import LINKS
from solver.inverse.strategic.maximise import Optimum, least_curvature, maximise
from solver.inverse.strategic.tree import BRANCHES

if TYPE_CHECKING:
    import pandas as pd

#: Scaled curvature below which a candidate is followed outwards before it is believed.
_SUSPICIOUS = 1e-4


def estimate(
    data: pd.DataFrame,
    *,
    outcome: str | Sequence[str],
    utilities: Mapping[str, str | float],
    outcomes: Sequence[str] | None = None,
    model: str = "agent",
    link: str = "probit",
    players: Sequence[str] = ("A", "B"),
    scale: str | Mapping[str, str] | None = None,
    missing: str = "refuse",
    cluster: str | None = None,
    starts: int = 1,
    seed: int = 0,
) -> StrategicFit:
    """Fit a two-player strategic choice model.

    outcome: the column of outcome codes (then `outcomes` names them in the order of the tree), or
    one 0/1 column per outcome in that order. Three outcomes: A ends it; B gives way; B resists.
    Four: B chooses after either move of A. utilities: {"A.war": "regime1 + distance", "B.war": "1",
    "A.peace": -1}: formulas as text, or fixed numbers; those left out are 0.
    model: "agent" (each move errs) or "private" (shocks to utilities that their owner knows).
    scale: "common" or "player" estimates the error scale(s), a mapping {"common": "x"} or
    {"A": "x", "B": "1"} lets log sigma depend on regressors. missing: "refuse" or "drop".
    starts: further starts are drawn at random, the best maximum is returned.
    """
    names = _outcome_names(outcome, outcomes)
    _choose("model", model, ("agent", "private"))
    _choose("link", link, tuple(LINKS))
    _choose("missing", missing, ("refuse", "drop"))
    if len(players) != 2:
        raise DataError(f"players must name the two players; got {', '.join(players) or 'none'}")
    formulaic_module()

    wanted: list[tuple[str, tuple[str, int, int], Any]] = []
    fixed = [[0.0] * len(names), [0.0] * len(names)]
    for utility in parse_utilities(utilities, players, names):
        label = f"{players[utility.player]}.{names[utility.outcome]}"
        if utility.formula is None:
            fixed[utility.player][utility.outcome] = utility.value
        else:
            formula = parse_formula(utility.formula, f"utility {label}")
            wanted.append((label, ("utility", utility.player, utility.outcome), formula))
    wanted += _scales(scale, players)
    columns = sorted({str(c) for _, _, formula in wanted for c in formula.required_variables})
    for label, _, formula in wanted:
        require_columns(data, map(str, formula.required_variables), label)
    used = columns + ([cluster] if cluster is not None else [])
    require_columns(data, used, "cluster")
    observed, missing_outcome = read_outcomes(data, outcome, names)
    kept = keep_rows(data, used, missing_outcome, missing)
    chosen = [outcome] if isinstance(outcome, str) else list(outcome)
    frame = data.loc[kept, list(dict.fromkeys([*used, *chosen]))]

    indices, specs = [], []
    for label, target, formula in wanted:
        index, spec = build_index(frame, label, target, formula)
        if index is not None:
            indices.append(index)
            specs.append(spec)
    strategic = StrategicModel(
        names, LINKS[link], model, tuple(indices), (tuple(fixed[0]), tuple(fixed[1])),
        observed[kept],
    )  # fmt: skip
    _require_identified(strategic)
    optimum, agreeing = _best(strategic, starts, seed)
    _require_maximum(strategic, optimum, players)
    clusters = None
    if cluster is not None:
        clusters = np.unique(frame[cluster].to_numpy(), return_inverse=True)[1]
    return StrategicFit(
        players=(players[0], players[1]),
        model=strategic,
        specs=tuple(specs),
        frame=frame,
        optimum=optimum,
        dropped=len(data) - len(frame),
        starts=starts,
        agreeing=agreeing,
        cluster=cluster,
        clusters=clusters,
    )


def _choose(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise DataError(
            f"{name} must be one of {', '.join(allowed)}; got {value!r}",
            found=value,
            allowed=", ".join(allowed),
        )


def _outcome_names(outcome: str | Sequence[str], outcomes: Sequence[str] | None) -> tuple[str, ...]:
    if outcomes is None:
        if isinstance(outcome, str):
            raise DataError(
                f"name the outcomes of {outcome!r} in the order of the tree",
                hint="three outcomes: A ends it, B gives way, B resists; four: B's two answers "
                "to A's first move, then to its second",
            )
        outcomes = outcome
    if len(outcomes) not in BRANCHES or len(set(outcomes)) != len(outcomes):
        raise DataError(
            f"a model has 3 or 4 different outcomes; got {len(outcomes)}: {', '.join(outcomes)}"
        )
    return tuple(str(name) for name in outcomes)


def _scales(
    scale: str | Mapping[str, str] | None, players: Sequence[str]
) -> list[tuple[str, tuple[str, int, int], Any]]:
    if scale is None:
        return []
    if scale == "common":
        scale = {"common": "1"}
    elif scale == "player":
        scale = {players[0]: "1", players[1]: "1"}
    elif isinstance(scale, str):
        raise DataError(
            f"scale must be 'common', 'player' or formulas by player; got {scale!r}",
            allowed="common, player",
        )
    known = {"common": -1, players[0]: 0, players[1]: 1}
    found = []
    for who, formula in scale.items():
        if who not in known or (who == "common" and len(scale) > 1):
            raise DataError(f"scale: {who!r} is neither 'common' alone nor a player")
        label = f"log sigma {who}" if who != "common" else "log sigma"
        found.append((label, ("scale", known[who], -1), parse_formula(formula, label)))
    return found


def _require_identified(model: StrategicModel) -> None:
    if len(set(model.observed.tolist())) < 2:
        raise DataError("all rows have the same outcome: nothing can be estimated from them")
    loose = unidentified(model)
    if loose:
        raise DataError(
            f"the parameters {', '.join(loose)} cannot be told apart in these data",
            hint="a regressor may not stand in all utilities of a player, and error scales need "
            "some utility fixed at a number other than 0",
        )


def _best(model: StrategicModel, starts: int, seed: int) -> tuple[Optimum, int]:
    """Return the best end of the climbs from zero and random points, and how many reach it."""
    random = np.random.default_rng(seed)
    points = [np.zeros(len(model.names))]
    points += [random.normal(0.0, 1.0, len(model.names)) for _ in range(starts - 1)]
    ends = [maximise(model, point) for point in points]
    best = max(ends, key=lambda end: end.evaluation.value)
    close = [
        e for e in ends if e.regular and abs(e.evaluation.value - best.evaluation.value) < 1e-6
    ]
    return best, len(close)


def _require_maximum(model: StrategicModel, optimum: Optimum, players: Sequence[str]) -> None:
    """Refuse separated data and a likelihood that rises for ever, each with its evidence."""
    if not model.names or (optimum.regular and least_curvature(optimum.evaluation) > _SUSPICIOUS):
        return
    if not optimum.regular:
        for player in (1, 0):
            separating = separating_direction(model, optimum.beta, player)
            if separating:
                raise DataError(
                    f"the data are separated: a combination of {', '.join(separating)} predicts "
                    f"the choices of {players[player]} without error in one direction, so the "
                    "likelihood rises for ever and no estimate exists",
                    hint="drop a regressor or merge its levels",
                )
    far = escape(model, optimum)
    if far is not None:
        name, value, level = far
        raise EstimationError(
            f"the likelihood has no maximum: along growing {name} it still rises at {value:.3g} "
            f"(log-likelihood {level:.6f}), above the best point found inside "
            f"({optimum.evaluation.value:.6f})",
            hint="the data do not separate these utilities; drop a regressor or fix a utility",
        )
    if not optimum.regular:
        raise EstimationError(
            f"no maximum was found: {optimum.trouble} (log-likelihood "
            f"{optimum.evaluation.value:.6f} after {optimum.iterations} iterations)",
            hint="try --starts, fewer regressors, or another specification",
        )
