"""Where supports may begin or cease to carry an equilibrium, as one quantity t varies.

A combination of supports names in every state the actions that each player mixes. Its values are
functions of t, or of t and one mixing probability y that a polynomial P(t, y) = 0 ties to t, and it
carries an equilibrium iff mixtures exist against which no other action is worth more.

    y tied by nothing to other unknowns: with D[a', b] what the other actions a' gain against the
    replies b, some y > 0 with D y <= 0. That depends on the signs of the minors of D alone (they
    are the chirotope of the vectors, Bjorner, Las Vergnas, Sturmfels, White and Ziegler 1999).
    y a root of P: between the roots of P's leading coefficient and discriminant in y the roots are
    functions of t that never meet (Collins 1975); one crosses 0, 1 or a zero of a condition c(t, y)
    only at roots of P(t, 0), P(t, 1) and of the resultant of P and c.

So all that can happen happens at roots of finitely many polynomials in t, its events. Between them
it stands or not throughout.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from games.errors import DetenteError, NumberError
from games.exact import RationalFunction, Scalar, parameter
from games.exact.followed import SYMBOL
from games.exact.systems import solve_square
from games.exact.univariate import Univariate
from solver.dynamic.bounds import Choice
from solver.dynamic.varying import Stretch, VaryingGame

#: What is added up: numbers, functions of t, functions of t and mixing probabilities.
Term: TypeAlias = Any
#: Minors of one condition beyond which a combination is not followed.
MAX_MINORS = 60
#: Product of the degrees of two polynomials beyond which no resultant is taken.
MAX_PRODUCT = 40


class UnfollowedError(DetenteError):
    """The supports cannot be followed; the message says why."""


@dataclass(frozen=True)
class Events:
    """Polynomials in t, as FLINT's; `gains`: gains of single deviations that rule it out where > 0.

    gains: of a combination in which every state has one choice, and that choice is pure.
    """

    polynomials: tuple[Any, ...]
    gains: tuple[Any, ...] = ()

    def excluded(self, stretch: Stretch) -> bool:
        """Whether some deviation gains all along a stretch."""
        return any(stretch.sign_of(gain) == 1 for gain in self.gains)


def events(game: VaryingGame, groups: Sequence[Sequence[Choice]]) -> Events:
    """The events of the supports that choose one of a group of choices in every state.

    Raises `UnfollowedError` where values or mixtures are not followed.
    """
    plain = [_is_plain(group) for group in groups]
    sides = [_Side(game, i, groups, plain) for i in range(len(game.game.players))]
    for side in sides:
        lone = side.isolated()
        if lone is not None:
            return Events(tuple(lone))
    certain: list[Any] = []
    found = [p for side in sides for p in side.polynomials(certain)]
    return Events(tuple(found), tuple(certain))


def _is_plain(group: Sequence[Choice]) -> bool:
    """Whether values are those of a pure profile: a pure choice, or several of equal cells."""
    return len(group) > 1 or all(len(own) == 1 for own in group[0])


class _Side:
    """The values of one player, and what its other actions gain."""

    def __init__(
        self,
        game: VaryingGame,
        player: int,
        groups: Sequence[Sequence[Choice]],
        plain: Sequence[bool],
    ) -> None:
        self.game, self.player, self.groups, self.plain = game, player, groups, plain
        #: [s], weights over the replies that are mixed where values may depend on them.
        self.weights: list[list[Term]] = []
        for s, group in enumerate(groups):
            replies = self.replies(group[0])
            count = 1 if plain[s] else len(replies)
            free = [parameter(f"y{s}_{k}") for k in range(count - 1)]
            last: Term = Fraction(1)
            for weight in free:
                last = last - weight
            self.weights.append([*free, last])
        self.values, self.equations = self._solve()

    def replies(self, choice: Choice) -> list[tuple[int, ...]]:
        """What the others may play, as profiles without the player's own action."""
        i = self.player
        return list(itertools.product(*choice[:i], *choice[i + 1 :]))

    def _profile(self, action: int, rest: tuple[int, ...]) -> tuple[int, ...]:
        return (*rest[: self.player], action, *rest[self.player :])

    def _row(self, s: int, action: int) -> tuple[list[Term], Term]:
        """(coefficients of the values, constant) of the worth of an action."""
        slope: list[Term] = [Fraction(0)] * len(self.groups)
        base: Term = Fraction(0)
        replies = self.replies(self.groups[s][0])[: len(self.weights[s])]
        for rest, weight in zip(replies, self.weights[s], strict=True):
            at = (s, self.player, self._profile(action, rest))
            base = _add(base, _times(weight, self.game.base[at]))
            for t, factor in self.game.flow[at].items():
                slope[t] = _add(slope[t], _times(weight, factor))
        return slope, base

    def _solve(self) -> tuple[list[Term], list[Term]]:
        """Values, and what must vanish besides."""
        rows, right, further = [], [], []
        for s, group in enumerate(self.groups):
            own = group[0][self.player][:1] if self.plain[s] else group[0][self.player]
            ranked = sorted((self._row(s, a) for a in own), key=_unknowns)
            slope, base = ranked[0]
            rows.append([_add(Fraction(int(s == t)), _minus(x)) for t, x in enumerate(slope)])
            right.append(base)
            further += [(s, *row) for row in ranked[1:]]
        if any(isinstance(x, RationalFunction) for row in (*rows, right) for x in row):
            rows = [[_general(x) for x in row] for row in rows]
            right = [_general(x) for x in right]
        values = solve_square(rows, right)
        if values is None:
            raise UnfollowedError("the values are not determined by the mixtures")
        equations = []
        for s, slope, base in further:
            left = self._after(slope, base, values, values[s])
            if not (isinstance(left, Fraction) and left == 0):
                equations.append(left)
        return [_narrow(x) for x in values], equations

    @staticmethod
    def _after(slope: Sequence[Term], base: Term, values: Sequence[Term], less: Term) -> Term:
        total = _add(base, _minus(less))
        for x, value in zip(slope, values, strict=True):
            if not (isinstance(x, Fraction) and x == 0):
                total = _add(total, _times(x, value))
        return total

    def gain(self, s: int, action: int, rest: tuple[int, ...]) -> Term:
        """What an action is worth against replies, beyond the value."""
        at = (s, self.player, self._profile(action, rest))
        total = _add(self.game.base[at], _minus(self.values[s]))
        for t, factor in self.game.flow[at].items():
            total = _add(total, _times(factor, self.values[t]))
        return total

    def _conditions(self, certain: list[Any]) -> list[Term]:
        """Functions whose signs settle whether mixtures exist against which nothing gains."""
        found: list[Term] = []
        tied = self.tied
        for s, group in enumerate(self.groups):
            size = self.game.game.shape(s)[self.player]
            for choice in group:
                others = [a for a in range(size) if a not in choice[self.player]]
                replies = self.replies(choice)
                own = {name for weight in self.weights[s] for name in _names(weight)}
                if own & tied and not own <= tied:
                    raise UnfollowedError("only some probabilities of a mixture are determined")
                if own & tied:
                    found += [
                        self._after(*self._row(s, a), self.values, self.values[s]) for a in others
                    ]
                    continue
                matrix = [[self.gain(s, a, rest) for rest in replies] for a in others]
                if len(group) == 1 and len(replies) == 1:
                    certain += [row[0] for row in matrix if not _names(row[0])]
                found += _minors(matrix)
        return found

    @property
    def tied(self) -> set[str]:
        """Names of the mixing probabilities that values or equations hold."""
        return {name for x in (*self.values, *self.equations) for name in _names(x)} - {SYMBOL}

    def isolated(self) -> list[Any] | None:
        """Polynomials outside whose roots no values exist; None where they may all along."""
        tied = sorted(self.tied)
        tops = [_top(x) for x in self.equations]
        if any(isinstance(top, Fraction) for top in tops):
            return []  # an equation without solution
        if not tops or len(tied) > 1:
            return None
        if not tied:
            return [_common([_dense(top) for top in tops])]
        factors = self._factors(tops)
        shared = set.intersection(*factors)
        if shared:
            return None
        first, second = factors[:2]
        return [p for a, b in itertools.product(first, second) for p in _meeting(a, b, tied[0])]

    @staticmethod
    def _factors(tops: list[Term]) -> list[set[RationalFunction]]:
        return [{factor for factor, _ in _general(top).factors()[1]} for top in tops]

    def polynomials(self, certain: list[Any]) -> list[Any]:
        """The events of this side where values may exist all along.

        certain: gets gains that rule the supports out where > 0.
        """
        tied = sorted(self.tied)
        if not tied:
            return [_dense(_top(x)) for x in self._conditions(certain) if _varies(x)]
        if len(tied) > 1:
            raise UnfollowedError(f"{len(tied)} probabilities of mixing depend on one another")
        if not self.equations:
            raise UnfollowedError("there is a continuum of values")
        return self._along_curves(tied[0])

    def _along_curves(self, name: str) -> list[Any]:
        factors = self._factors([_top(x) for x in self.equations])
        shared = set.intersection(*factors)
        found: list[Any] = []
        for own, others in itertools.combinations(factors, 2):
            for a, b in itertools.product(own - shared, others - shared):
                found += _meeting(a, b, name)
        curves = [factor for factor in shared if name in factor.names]
        found += [_dense(factor) for factor in shared if name not in factor.names]
        conditions = self._conditions([]) if curves else []
        for curve in curves:
            lead = curve.coefficients(name)[0][-1]
            ends = [curve.at({name: Fraction(0)}), curve.at({name: Fraction(1)})]
            found += [_dense(_top(x)) for x in (lead, *ends) if _varies(x)]
            slope = curve.derivative(name)
            if isinstance(slope, RationalFunction) and name in slope.names:
                found += _meeting(curve, slope, name)
            for condition in conditions:
                top = _top(condition)
                if not _varies(top):
                    continue
                for part, _ in _general(top).factors()[1]:
                    if part != curve:
                        found += _meeting(curve, part, name)
        return found


