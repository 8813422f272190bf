"""A signalling game as a game in extensive form.

Chance draws the type; the sender knows it; all nodes after a message are one information set of the
receiver; the sender's later moves are its own information sets, and those of the second receiver
after a message and a reply are one.
"""

from __future__ import annotations

from games.forms.extensive import Chance, Decision, Draft, ExtensiveGame, Terminal
from games.forms.signalling import SignallingGame


def extensive(game: SignallingGame) -> ExtensiveGame:
    """The tree of a signalling game, with the same players, payoffs and measures."""
    nodes: dict[str, Draft] = {}
    roots = tuple(f"{t}" for t in range(len(game.types)))
    nodes["root"] = Chance(game.prior, roots, game.types, "type")
    for t, name in enumerate(game.types):
        sent = tuple(f"{t}.{m}" for m in range(len(game.messages)))
        names = tuple(message.name for message in game.messages)
        nodes[f"{t}"] = Decision(0, names, sent, label=name)
        for m, message in enumerate(game.messages):
            replies = tuple(f"{t}.{m}.{r}" for r in range(len(message.replies)))
            nodes[f"{t}.{m}"] = Decision(
                1, tuple(reply.name for reply in message.replies), replies, f"after {message.name}"
            )
            for r, reply in enumerate(message.replies):
                place = f"{t}.{m}.{r}"
                ends = [
                    Terminal(row, tuple(reply.measures[key][t][move] for key in game.measures))
                    for move, row in enumerate(reply.payoffs[t])
                ]
                if not reply.mover:
                    nodes[place] = ends[0]
                    continue
                children = tuple(f"{place}.{move}" for move in range(len(ends)))
                seen = f"after {message.name}, {reply.name}" if reply.mover == "second" else ""
                player = 2 if reply.mover == "second" else 0
                nodes[place] = Decision(player, reply.moves, children, seen)
                nodes |= dict(zip(children, ends, strict=True))
    return ExtensiveGame.from_names(
        game.players, "root", nodes, measures=game.measures, title=game.title
    )
