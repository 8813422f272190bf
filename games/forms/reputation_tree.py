"""A game of reputation as a game in extensive form, for few periods.

Chance draws the type. Each challenger is a player of its own and sees everything but the type: its
nodes with the same history are one information set. The weak incumbent moves once entered; the
tough one fights by commitment and has no move. Payoffs are added up over periods; the incumbent's
are those of the weak type, which are of no account where it is tough.
"""

from __future__ import annotations

from fractions import Fraction

from games.errors import GameError
from games.exact import Scalar
from games.forms.extensive import Chance, Decision, Draft, ExtensiveGame, Terminal
from games.forms.reputation import ReputationGame

#: The tree has some 2 * 3^periods ends.
MOST_PERIODS = 6
#: out, yielded, fought; a history is a word over these.
_OUT, _YIELDED, _FOUGHT = "OYF"


def extensive(game: ReputationGame) -> ExtensiveGame:
    """The tree. Raises `GameError` beyond `MOST_PERIODS`."""
    if game.periods > MOST_PERIODS:
        raise GameError(
            f"periods: the tree of {game.periods} has about {2 * 3**game.periods} ends; at most "
            f"{MOST_PERIODS} periods are written out",
            found=str(game.periods),
            allowed=f"1..{MOST_PERIODS}",
            hint=f"--set periods={MOST_PERIODS}",
        )
    incumbent, challenger = game.players
    players = (incumbent, *(f"{challenger} {n}" for n in range(1, game.periods + 1)))
    nodes: dict[str, Draft] = {
        "root": Chance((1 - game.prior, game.prior), ("0", "1"), game.types, "type")
    }

    def grow(tough: bool, history: str) -> None:
        place = f"{int(tough)}{history}"
        if len(history) == game.periods:
            nodes[place] = Terminal(_payoffs(game, tough, history))
            return
        number = len(history) + 1
        seen = f"{challenger} {number} after {history or 'nothing'}"
        fought = f"{place}{_FOUGHT}"
        entered = fought if tough else f"{place}!"
        nodes[place] = Decision(number, ("stay out", "enter"), (f"{place}{_OUT}", entered), seen)
        grow(tough, history + _OUT)
        grow(tough, history + _FOUGHT)
        if not tough:
            nodes[entered] = Decision(0, ("yield", "fight"), (f"{place}{_YIELDED}", fought))
            grow(tough, history + _YIELDED)

    grow(False, "")
    grow(True, "")
    return ExtensiveGame.from_names(players, "root", nodes, title=game.title)


def _payoffs(game: ReputationGame, tough: bool, history: str) -> tuple[Scalar, ...]:
    """Of the incumbent, then of each challenger."""
    own: dict[str, Scalar] = {
        _OUT: game.deterred,
        _YIELDED: Fraction(0),
        _FOUGHT: Fraction(-1),
    }
    rival: dict[str, Scalar] = {
        _OUT: Fraction(0),
        _YIELDED: game.gain,
        _FOUGHT: (game.weight if tough else 1) * (game.gain - 1),
    }
    return (sum((own[x] for x in history), Fraction(0)), *(rival[x] for x in history))
