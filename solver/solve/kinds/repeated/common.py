"""What the answers about repeated games share: the game as data and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from games import __version__
from games.display import Block, Section
from games.display.cells import cell_text
from games.exact import to_json
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import RepeatedGame
from solver.solution.certificate import Certificate
from solver.solve.distances import angle_text
from solver.solve.solution import SpecRecord
from solver.verdict.words import listing
from solver.verify import check

#: Payoff tables of more profiles than this are left to `detente show`.
PROFILES = 16


def verified(certificate: Certificate) -> Certificate:
    """The certificate, once the checker has accepted it; what it refuses is a bug of ours."""
    outcome = check(certificate)
    if not outcome.valid:
        raise AssertionError(f"the checker refused {certificate.claim}: {outcome.reasons[0]}")
    return certificate


def title_of(game: RepeatedGame, spec: SpecRecord | None) -> str:
    """The spec's or the game's title, or who plays."""
    named = (spec.title if spec else "") or game.title or game.stage.title
    return named or f"A repeated game of {listing(game.players)}"


def profile_words(stage: NormalFormGame, profile: Profile) -> str:
    """A profile by the names of its actions: (hold, seek)."""
    names = (known[a] for known, a in zip(stage.actions, profile, strict=True))
    return f"({', '.join(names)})"


def path_words(stage: NormalFormGame, path: Sequence[Profile]) -> str:
    """A cycle by the names of its actions."""
    if len(path) == 1:
        return f"{profile_words(stage, path[0])} for ever"
    return f"the cycle {', '.join(profile_words(stage, profile) for profile in path)}"


def discount_words(game: RepeatedGame) -> str:
    """ "discount factor 9/10", or each player's."""
    common = game.common_discount
    if common is not None:
        return f"discount factor {cell_text(common)}"
    parts = (
        f"{cell_text(value)} ({name})"
        for name, value in zip(game.players, game.discounts, strict=True)
    )
    return f"discount factors {listing(list(parts))}"


def game_section(game: RepeatedGame, spec: SpecRecord | None) -> Section:
    """What is repeated, at which values."""
    stage = game.stage
    shape = " x ".join(map(str, stage.shape))
    label = f" ({spec.label})" if spec and spec.label else ""
    blocks: list[Block] = [
        f"Repeated game, stage {shape}, of {listing(game.players)}{label}; {discount_words(game)}. "
        "Payoffs are normalised: a constant stream is worth its constant."
    ]
    if spec and spec.parameters:
        values = ", ".join(
            f"angle = {angle_text(value)}" if name == "cosine" else f"{name} = {cell_text(value)}"
            for name, value in spec.parameters
        )
        blocks.append(values + ".")
    table = stage.table()
    if len(table.rows) <= PROFILES:
        blocks.append(table)
    return Section("The game", tuple(blocks))


def tensor(table: Any) -> Any:
    """A table of numbers as JSON."""
    if isinstance(table, tuple):
        return [tensor(entry) for entry in table]
    return to_json(table)


def envelope(
    game: RepeatedGame, spec: SpecRecord | None, question: str, status: str, title: str
) -> dict[str, Any]:
    """The part of the document that is the same for every question."""
    stage = game.stage
    return {
        "schema": "detente/solve/1",
        "detente": __version__,
        "question": question,
        "status": status,
        "title": title,
        "spec": None if spec is None else {"label": spec.label, "digest": spec.digest},
        "game": {
            "digest": game.digest,
            "kind": "repeated",
            "players": list(game.players),
            "actions": [list(names) for names in stage.actions],
            "seeking": None
            if stage.seeking is None
            else [sorted(chosen) for chosen in stage.seeking],
            "parameters": {}
            if spec is None
            else {
                name: value if isinstance(value, str) else to_json(value)
                for name, value in spec.parameters
            },
            "payoffs": [tensor(table) for table in stage.payoffs],
            "discounts": [to_json(value) for value in game.discounts],
            "path": [list(profile) for profile in game.path],
        },
    }
