"""The pool: the irreducible polynomials on whose signs all equilibria of a parametric game turn.

Payoffs are quotients of polynomials in the freed parameters. By `solver.nash.signs` the complete
equilibrium structure at a point follows from the signs of the minors det [A[S, T] | 1] of both
players, and by MODEL the sign of a party's status quo says whether destruction pays for it. Each is
written as a sign times a product of powers of irreducible polynomials, shared by all. Where a
denominator of a payoff vanishes the game is not defined; denominators are in the pool too.

An irrational constant of the game is the generator a of a real number field: it takes part in
factoring as if it were one more parameter, which loses no zero, and takes its value afterwards.
Transcendental constants, and probabilities that follow from a parameter by an exponential, are
further symbols of the polynomials.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any

from games.exact import RationalFunction, Scalar, generators, sign
from games.exact import quotient as quotients
from games.exact.generators import Units
from games.exact.quotient import Quotient
from games.exact.rational_function import parts, scalar
from solver.nash.signs import Choice, minors


@dataclass(frozen=True)
class Product:
    """sign times the product of pool members: `odd` to odd powers, `even` to even ones; or 0."""

    sign: int
    odd: tuple[int, ...] = ()
    even: tuple[int, ...] = ()

    def at(self, signs: Sequence[int]) -> int:
        """The sign where the members have these signs."""
        result = self.sign
        for index in self.odd:
            result *= signs[index]
            if not result:
                return 0
        for index in self.even:
            if not signs[index]:
                return 0
        return result


@dataclass
class Pool:
    """Everything whose sign matters at a point of parameter space.

    home: the ring of all polynomials. members: irreducible, primitive, leading coefficient
    positive. meanings: per member, what its zero means. minors: [player], (S, T) -> Product, J not
    empty; raw: the minors as polynomials, over a common denominator whose powers cancel in
    weights. worth: [player], the status quo; empty without a world. poles: members in denominators.
    units: of the transcendental constants. chances: symbols that stand for probabilities strictly
    between 0 and 1.
    """

    home: Any
    members: list[Any] = field(default_factory=list)
    meanings: list[list[str]] = field(default_factory=list)
    minors: list[dict[Choice, Product]] = field(default_factory=list)
    raw: list[dict[Choice, Any]] = field(default_factory=list)
    worth: list[Product] = field(default_factory=list)
    poles: set[int] = field(default_factory=set)
    units: Units = field(default_factory=dict)
    chances: frozenset[str] = frozenset()
    _known: dict[str, int] = field(default_factory=dict)
    _products: dict[str, Product] = field(default_factory=dict)
    _undefined: dict[int, list[str]] = field(default_factory=dict)

    def function(self, index: int) -> Scalar:
        """A member as a function of the parameters."""
        one = quotients.quotient(self.home, self.members[index], self.home.one)
        return RationalFunction(one, self.units)

    def quotient(self, value: Scalar) -> Quotient:
        """A value as a quotient in the symbols of the pool."""
        one = quotients.of_number(Fraction(1))
        return generators.meet(*parts(value), one, self.units)[0]

    def product(self, p: Any, meaning: str, pole: bool = False) -> Product:
        """Factor a polynomial, and put new factors into the pool."""
        key = str(p)
        known = self._products.get(key)
        if known is None:
            known = self._products[key] = self._factored(p)
        for index in {*known.odd, *known.even}:
            if meaning not in self.meanings[index]:
                self.meanings[index].append(meaning)
            if pole:
                self.poles.add(index)
                own = self._undefined.setdefault(index, [])
                own += [meaning] if meaning not in own else []
        return known

    def name_poles(self) -> None:
        """Let poles mean that and nothing else: nobody is indifferent where there is no game."""
        for index, own in self._undefined.items():
            self.meanings[index] = list(own)

    def powers(self, p: Any) -> tuple[tuple[int, int], ...]:
        """Members with exponents whose product is p up to a number; p of `home`, met before."""
        from games.exact import bridge
        from games.exact.polynomials import normal_factor

        found = []
        for factor, exponent in bridge.multivariate_factors(p)[1]:
            number = self._known.get(str(normal_factor(factor)[1]))
            if number is not None:
                found.append((number, exponent))
        return tuple(found)

    def _factored(self, p: Any) -> Product:
        from games.exact import bridge
        from games.exact.polynomials import normal_factor

        if p == 0 or self.home.reduced(p) == 0:
            return Product(0)
        content, factors = bridge.multivariate_factors(p)
        sign = 1 if content > 0 else -1
        odd: list[int] = []
        even: list[int] = []
        for factor, exponent in factors:
            turned, normal = normal_factor(factor)
            if turned < 0 and exponent % 2:
                sign = -sign
            constant = self._constant_sign(normal)
            if constant:
                sign *= constant if exponent % 2 else 1
                continue
            key = str(normal)
            if key not in self._known:
                self._known[key] = len(self.members)
                self.members.append(normal)
                self.meanings.append([])
            (odd if exponent % 2 else even).append(self._known[key])
        return Product(sign, tuple(odd), tuple(even))

    def _constant_sign(self, p: Any) -> int:
        """Sign of a polynomial that is no function of parameters or keeps it; else 0."""
        terms = self.home.terms(self.home.reduced(p))
        symbols = {name for monomial in terms for name, _ in monomial}
        if all(map(generators.is_generator, symbols)):
            return sign(scalar(quotients.quotient(self.home, p, self.home.one), self.units))
        if len(symbols) == 1 and symbols <= self.chances:
            # A multiple of p or of 1 - p is zero at an end of the interval and has one sign inside.
            start, end = terms.get((), Fraction(0)), sum(terms.values(), Fraction(0))
            if p.total_degree() == 1 and 0 in (start, end):
                return sign(start + end)
        return 0

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that occur, sorted."""
        symbols: tuple[str, ...] = self.home.symbols
        return symbols


