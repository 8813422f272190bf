"""A map of regimes by definition: the claim "regimes".

Claimed: for the game with one or two quantities free, the listed sign patterns of the pool are
exactly those that occur on the closed interval or box; the cells over each listed value of x are as
listed; and wherever a pattern occurs, the equilibria of the game have the structure, and the
verdict is the one, of its regime. A pattern without a regime is a pole: a payoff divides by zero.

Shown, in this order:

1. Identities. Every denominator, every minor (`solver.verify.regimes.structure`) and every status
   quo is formed anew from the payoffs and equals its constant times powers of members of the pool,
   as functions. So the signs of the pool fix all of their signs.
2. Cover. The zeros of the pool are where they are said to be and nowhere else
   (`solver.verify.regimes.stack` over one quantity, `solver.verify.regimes.box` over two).
3. Labels. From the signs of the minors all equilibria, and the verdict, are formed anew, for every
   pattern, those of boundaries included. For every regime with a rational sample the equilibria
   are also put to their definition, in numbers, at the first.

What the claim does not say: closed forms, areas, connected pieces, neighbours and knife edges.

Witnesses: {"pool": [text], "denominators": [product], "minors": [player] of [S, T, product],
"worth": [player] of products,
"patterns": [{"signs": "-0+", "regime": 0 or null}], "regimes": [{"structure", "verdict"}],
"map": ..}; a product: [constant, [[member, exponent], ..]]. Each different denominator stands once,
in the order in which payoffs and status quo have them. Nothing is listed twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from games.exact import RationalFunction
from solver.verify.plain import Malformed, entry, index, sequence
from solver.verify.regimes.cover import Cover, covered
from solver.verify.regimes.definition import not_by_definition
from solver.verify.regimes.identities import Game, Pool, read_game, read_pool
from solver.verify.regimes.stack import Refuted, Signs
from solver.verify.regimes.structure import Structure, stated, structure, verdict, vertices

Regime = tuple[Structure, Any]


def check(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return why the claim fails; nothing if it holds."""
    played = read_game(game)
    try:
        pool = read_pool(played, witnesses)
        patterns = _patterns(pool, entry(witnesses, "patterns", "witnesses"))
        cover = covered(played, pool, entry(witnesses, "map", "witnesses"), list(patterns))
        regimes = _regimes(played, entry(witnesses, "regimes", "witnesses"))
        labels = _labels(patterns, len(regimes))
    except Refuted as fault:
        return [str(fault)]
    reasons = []
    for pattern, number in labels.items():
        wrong = _wrong_label(played, pool, pattern, None if number is None else regimes[number])
        if wrong is not None:
            reasons.append(f"the pattern {_text(pattern)}: {wrong}")
    if not reasons:
        reasons += _samples(played, cover, labels, regimes)
    return reasons


def _patterns(pool: Pool, listed: Any) -> dict[Signs, Any]:
    found: dict[Signs, Any] = {}
    for item in sequence(listed, "patterns"):
        text = entry(item, "signs", "a pattern")
        if not isinstance(text, str) or len(text) != len(pool.members) or set(text) - set("-0+"):
            raise Malformed("a pattern has one of the signs -, 0 and + for each member of the pool")
        signs = tuple("-0+".index(letter) - 1 for letter in text)
        if signs in found:
            raise Malformed("a pattern is listed twice")
        found[signs] = entry(item, "regime", "a pattern")
    return found


def _text(signs: Signs) -> str:
    return "".join("-0+"[s + 1] for s in signs)


def _regimes(game: Game, listed: Any) -> list[Regime]:
    regimes: list[Regime] = []
    for item in sequence(listed, "regimes"):
        found = stated(entry(item, "structure", "a regime"), game.shape)
        regime = (found, entry(item, "verdict", "a regime"))
        if regime in regimes:
            raise Refuted("two regimes have the same equilibria and the same verdict")
        regimes.append(regime)
    return regimes


def _labels(patterns: Mapping[Signs, Any], regimes: int) -> dict[Signs, int | None]:
    labels = {
        signs: None if value is None else index(value, regimes, "a regime")
        for signs, value in patterns.items()
    }
    if {value for value in labels.values() if value is not None} != set(range(regimes)):
        raise Refuted("a regime is listed that no pattern has")
    return labels


def _wrong_label(game: Game, pool: Pool, pattern: Signs, regime: Regime | None) -> str | None:
    """Why a pattern does not have this regime; None if it has."""
    if pool.is_pole(pattern):
        return None if regime is None else "it has a regime, but a payoff divides by zero"
    if regime is None:
        return "it has no regime, but no payoff divides by zero"
    sides = [pool.minor_signs(player, pattern) for player in (0, 1)]
    ys, xs = (
        vertices(range(game.shape[player]), game.shape[1 - player], sides[player])
        for player in (0, 1)
    )
    found = structure(xs, ys, game.shape)
    if found != regime[0]:
        return "its equilibria are not those of its regime"
    right = None
    if game.seeking is not None:
        right = verdict(found, (ys, xs), sides, game.shape, game.seeking)
        worth = pool.worth_signs(pattern)
        right["destruction_pays"] = (
            [name for name, sign in zip(game.players, worth, strict=True) if sign < 0]
            if worth
            else None
        )
    if right != regime[1]:
        return "its verdict is not that of its regime"
    return None


def _samples(
    game: Game,
    cover: Cover,
    labels: Mapping[Signs, int | None],
    regimes: list[Regime],
) -> list[str]:
    """The equilibria of each regime in numbers, at the first rational sample it has."""
    reasons, done = [], set()
    for signs, point in cover.samples:
        number = labels[signs]
        if number is None or number in done:
            continue
        done.add(number)
        values = dict(zip(game.axes, point, strict=True))
        tables = [
            [[f.at(values) if isinstance(f, RationalFunction) else f for f in row] for row in table]
            for table in game.payoffs
        ]
        fault = not_by_definition(tables, regimes[number][0].extreme, game.shape)
        if fault is not None:
            where = ", ".join(f"{name} = {value}" for name, value in values.items())
            reasons.append(f"regime {number} at {where}: {fault}")
    return reasons
