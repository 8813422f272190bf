"""One parameter in a game with transcendental constants or an exponential: zeros, enclosed.

Members of the pool without such symbols have algebraic zeros, found as ever. The zeros of the
others are isolated by balls (`solver.geometry.analytic`, which says when nothing stays open). A
member with coefficients in a number field Q(a) is replaced by the irreducible factors of its norm;
at a generic zero of such a factor g the coefficient e_k of the polynomial whose roots are the
values of the conjugates vanishes iff g divides it, and then a ball decides whether the member is
zero (`solver.geometry.vanishing`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from games.exact import Number, RationalFunction, generators
from games.exact import quotient as quotients
from games.exact.limits import finer
from games.exact.rational_function import scalar
from solver.geometry.analytic import Analytic, Constant, Function, zeros
from solver.geometry.line import FIRST_BITS, Located, irreducible_roots, rational_point
from solver.geometry.vanishing import norm, size_of, values
from solver.regimes.letters import along
from solver.regimes.one import Gap
from solver.regimes.pool import Pool

if TYPE_CHECKING:
    from solver.regimes.partition import Question

#: Bits to which zeros are told apart where nothing says that they are different.
_CAP = 1024


@dataclass(frozen=True)
class Tracer:
    """The members of a pool as functions of one parameter."""

    question: Question
    pool: Pool

    @property
    def symbol(self) -> str:
        """The parameter."""
        return self.question.axes[0].symbol

    @property
    def generic(self) -> bool:
        """Whether different zeros are known to be different, so that nothing stays open."""
        return not (self.pool.units and self.question.followers)

    def is_plain(self, form: Any) -> bool:
        """Whether a polynomial has no symbol but the parameter."""
        from games.exact import bridge

        degrees = bridge.degrees(form)
        return not any(
            degree
            for name, degree in zip(self.pool.names, degrees, strict=False)
            if name != self.symbol
        )

    def sign_at(self, number: int, t: Fraction) -> int:
        """The sign of a member at a rational value."""
        return self._analytic(self.pool.members[number]).sign_at(t)

    def zeros(self, number: int, low: Fraction, high: Fraction) -> tuple[list[Located], list[Gap]]:
        """The zeros of a member in [low, high], and what stays open."""
        from games.exact import bridge

        form = self.pool.home.reduced(self.pool.members[number])
        irrational = self.pool.home.field is not None and bridge.degrees(form)[-1] > 0
        if not irrational:
            kept = [*[1] * len(self.pool.names), 0][: len(bridge.degrees(form))]
            ring = bridge.context(self.pool.names, False)
            return self._rational_zeros(bridge.project(form, kept, ring), low, high)
        member = self._analytic(form)
        whole = norm(form, self.pool.names, self.pool.home.field)
        located: list[Located] = []
        gaps: list[Gap] = []
        for factor, _ in bridge.multivariate_factors(whole)[1]:
            own, open_ = self._rational_zeros(factor, low, high)
            gaps += open_
            for zero in own:
                known = self._vanishes(member, form, factor, zero)
                if known is None:
                    gaps.append(zero.enclosure())
                elif known:
                    located.append(zero)
        return located, gaps

    def _rational_zeros(
        self, form: Any, low: Fraction, high: Fraction
    ) -> tuple[list[Located], list[Gap]]:
        """The zeros of an irreducible polynomial over Q in the symbols."""
        from games.exact.polynomials import dense

        if self.is_plain(form):
            plain = dense(form, (self.pool.names.index(self.symbol),))
            return list(irreducible_roots(plain, low, high)), []
        found = zeros(self._of_rational(form), low, high)
        exact: list[Located] = [rational_point(t) for t in found.rational]
        return [*exact, *found.enclosed], list(found.open)

    def _vanishes(self, member: Analytic, form: Any, factor: Any, zero: Located) -> bool | None:
        """Whether a member is zero at a zero of a factor of its norm; None where not known."""
        from games.exact import bridge

        at, high = zero.enclosure()
        if at == high:
            return member.sign_at(at) == 0
        others: list[Analytic] = []
        bits = FIRST_BITS
        while self.generic or bits <= _CAP:
            ball = bridge.span(*zero.enclosure(bits), bits)
            value = member.jet(ball, 0, bits)[0]
            if bridge.certain_sign(value):
                return False
            if self.generic:
                others = others or self._other_values(form, factor)
                sizes = [size_of(f.jet(ball, 0, bits)[0]) for f in others]
                least, most = sizes[0][0], max(size[1] for size in sizes)
                if least and size_of(value)[1] < least / (least + most):
                    return True
            bits = finer(bits)
        return None

    def _other_values(self, form: Any, factor: Any) -> list[Analytic]:
        """e_k, e_k+1, .., k the first that a factor of e_0 does not divide."""
        rest = self._conjugate_values(form)
        while rest[0] == 0 or rest[0] % factor == 0:
            rest = rest[1:]
        return [self._of_rational(e) for e in rest if e != 0]

    def _conjugate_values(self, form: Any) -> list[Any]:
        """e_0, e_1, .. of a member, as polynomials in the symbols."""
        from games.exact import bridge

        names = self.pool.names
        whole = values(form, names, self.pool.home.field)
        ring = bridge.context(names, False)
        rows: dict[int, dict[tuple[int, ...], Fraction]] = {}
        for exponents, c in bridge.multivariate_terms(whole).items():
            rows.setdefault(exponents[-1], {})[exponents[:-1]] = c
        return [bridge.multivariate(ring, rows.get(k, {})) for k in range(max(rows) + 1)]

    def _of_rational(self, form: Any) -> Analytic:
        """A polynomial over Q in the symbols."""
        return self._made(form, quotients.ring(None, self.pool.names))

    def _analytic(self, form: Any) -> Analytic:
        """A polynomial of the pool's ring."""
        return self._made(form, self.pool.home)

    def _made(self, form: Any, home: Any) -> Analytic:
        from games.exact import bridge

        names = [name for name in home.symbols if name != self.symbol]
        place = home.symbols.index(self.symbol)
        rows: dict[tuple[int, ...], dict[int, Fraction]] = {}
        for exponents, c in bridge.multivariate_terms(form).items():
            others = exponents[:place] + exponents[place + 1 :]
            rows.setdefault(others, {})[exponents[place]] = c
        parts = {
            others: bridge.poly([row.get(k, Fraction(0)) for k in range(max(row) + 1)])
            for others, row in rows.items()
        }
        functions = [self._function(name) for name in names]
        if home.field is not None:
            from games.exact.algebraic import number

            generator = number(home.field, bridge.poly([0, 1]))
            functions.append(Constant(home.field.ball, generator))
        return Analytic(parts, tuple(functions), partial(self._value, form, home))

    def _function(self, name: str) -> Function:
        for follower in self.question.followers:
            if follower.symbol == name:
                return along(follower, self.symbol)
        unit = self.pool.units[name]
        constant = scalar(quotients.of_symbol(name), self.pool.units)
        return Constant(partial(generators.ball, name, unit), cast("Number", constant))

    def _value(self, form: Any, home: Any, t: Fraction) -> Number:
        """The exact value at a rational number."""
        function = scalar(quotients.quotient(home, form, home.one), self.pool.units)
        if isinstance(function, RationalFunction):
            point: dict[str, Any] = {self.symbol: t}
            point |= {f.symbol: f.at(point) for f in self.question.followers}
            function = function.at(point)
        return cast("Number", function)

    def apart(
        self, located: Sequence[tuple[int, Located]], gaps: Sequence[Gap]
    ) -> tuple[list[tuple[int, Located]], list[Gap]]:
        """Zeros that differ, and disjoint open intervals around everything else.

        Where nothing says that two zeros differ they are told apart to a stated precision only.
        """
        distinct = list({id(zero): zero for _, zero in located}.values())
        open_ = list(gaps)
        if not self.generic:
            bits = FIRST_BITS
            while (clash := _clash(distinct, bits)) and bits < _CAP:
                bits = finer(bits)
            open_ += [zero.enclosure(bits) for zero in clash]
        open_ = _joined([_widened(a, b) for a, b in open_])
        while True:
            # No zero may lie at the end of an open interval, where it would go unseen.
            across = [
                (a, b)
                for a, b in (zero.enclosure() for zero in distinct)
                if any(a <= end <= b for gap in open_ for end in gap)
            ]
            if not across:
                break
            open_ = _joined([*open_, *(_widened(a, b) for a, b in across)])
        kept = [
            (number, zero)
            for number, zero in located
            if not any(a < zero.enclosure()[0] < b for a, b in open_)
        ]
        return kept, open_


def _clash(zeros: Sequence[Located], bits: int) -> list[Located]:
    """Zeros whose enclosures meet without being known to be equal."""
    spans = sorted((*zero.enclosure(bits), n) for n, zero in enumerate(zeros))
    found: set[int] = set()
    for (_, high, a), (low, _, b) in itertools.pairwise(spans):
        if low <= high and zeros[a] != zeros[b]:
            found |= {a, b}
    return [zeros[n] for n in sorted(found)]


def _widened(low: Fraction, high: Fraction) -> Gap:
    margin = max(high - low, Fraction(1, 1 << FIRST_BITS))
    return low - margin, high + margin


def _joined(gaps: Sequence[Gap]) -> list[Gap]:
    """Intervals that meet, as one."""
    found: list[Gap] = []
    for low, high in sorted(gaps):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found
