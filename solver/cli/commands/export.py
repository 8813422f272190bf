"""`detente export`: the same game in another format; reading it back gives the same game."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from games.errors import GameError
from games.exact import Real
from games.forms.efg import write_efg
from games.forms.extensive import ExtensiveGame
from games.forms.nfg import write_nfg
from games.forms.normal import NormalFormGame
from games.forms.reduced import reduced_normal_form
from solver.cli.inputs import read
from solver.cli.options import shared
from solver.cli.output import write

if TYPE_CHECKING:
    from games.spec import Spec

#: class of a form -> the module with `extensive`, which writes such a game out as a tree.
_TREES = {
    "ReputationGame": "games.forms.reputation_tree",
    "SignallingGame": "games.forms.signalling_tree",
}


@click.command()
@click.argument("game", metavar="GAME")
@click.option(
    "--to",
    "target",
    type=click.Choice(("nfg", "efg", "json", "yaml")),
    required=True,
    help="Format to write: Gambit's .nfg or .efg, or a spec as JSON or YAML.",
)
@shared("output", "set")
def command(game: str, target: str, output: str | None, settings: dict[str, str]) -> None:
    """Write a GAME as Gambit's .nfg or .efg, or as a spec in JSON or YAML, exactly.

    A spec stays the spec it is. What Gambit's formats cannot say (which actions seek, irrational
    payoffs) is left out or refused.
    """
    write(exported(read(game, settings), target), output)


def exported(spec: Spec, target: str) -> str:
    """Return the game in the target format."""
    if target == "json":
        return spec.to_json()
    if target == "yaml":
        return spec.to_yaml()
    game = spec.realise().game
    module = _TREES.get(type(game).__name__)
    if module is not None:
        game = import_module(module).extensive(game)
    if target == "efg":
        if not isinstance(game, ExtensiveGame):
            raise GameError(
                f"a game of kind {spec.kind!r} is not in extensive form",
                found=spec.kind,
                allowed="ladder, extensive, signalling, private_alignment, reputation",
                hint="export it to nfg"
                if isinstance(game, NormalFormGame)
                else "export it to json or yaml",
            )
        return write_efg(game)
    if isinstance(game, ExtensiveGame):
        game = reduced_normal_form(game).game
    if not isinstance(game, NormalFormGame):
        raise GameError(
            f"a game of kind {spec.kind!r} is not in normal form",
            found=spec.kind,
            hint="export it to json or yaml",
        )
    for player, table in enumerate(game.payoffs):
        irrational = next((value for value in _cells(table) if isinstance(value, Real)), None)
        if irrational is not None:
            raise GameError(
                f"the payoff {irrational} of {game.players[player]!r} is irrational, and .nfg "
                "files hold rational numbers only",
                found=str(irrational),
                allowed="rational payoffs",
                hint="export to json or yaml, or put a rational cosine in with --set cosine=..",
            )
    return write_nfg(game)


def _cells(table: object) -> list[object]:
    if isinstance(table, tuple):
        return [value for entry in table for value in _cells(entry)]
    return [table]
