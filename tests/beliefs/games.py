"""Small signalling games, drawn at random with few payoffs so that ties are common."""

from __future__ import annotations

import random
from fractions import Fraction

from games.forms.signalling import Message, Reply, SignallingGame


def random_game(
    draw: random.Random,
    types: int = 2,
    messages: int = 2,
    replies: int = 2,
    *,
    highest: int = 3,
    later: float = 0,
    second: float = 0,
) -> SignallingGame:
    """later, second: odds that a reply is followed by the sender, or by a second receiver."""
    players = ("S", "R", "Y") if second else ("S", "R")
    weights = [draw.randint(1, 3) for _ in range(types)]
    found = []
    for m in range(messages):
        options: list[Reply] = []
        for a in range(replies):
            mover, moves = "", ("",)
            odds = draw.random()
            if odds < later:
                mover, moves = "sender", ("x", "y")
            elif odds < later + second and all(r.mover != "second" for r in options):
                mover, moves = "second", ("join", "stay")
            payoffs = tuple(
                tuple(tuple(Fraction(draw.randint(0, highest)) for _ in players) for _ in moves)
                for _ in range(types)
            )
            options.append(Reply(f"a{a}", payoffs, mover, moves))
        found.append(Message(f"m{m}", tuple(options)))
    return SignallingGame(
        players,
        tuple(f"t{t}" for t in range(types)),
        tuple(Fraction(w, sum(weights)) for w in weights),
        tuple(found),
    )
