"""Every threshold of a spec's model in closed form, derived by the code from the payoffs.

A deriver is one module that holds
    refusal   (spec) -> why the spec has nothing of the kind, None where it has;
    derive    (spec, target or None for all) -> thresholds and closed forms, each checked by
              substitution;
and one line in the table below. A target is a topic, or the name of a quantity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from games.errors import GameError

if TYPE_CHECKING:
    from games.spec import Spec
    from solver.regimes.derive.derivation import Derivation


@dataclass(frozen=True)
class Deriver:
    """module: see above. targets: names of the quantities it solves for. help: what it derives.

    on_request: it runs only where its topic is asked for. kind: the one kind of spec it is about,
    None where it says itself what it refuses.
    """

    module: str
    targets: tuple[str, ...]
    help: str
    on_request: bool = False
    kind: str | None = None


#: topic -> deriver; `detente derive --for` takes topics and targets.
DERIVERS: dict[str, Deriver] = {
    "decision": Deriver(
        "solver.regimes.derive.decision",
        (
            "cosine",
            "expected_loss",
            "destruction_probability",
            "destruction_fraction",
            "stakes",
            "win_probability",
            "share",
        ),
        "start a conflict now, or not",
    ),
    "posture": Deriver(
        "solver.regimes.derive.posture",
        (
            "cosine",
            "expected_loss",
            "destruction_probability",
            "destruction_fraction",
            "stakes",
            "win_probability",
            "share",
            "resistance",
            "grab",
            "profiles",
        ),
        "seek or hold against a rival that seeks or holds; equilibria and dominance",
    ),
    "levels": Deriver(
        "solver.regimes.derive.levels",
        (),
        "gains of a posture game with several levels, from every level over every lower one",
        on_request=True,
    ),
    "escalation": Deriver(
        "solver.regimes.derive.escalation", ("risk",), "the highest risk worth taking"
    ),
    "discount": Deriver(
        "solver.regimes.derive.discount", ("discount",), "patience that keeps the peace"
    ),
    "bargaining": Deriver(
        "solver.regimes.derive.bargaining", ("transfer",), "deals in place of conflict"
    ),
    "convergence": Deriver(
        "solver.regimes.derive.convergence",
        ("dimension", "line"),
        "for how many directions seeking is worth it; the linear form",
    ),
    "parameters": Deriver(
        "solver.regimes.derive.parameters", (), "gains of a matrix game in its named parameters"
    ),
    "regimes": Deriver(
        "solver.regimes.derive.regimes",
        (),
        "every regime of a game with two actions each, with a witness or a proof of emptiness",
        on_request=True,
    ),
    "ladder": Deriver(
        "solver.regimes.derive.ladder",
        (),
        "where each move of a ladder's play turns, rung by rung",
        on_request=True,
    ),
    "private": Deriver(
        "solver.regimes.derive.private",
        ("prior", "growth", "surprise", "grab", "expected_loss", "stakes", "share"),
        "trust, deception and the surprise coup",
        kind="private_alignment",
    ),
    "reputation": Deriver(
        "solver.regimes.derive.reputation",
        ("prior", "gain", "periods"),
        "beliefs that deter, and the first entry",
        kind="reputation",
    ),
}

#: Other names for targets.
ALIASES = {"angle": "cosine", "loss": "expected_loss"}


def derive(spec: Spec, target: str | None = None) -> Derivation:
    """Derive every threshold of a spec's model, or those of one target.

    Raises `GameError` for a target that nothing here derives, or that this spec has nothing of.
    """
    from solver.regimes.derive.derivation import Derivation

    chosen = _chosen(spec, target)
    wanted = None if target is None or target in DERIVERS else ALIASES.get(target, target)
    found: list[object] = []
    refused: list[tuple[str, str]] = []
    for topic in chosen:
        module = import_module(DERIVERS[topic].module)
        reason = module.refusal(spec)
        if reason is not None:
            refused.append((topic, reason))
            continue
        found += module.derive(spec, wanted)
    if not found:
        reasons = "; ".join(f"{topic}: {reason}" for topic, reason in refused)
        raise GameError(
            f"derive: {spec.label!r}, a game of kind {spec.kind!r}, has nothing to derive"
            + (f" for {target!r}" if target else "")
            + (f" ({reasons})" if reasons else ""),
            found=target or spec.kind,
            hint="worlds of two parties, and matrix games with named parameters, have thresholds"
            if target is None or not spec.quantities()
            else f"its quantities are {', '.join(item.address for item in spec.quantities())}",
        )
    return Derivation.of(spec, target, found, refused)


def targets() -> tuple[str, ...]:
    """Every name that can be asked for."""
    names = [*DERIVERS, *ALIASES, *(name for item in DERIVERS.values() for name in item.targets)]
    return tuple(dict.fromkeys(names))


def _chosen(spec: Spec, target: str | None) -> Iterable[str]:
    """The topics that may have something on a target."""
    if target is None:
        return tuple(topic for topic, item in DERIVERS.items() if not item.on_request)
    if target in DERIVERS:
        return (target,)
    if target in spec.parameters:
        return ("parameters",)
    if spec.kind == "ladder" and target.startswith("rungs."):
        return ("ladder",)
    name = ALIASES.get(target, target)
    chosen = tuple(topic for topic, item in DERIVERS.items() if name in item.targets)
    chosen = tuple(t for t in chosen if DERIVERS[t].kind in (None, spec.kind)) or chosen
    if not chosen:
        from games.spec.leaves import closest

        listed = ", ".join(targets())
        raise GameError(
            f"derive: nothing is derived for {target!r}",
            found=target,
            allowed=listed,
            hint=closest(target, (*targets(), *spec.parameters))
            or f"what can be asked for: {listed}",
        )
    return chosen
