"""The game with free quantities, the pool, and the identities that tie the two together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.exact import Number, RationalFunction, Scalar, from_json, sign
from games.exact.expression import read_function
from solver.verify.plain import Malformed, entry, index, rational, sequence
from solver.verify.regimes.stack import Refuted, Signs
from solver.verify.regimes.structure import Actions, SignOf, minors_of

#: Actions per player, members of a pool and exponents that are read.
MAX_ACTIONS, MAX_MEMBERS, MAX_EXPONENT = 7, 5000, 64


@dataclass(frozen=True)
class Game:
    """payoffs: [player][a_0][a_1]. worth: [player], the status quo, empty without a world.

    axes: letters of the free quantities. ends: of each, the closed interval. seeking: [player].
    """

    players: tuple[str, ...]
    shape: tuple[int, int]
    payoffs: list[list[list[Scalar]]]
    worth: list[Scalar]
    seeking: tuple[frozenset[int], ...] | None
    axes: tuple[str, ...]
    ends: tuple[tuple[Fraction, Fraction], ...]

    def matrix(self, player: int) -> list[list[Scalar]]:
        """Payoffs [own action][other's action]."""
        table = self.payoffs[player]
        return table if player == 0 else [list(row) for row in zip(*table, strict=True)]


@dataclass(frozen=True)
class Product:
    """A constant times powers of members of the pool."""

    constant: Number
    powers: tuple[tuple[int, int], ...]

    def sign(self, pattern: Signs) -> int:
        """Where the members have these signs, and none with a negative power is zero."""
        found = sign(self.constant)
        for number, exponent in self.powers:
            found *= pattern[number] if exponent % 2 else abs(pattern[number])
        return found

    def function(self, members: Sequence[Scalar]) -> Scalar:
        """Multiplied out."""
        whole: Scalar = self.constant
        for number, exponent in self.powers:
            whole = whole * members[number] ** exponent
        return whole


@dataclass(frozen=True)
class Pool:
    """The members, and everything whose sign they fix. minors: [player], by (S, T)."""

    members: list[RationalFunction]
    poles: frozenset[int]
    minors: list[dict[tuple[Actions, Actions], Product]]
    worth: list[Product]

    def is_pole(self, pattern: Signs) -> bool:
        """Whether a payoff, or the worth of a status quo, divides by zero."""
        return any(pattern[number] == 0 for number in self.poles)

    def minor_signs(self, player: int, pattern: Signs) -> SignOf:
        """The signs of the minors of a player."""
        own = self.minors[player]
        return lambda S, T: own[S, T].sign(pattern)

    def worth_signs(self, pattern: Signs) -> list[int]:
        """The sign of each status quo."""
        return [product.sign(pattern) for product in self.worth]


# ---- reading


def read_game(game: Mapping[str, Any]) -> Game:
    """Read the game of a certificate."""
    players = tuple(str(name) for name in sequence(entry(game, "players", "the game"), "it", 2))
    actions = [
        len(sequence(names, "the actions of a player"))
        for names in sequence(entry(game, "actions", "the game"), "actions", 2)
    ]
    if not 0 < min(actions) <= max(actions) <= MAX_ACTIONS:
        raise Malformed(f"every player needs 1 to {MAX_ACTIONS} actions")
    axes = sequence(entry(game, "axes", "the game"), "axes")
    if len(axes) not in (1, 2):
        raise Malformed("a map has one or two axes")
    names = tuple(_text(entry(axis, "symbol", "an axis"), "a symbol") for axis in axes)
    ends = tuple(
        (rational(entry(axis, "low", "an axis")), rational(entry(axis, "high", "an axis")))
        for axis in axes
    )
    if len(set(names)) < len(names) or not all(low < high for low, high in ends):
        raise Malformed("axes need different symbols, and a range from a number to a larger one")
    payoffs = [
        [
            [_scalar(value, names) for value in sequence(row, "payoffs", actions[1])]
            for row in sequence(table, "payoffs", actions[0])
        ]
        for table in sequence(entry(game, "payoffs", "the game"), "payoffs", 2)
    ]
    worth = [_scalar(v, names) for v in sequence(entry(game, "worth", "the game"), "worth")]
    if len(worth) not in (0, 2):
        raise Malformed("there is a status quo for both players or for none")
    return Game(
        players,
        (actions[0], actions[1]),
        payoffs,
        worth,
        _seeking(entry(game, "seeking", "the game"), actions),
        names,
        ends,
    )


def _seeking(value: Any, actions: Sequence[int]) -> tuple[frozenset[int], ...] | None:
    if value is None:
        return None
    return tuple(
        frozenset(index(a, size, "an action") for a in sequence(own, "seeking"))
        for own, size in zip(sequence(value, "seeking", 2), actions, strict=True)
    )


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise Malformed(f"{what} must be text")
    return value


def _scalar(value: Any, names: tuple[str, ...]) -> Scalar:
    return read_function(value, names) if isinstance(value, str) else from_json(value)


def _product(value: Any, members: int) -> Product:
    constant, powers = sequence(value, "a product", 2)
    found = []
    for item in sequence(powers, "the powers of a product"):
        number, exponent = sequence(item, "a power", 2)
        found.append((index(number, members, "a member"), _exponent(exponent)))
    if len({number for number, _ in found}) < len(found):
        raise Malformed("a member occurs twice in a product")
    return Product(from_json(constant), tuple(found))


def _exponent(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < abs(value) <= MAX_EXPONENT:
        raise Malformed(f"an exponent is a whole number up to {MAX_EXPONENT}, not 0")
    return value


def read_pool(game: Game, witnesses: Mapping[str, Any]) -> Pool:
    """Read the pool and check every identity; raises `Refuted` for one that does not hold."""
    texts = sequence(entry(witnesses, "pool", "witnesses"), "pool")
    if len(texts) > MAX_MEMBERS:
        raise Malformed(f"a pool has at most {MAX_MEMBERS} members")
    members = [_member(text, game.axes) for text in texts]
    poles = _poles(game, members, entry(witnesses, "denominators", "witnesses"))
    tables = sequence(entry(witnesses, "minors", "witnesses"), "minors", 2)
    minors = [_minors(game, player, members, table, poles) for player, table in enumerate(tables)]
    listed = sequence(entry(witnesses, "worth", "witnesses"), "worth", len(game.worth))
    worth = [_product(item, len(members)) for item in listed]
    for name, value, product in zip(game.players, game.worth, worth, strict=False):
        _equal(value, product, members, poles, f"the status quo of {name}")
    return Pool(members, poles, minors, worth)


def _member(text: Any, names: tuple[str, ...]) -> RationalFunction:
    found = read_function(_text(text, "a member of the pool"), names)
    if not isinstance(found, RationalFunction) or isinstance(found.denominator, RationalFunction):
        raise Malformed("a member of the pool is a polynomial that is not constant")
    return found


def _poles(game: Game, members: Sequence[Scalar], listed: Any) -> frozenset[int]:
    """The members that are factors of denominators; each different denominator is listed once."""
    bottoms: list[Scalar] = []
    for value in (*(v for table in game.payoffs for row in table for v in row), *game.worth):
        if isinstance(value, RationalFunction):
            bottom = value.denominator
            if isinstance(bottom, RationalFunction) and bottom not in bottoms:
                bottoms.append(bottom)
    found = set()
    for item, bottom in zip(sequence(listed, "denominators", len(bottoms)), bottoms, strict=True):
        product = _product(item, len(members))
        if any(exponent < 0 for _, exponent in product.powers):
            raise Malformed("a denominator has no negative powers")
        _equal(bottom, product, members, frozenset(), "a denominator")
        found |= {number for number, _ in product.powers}
    return frozenset(found)


def _minors(
    game: Game, player: int, members: Sequence[Scalar], table: Any, poles: frozenset[int]
) -> dict[tuple[Actions, Actions], Product]:
    stated: dict[tuple[Actions, Actions], Product] = {}
    for item in sequence(table, "minors"):
        S, T, product = sequence(item, "a minor", 3)
        key = (_actions(S), _actions(T))
        if key in stated:
            raise Malformed("a minor is listed twice")
        stated[key] = _product(product, len(members))
    right = _determinants(game.matrix(player))
    if stated.keys() != right.keys():
        raise Malformed("the minors must be those of all S and T with one action more in S")
    for key, value in right.items():
        _equal(value, stated[key], members, poles, f"the minor {key} of {game.players[player]}")
    return stated


def _actions(value: Any) -> Actions:
    return tuple(index(a, MAX_ACTIONS, "an action") for a in sequence(value, "actions"))


def _determinants(matrix: Sequence[Sequence[Scalar]]) -> dict[tuple[Actions, Actions], Scalar]:
    """det [A[S, T] | 1] for all S and T, expanded along the last column of T (Laplace)."""
    found: dict[tuple[Actions, Actions], Scalar] = {
        ((i,), ()): Fraction(1) for i in range(len(matrix))
    }
    wanted = minors_of(len(matrix), len(matrix[0]))
    for S, T in wanted:
        total: Scalar = Fraction(0)
        for p, i in enumerate(S):
            term = matrix[i][T[-1]] * found[S[:p] + S[p + 1 :], T[:-1]]
            # Row p, column k - 1 of the k + 1 columns T and 1.
            total = total + term if (p + len(T) - 1) % 2 == 0 else total - term
        found[S, T] = total
    return {key: found[key] for key in wanted}


def _equal(
    value: Scalar,
    product: Product,
    members: Sequence[Scalar],
    poles: frozenset[int],
    what: str,
) -> None:
    if any(exponent < 0 and number not in poles for number, exponent in product.powers):
        raise Malformed(f"{what} divides by a member that is in no denominator")
    if product.function(members) != value:
        raise Refuted(f"{what} is not the product that is stated")