def _meeting(a: RationalFunction, b: RationalFunction, name: str) -> list[Any]:
    """Polynomials in t whose roots are where two coprime ones have a common root."""
    for x in (a, b):
        if name not in x.names:
            return [_dense(x)]
    if set(a.names) | set(b.names) == {name}:
        return []  # roots that never move
    if a.degree(name)[0] * b.degree(name)[0] > MAX_PRODUCT:
        raise UnfollowedError("mixing probabilities of high degree")
    found = a.resultant(b, name)
    if not isinstance(found, RationalFunction):
        if found == 0:
            raise UnfollowedError("two conditions on a probability of mixing coincide")
        return []
    return [_dense(found)]


def _minors(matrix: Sequence[Sequence[Term]]) -> list[Term]:
    """All minors of a matrix, of every size."""
    if not matrix:
        return []
    rows, columns = len(matrix), len(matrix[0])
    found: list[Term] = [x for row in matrix for x in row]
    for size in range(2, min(rows, columns) + 1):
        for chosen in itertools.combinations(range(rows), size):
            for across in itertools.combinations(range(columns), size):
                if len(found) >= MAX_MINORS:
                    raise UnfollowedError("large supports of equal worth")
                found.append(_determinant([[matrix[r][c] for c in across] for r in chosen]))
    return found


