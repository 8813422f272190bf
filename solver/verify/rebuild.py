"""The game of a certificate against the game of its spec, which the builders build anew.

A checker takes the game it is given; that this is the game of the spec is checked here. Every key
of the certificate's game must be one that the spec's game has, with the same exact value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from games.errors import DetenteError
from games.exact import RationalFunction, Scalar, from_json, parameter, to_json
from games.forms.extensive import Chance, ExtensiveGame, Node, Terminal
from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame
from games.spec import Spec
from games.spec.realisation import Tables
from games.world.decision import Decision, decision
from solver.solution.certificate import Certificate
from solver.verify.plain import Malformed, entry, rational, sequence
from solver.verify.thresholds import LETTERS

#: The keys under which a number is written as an object.
_NUMBER = "exact"


def normal_form(game: NormalFormGame) -> dict[str, Any]:
    """Players, actions and payoffs [player][a_0][a_1].. as JSON types."""
    return {
        "players": list(game.players),
        "actions": [list(names) for names in game.actions],
        "payoffs": [_tensor(table) for table in game.payoffs],
    }


def repeated(game: RepeatedGame) -> dict[str, Any]:
    """The stage game and the discount factors [player]."""
    return {**normal_form(game.stage), "discounts": [to_json(value) for value in game.discounts]}


def extensive(game: ExtensiveGame) -> dict[str, Any]:
    """Players and nodes; at an end the measures follow the payoffs.

    An information set of several nodes is named at each of them, so that no claim about games in
    which everybody sees everything passes for one about such a game.
    """
    hidden = {} if game.has_perfect_information else _shared(game)
    return {
        "players": list(game.players),
        "nodes": [
            {**_node(node), **({"information_set": hidden[number]} if number in hidden else {})}
            for number, node in enumerate(game.nodes)
        ],
    }


def _node(node: Node) -> dict[str, Any]:
    if isinstance(node, Terminal):
        return {"payoffs": [to_json(x) for x in (*node.payoffs, *node.measures)]}
    if isinstance(node, Chance):
        return {"odds": [to_json(x) for x in node.odds], "moves": list(node.children)}
    return {"player": node.player, "moves": list(node.children)}


def _shared(game: ExtensiveGame) -> dict[int, str]:
    return {
        number: node.information_set for number, node in game.decisions() if node.information_set
    }


def decisions(spec: Spec) -> dict[str, Any]:
    """Each party's decision to start a conflict, as it sees it; empty without a world of two."""
    real = spec.realise()
    if real.world is None or real.conflict is None or len(real.world.names) != 2:
        return {}
    seen = [decision(real.world, real.conflict, name) for name in real.world.names]
    return {"decisions": [plain_decision(item) for item in seen]}


def plain_decision(item: Decision) -> dict[str, Any]:
    """The party and the numbers of its decision as JSON types."""
    names = [name for name in LETTERS if name != "expected_loss"]
    return {"party": item.party, **{name: to_json(getattr(item, name)) for name in names}}


def freed_game(
    tables: Tables, worth: Sequence[Scalar], axes: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A two-player game with free quantities; functions of them as text in their letters."""
    return {
        "players": list(tables.players),
        "actions": [list(names) for names in tables.actions],
        "payoffs": [[[_function(v) for v in row] for row in table] for table in tables.payoffs],
        "seeking": None if tables.seeking is None else [sorted(own) for own in tables.seeking],
        "worth": [_function(value) for value in worth],
        "axes": [dict(axis) for axis in axes],
    }


def _function(value: Scalar) -> Any:
    return str(value) if isinstance(value, RationalFunction) else to_json(value)


def mapped(spec: Spec, stated: Mapping[str, Any]) -> dict[str, Any]:
    """The game of a spec with the quantities free that the axes name, over ranges they may have.

    Raises `DetenteError` for axes that are none, `Malformed` for data of another shape.
    """
    axes, freed = [], {}
    for axis in sequence(entry(stated, "axes", "the game"), "axes"):
        name = entry(axis, "address", "an axis")
        if not isinstance(name, str):
            raise Malformed("the address of an axis must be text")
        quantity = spec.quantity(name)
        symbol = "".join(ch if ch.isalnum() else "_" for ch in quantity.address)
        low, high = (rational(entry(axis, end, "an axis")) for end in ("low", "high"))
        outside = (quantity.low is not None and low < quantity.low) or (
            quantity.high is not None and high > quantity.high
        )
        if outside or not quantity.free:
            raise Malformed(f"{quantity.address} cannot run from {low} to {high}")
        freed[quantity.address] = parameter(symbol)
        ends = {"low": to_json(low), "high": to_json(high)}
        axes.append({"address": quantity.address, "symbol": symbol, **ends})
    real = spec.realise(freed)
    if real.tables is None or spec.kind not in NORMAL_FORM or len(real.tables.players) != 2:
        raise Malformed("the spec is no game of two players in normal form")
    worth = () if real.world is None else real.world.share_payoffs
    return freed_game(real.tables, tuple(worth), axes)


#: Kinds of spec whose tables are those of the game itself, not of a stage.
NORMAL_FORM = ("matrix", "posture")

#: class of the form -> the game as plain data, in the words that certificates use. Other forms say
#: it themselves, by their method `plain`.
FORMS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ExtensiveGame": extensive,
    "NormalFormGame": normal_form,
    "RepeatedGame": repeated,
}


#: claim -> (spec, game as stated) -> the game as it should be stated, for claims about more than
#: one game, such as those with freed quantities. Other claims are about the game of the form.
BUILDERS: dict[str, Callable[[Spec, Mapping[str, Any]], Mapping[str, Any]]] = {
    "regimes": mapped,
    "thresholds": lambda spec, stated: decisions(spec),
}


def built_game(spec: Spec, certificate: Certificate) -> Mapping[str, Any] | None:
    """Build the game that a claim should state; None where nothing here builds it."""
    if certificate.claim in BUILDERS:
        return BUILDERS[certificate.claim](spec, certificate.game)
    game = spec.realise().game
    for kind in type(game).__mro__:
        if kind.__name__ in FORMS:
            return FORMS[kind.__name__](game)
    own: Callable[[], Mapping[str, Any]] | None = getattr(game, "plain", None)
    return None if own is None else own()


def differences(stated: Mapping[str, Any], built: Mapping[str, Any]) -> list[str]:
    """Return where the game of a certificate is not the one that was built from the spec."""
    reasons = []
    for key, value in stated.items():
        if key not in built:
            reasons.append(f"the game states {key!r}, which the game of the spec does not have")
        elif not _same(value, built[key]):
            reasons.append(f"the {key} are not those of the game of the spec")
    if not stated:
        reasons.append("the certificate states no game")
    return reasons


def _same(stated: Any, built: Any) -> bool:
    """Equal as JSON, numbers by value."""
    if stated == built and type(stated) is type(built):
        return True
    if isinstance(built, list):
        return (
            isinstance(stated, list)
            and len(stated) == len(built)
            and all(_same(a, b) for a, b in zip(stated, built, strict=True))
        )
    if isinstance(built, dict) and _NUMBER not in built:
        return (
            isinstance(stated, dict)
            and stated.keys() == built.keys()
            and all(_same(stated[key], built[key]) for key in built)
        )
    if isinstance(built, (str, dict)):
        try:
            return from_json(stated) == from_json(built)
        except DetenteError:
            return False
    return False


def _tensor(table: Any) -> Any:
    return [_tensor(entry) for entry in table] if isinstance(table, tuple) else to_json(table)
