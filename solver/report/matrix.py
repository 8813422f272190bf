"""A game in normal form as a spec of kind `matrix`, exactly."""

from __future__ import annotations

from typing import Any

from games.errors import GameError
from games.exact import to_json
from games.forms.normal import NormalFormGame


def matrix_spec(game: NormalFormGame) -> dict[str, Any]:
    """Return the spec of a two-player game as the mapping its YAML or JSON holds."""
    if len(game.players) != 2:
        raise GameError(
            f"a spec of kind matrix holds two players; the game has {len(game.players)}",
            found=str(len(game.players)),
            allowed="2",
            hint="export it to nfg",
        )
    players = []
    for player, (name, actions) in enumerate(zip(game.players, game.actions, strict=True)):
        entry: dict[str, Any] = {"name": name, "actions": list(actions)}
        if game.seeking is not None:
            entry["seeking"] = [actions[index] for index in sorted(game.seeking[player])]
        players.append(entry)
    payoffs = {
        name: [[_text(value) for value in row] for row in table]
        for name, table in zip(game.players, game.payoffs, strict=True)
    }
    return {
        "detente": "1",
        **({"title": game.title} if game.title else {}),
        "players": players,
        "game": {"kind": "matrix", "payoffs": payoffs},
    }


def _text(value: Any) -> str:
    form = to_json(value)
    return form if isinstance(form, str) else str(form["exact"])