def _determinant(matrix: Sequence[Sequence[Term]]) -> Term:
    if len(matrix) == 1:
        return matrix[0][0]
    total: Term = Fraction(0)
    for j, entry in enumerate(matrix[0]):
        part = _times(entry, _determinant([[*row[:j], *row[j + 1 :]] for row in matrix[1:]]))
        total = _add(total, part if j % 2 == 0 else _minus(part))
    return total


def _general(x: Term) -> Scalar:
    """A function of t in the form that mixes with other unknowns."""
    found: Scalar = x.general(SYMBOL) if isinstance(x, Univariate) else x
    return found


def _narrow(x: Term) -> Term:
    """The fast form where t is the only unknown."""
    from games.exact import bridge

    if not isinstance(x, RationalFunction) or x.names != (SYMBOL,):
        return x
    top, bottom = (bridge.poly(_rationals(side)) for side in x.coefficients(SYMBOL))
    lead = bottom.leading_coefficient()
    return Univariate(top / lead, bottom / lead)


def _rationals(coefficients: Sequence[Scalar]) -> list[Fraction]:
    if not all(isinstance(c, Fraction) for c in coefficients):
        raise NumberError("the game has irrational numbers")
    return list(coefficients)


def _combined(first: Term, second: Term, operation: Callable[[Any, Any], Any]) -> Term:
    if isinstance(first, RationalFunction) or isinstance(second, RationalFunction):
        return operation(_general(first), _general(second))
    return operation(first, second)


def _add(first: Term, second: Term) -> Term:
    return _combined(first, second, lambda a, b: a + b)


def _times(first: Term, second: Term) -> Term:
    return _combined(first, second, lambda a, b: a * b)


def _minus(x: Term) -> Term:
    return -x


def _names(x: Term) -> tuple[str, ...]:
    """Mixing probabilities, and t where it stands beside them."""
    return tuple(n for n in x.names if n != SYMBOL) if isinstance(x, RationalFunction) else ()


def _unknowns(row: tuple[list[Term], Term]) -> int:
    return len({name for part in (*row[0], row[1]) for name in _names(part)})


def _varies(x: Term) -> bool:
    return not isinstance(x, Fraction)


def _top(x: Term) -> Term:
    """The numerator."""
    if isinstance(x, Univariate):
        return _whole(x.top)
    if isinstance(x, RationalFunction):
        return x.numerator
    return x


def _whole(p: Any) -> Term:
    from games.exact import bridge

    if p.degree() < 1:
        return bridge.fraction(p[0])
    return Univariate(p, bridge.poly([1]))


def _dense(x: Term) -> Any:
    """A polynomial in t as FLINT's."""
    from games.exact import bridge

    if isinstance(x, Univariate):
        return x.top
    if isinstance(x, RationalFunction):
        if x.names != (SYMBOL,):
            raise UnfollowedError("mixing probabilities that are tied to nothing")
        return bridge.poly(_rationals(x.coefficients(SYMBOL)[0]))
    return bridge.poly([x])


def _common(tops: Sequence[Any]) -> Any:
    shared = tops[0]
    for top in tops[1:]:
        shared = shared.gcd(top)
    return shared
