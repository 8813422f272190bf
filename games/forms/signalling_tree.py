"""A signalling game as a game in extensive form.

Chance draws the type; the sender knows it; all nodes after a message are one information set of the
receiver; the sender's later moves are its own information sets, and those of the second receiver
after a message and a reply are one. Where the receiver may inspect, that is one action, chance
draws the result, all nodes after a message and a result are one information set of the receiver,
and the sender cannot tell being inspected first from meeting the same reply at once. Plans that
differ in what follows the results are strategies of this one tree.
"""

from __future__ import annotations

from fractions import Fraction

from games.forms.extensive import Chance, Decision, Draft, ExtensiveGame, Terminal
from games.forms.signalling import INSPECTED, RESULTS, Inspection, Message, SignallingGame

INSPECT = "inspect"


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
            nodes |= _replies(game, message, t, f"{t}.{m}")
    return ExtensiveGame.from_names(
        game.players, "root", nodes, measures=game.measures, title=game.title
    )


def _replies(game: SignallingGame, message: Message, t: int, place: str) -> dict[str, Draft]:
    """The nodes after a message of a type."""
    at_once = [n for n, reply in enumerate(message.replies) if reply.inspection is None]
    plan = next((reply for reply in message.replies if reply.inspection is not None), None)
    children = [f"{place}.{n}" for n in at_once]
    names = [message.replies[n].name for n in at_once]
    nodes: dict[str, Draft] = {}
    for n in at_once:
        nodes |= _after(game, message, t, n, f"{place}.{n}")
    if plan is not None and plan.inspection is not None:
        look = f"{place}.{INSPECT}"
        children, names = [*children, look], [*names, INSPECT]
        results = [
            (odds, r) for odds, r in zip(plan.inspection.odds(t), RESULTS, strict=True) if odds != 0
        ]
        drawn = tuple(f"{look}.{r}" for _, r in results)
        nodes[look] = Chance(
            tuple(odds for odds, _ in results), drawn, tuple(r for _, r in results), "result"
        )
        options = sorted(plan.leads_to)
        for child, (_, r) in zip(drawn, results, strict=True):
            nodes[child] = Decision(
                1,
                tuple(message.replies[n].name for n in options),
                tuple(f"{child}.{n}" for n in options),
                f"after {message.name}, {r}",
            )
            for n in options:
                nodes |= _after(game, message, t, n, f"{child}.{n}", plan.inspection)
    nodes[place] = Decision(1, tuple(names), tuple(children), f"after {message.name}")
    return nodes


def _after(
    game: SignallingGame,
    message: Message,
    t: int,
    number: int,
    place: str,
    inspected: Inspection | None = None,
) -> dict[str, Draft]:
    """What follows a reply to a type, after an inspection or without one."""
    reply = message.replies[number]
    shared = any(number in other.leads_to for other in message.replies)
    ends = []
    for move, row in enumerate(reply.payoffs[t]):
        pays = list(row)
        measures = {key: reply.measures[key][t][move] for key in game.measures}
        if inspected is not None:
            pays[1] = pays[1] - inspected.cost
            measures |= {INSPECTED: Fraction(1)} if INSPECTED in measures else {}
        ends.append(Terminal(tuple(pays), tuple(measures.values())))
    if not reply.mover:
        return {place: ends[0]}
    children = tuple(f"{place}.{move}" for move in range(len(ends)))
    seen = f"after {message.name}, {reply.name}" if reply.mover == "second" else ""
    if shared and reply.mover == "sender":
        seen = f"{game.types[t]} after {message.name}, {reply.name}"
    player = 2 if reply.mover == "second" else 0
    return {
        place: Decision(player, reply.moves, children, seen),
        **dict(zip(children, ends, strict=True)),
    }