def build(
    players: Sequence[str],
    actions: Sequence[Sequence[str]],
    payoffs: Sequence[Any],
    worth: Sequence[Scalar],
    names: Sequence[str],
    stop: Callable[[], bool] = lambda: False,
    chances: frozenset[str] = frozenset(),
) -> Pool:
    """The pool of a two-player game with payoffs [player][a_0][a_1] in the named parameters.

    chances: those of the names that stand for probabilities strictly between 0 and 1. Once `stop`
    says so it is returned as it is, and of no use.
    """
    one = quotients.of_number(Fraction(1))
    units: Units = {}
    for value in (*(value for table in payoffs for row in table for value in row), *worth):
        units = generators.meet(one, units, *parts(value))[2]
    pool = Pool(quotients.ring(None, tuple(sorted(names))), units=units, chances=chances)
    tables = [
        [[pool.quotient(entry) for entry in row] for row in payoffs[0]],
        [[pool.quotient(entry) for entry in row] for row in zip(*payoffs[1], strict=True)],
    ]
    status = [pool.quotient(value) for value in worth]
    everything = [q for table in tables for row in table for q in row] + status
    pool.home = start = reduce(quotients.aligned_ring, everything, pool.home)
    for player, table in enumerate(tables):
        moved = [[quotients.moved(q, start) for q in row] for row in table]
        for q in {id(q): q for row in moved for q in row}.values():
            pool.product(q.bottom, f"payoffs of {players[player]} are not defined", pole=True)
        matrix, common = _cleared(moved)
        scale = pool.product(common, f"payoffs of {players[player]} are not defined", pole=True)
        raw = minors(matrix, start.one)
        signs: dict[Choice, Product] = {}
        for choice, minor in raw.items():
            if not choice[1]:
                continue
            if stop():
                return pool
            meaning = _meaning(players, actions, player, choice)
            whole = pool.product(minor, meaning)
            signs[choice] = over(whole, scale, len(choice[1]))
        pool.raw.append(raw)
        pool.minors.append(signs)
    for name, value in zip(players, status, strict=False):
        q = quotients.moved(value, start)
        bottom = pool.product(q.bottom, f"the status quo of {name} is not defined", pole=True)
        top = pool.product(q.top, f"the status quo is worth nothing to {name}")
        pool.worth.append(over(top, bottom, 1))
    pool.name_poles()
    return pool


def over(top: Product, bottom: Product, power: int) -> Product:
    """The sign of top / bottom^power where bottom is not zero."""
    if power % 2 == 0 or not top.sign:
        return top
    odd = set(top.odd) ^ set(bottom.odd)
    even = set(top.even) | (set(top.odd) & set(bottom.odd))
    return Product(top.sign * bottom.sign, tuple(sorted(odd)), tuple(sorted(even)))


def _cleared(table: Sequence[Sequence[Quotient]]) -> tuple[list[list[Any]], Any]:
    """Entries over one denominator, after taking the first row off, which changes no minor."""
    differences = [
        [entry - first for entry, first in zip(row, table[0], strict=True)] for row in table
    ]
    home = table[0][0].ring
    differences = [[quotients.moved(q, home) for q in row] for row in differences]
    common = home.one
    for row in differences:
        for q in row:
            common = common * (q.bottom // common.gcd(q.bottom))
    return [[q.top * (common // q.bottom) for q in row] for row in differences], common


def _meaning(
    players: Sequence[str],
    actions: Sequence[Sequence[str]],
    player: int,
    choice: Choice,
) -> str:
    own, other = choice
    tied = _listing([actions[player][i] for i in own])
    against = _listing([actions[1 - player][j] for j in other])
    if len(other) == 1:
        return f"{players[player]} is indifferent between {tied} against {against}"
    return f"{tied} tie for {players[player]} against one mixture of {against}"


def _listing(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
