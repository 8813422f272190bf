"""Running an outside engine as a separate process."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from games.errors import GameError
from games.forms.normal import NormalFormGame
from solver.errors import EngineError
from solver.nash.engines.answer import all_rational

#: How long an engine may take where the caller states no limit.
DEFAULT_SECONDS = 60.0


def run(engine: str, command: Sequence[str], given: str = "", seconds: float | None = None) -> str:
    """Run a command with text on its standard input; return what it printed.

    Raises `EngineError` where it cannot start, fails, or takes longer than `seconds`.
    """
    limit = DEFAULT_SECONDS if seconds is None else seconds
    try:
        done = subprocess.run(
            list(command), input=given, capture_output=True, text=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise EngineError(
            f"{engine} did not answer within {limit:g} s",
            hint="allow more with --limit-time",
        ) from None
    except OSError as error:
        raise EngineError(f"{engine} could not be started: {error}") from None
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise EngineError(f"{engine} failed with exit code {done.returncode}: {last[:300]}")
    return done.stdout


def require_two_players(engine: str, game: NormalFormGame) -> None:
    """Raise `GameError` unless the game has two players."""
    if len(game.players) != 2:
        raise GameError(f"{engine} is asked about two-player games only; got {len(game.players)}")


def require_rational(engine: str, game: NormalFormGame) -> None:
    """Raise `GameError` unless all payoffs are rational."""
    if not all_rational(game):
        raise GameError(
            f"{engine} takes rational payoffs only, and this game has irrational ones",
            hint="the engine detente computes with them exactly",
        )
