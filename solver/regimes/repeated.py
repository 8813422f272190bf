"""Regimes of repeated games: the stage game's, refined by whether its path is sustained.

To the signs of the minors, which fix all equilibria of the stage game, come those of the functions
that `solver.repeated.by_signs` asks for. What it asks next turns on what it was told before, so the
pool is grown: first by what is asked at a number of points, then by what cells of the map still
ask, until every cell is answered from the signs that it has. Only functions that decide something
somewhere on the map become boundaries.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import GameError
from games.exact import Number, RationalFunction, Scalar, sign
from games.exact import quotient as quotients
from solver.regimes.budget import Budget
from solver.regimes.label import Label, Labeller
from solver.regimes.pool import Pool, Product, over
from solver.repeated.by_signs import PathBySigns
from solver.solution.regimes import Regime, RegimePartition

if TYPE_CHECKING:
    from solver.regimes.partition import Question

#: Points at which the pool is grown before the first map, and the grid they lie on.
_POINTS, _GRID = 80, 997
METHOD = "signs of minors and of the gains from leaving the path, over an exact decomposition"


class _UnknownSignError(Exception):
    """A function has a factor that the signs at hand do not cover."""


class RepeatedLabeller(Labeller):
    """Labels of sign vectors for a stage game that is repeated.

    discounts: [player]. path: the cycle that is asked for.
    """

    def __init__(
        self,
        pool: Pool,
        tables: Any,
        discounts: Sequence[Scalar],
        path: Sequence[tuple[int, ...]],
    ) -> None:
        shape = (len(tables.actions[0]), len(tables.actions[1]))
        super().__init__(pool, tables.players, shape, tables.seeking)
        self.path = PathBySigns(tables.players, tables.actions, tables.payoffs, discounts, path)
        self.grown = False
        self._products: dict[int, tuple[Scalar, Product]] = {}
        self._domain: list[tuple[Product, Product]] = []
        for name, discount in zip(tables.players, discounts, strict=True):
            words = f"the discount factor of {name} is 1, where normalised payoffs have no meaning"
            below = self._product(1 - discount, words, pole=True)
            words = f"the discount factor of {name} is 0: only the present counts"
            self._domain.append((below, self._product(discount, words)))

    def _label(self, signs: tuple[int, ...]) -> Label | None:
        if any(one.at(signs) <= 0 or zero.at(signs) < 0 for one, zero in self._domain):
            return None
        stage = super()._label(signs)
        if stage is None:
            return None
        try:
            return stage._replace(
                path=self.path.verdict(lambda f, words: self._at(f, words, signs))
            )
        except _UnknownSignError:
            self.grown = True
            return None

    def forget(self) -> None:
        """Drop the labels of signs that did not say enough."""
        self._labels.clear()
        self.grown = False

    def seed(self, question: Question) -> None:
        """Grow the pool by what is asked at points of the map."""
        rng = random.Random(_POINTS)
        for _ in range(_POINTS):
            point: dict[str, Number] = {
                axis.symbol: axis.low
                + (axis.high - axis.low) * Fraction(rng.randint(0, _GRID), _GRID)
                for axis in question.axes
            }
            while True:
                self.forget()
                known = {f.symbol: f.at(point) for f in question.followers}
                self(self._signs({**point, **known}))
                if not self.grown:
                    break
        self.forget()

    def _signs(self, point: Mapping[str, Number]) -> tuple[int, ...]:
        found = []
        for k in range(len(self.pool.members)):
            member = self.pool.function(k)
            found.append(sign(member.at(point) if isinstance(member, RationalFunction) else member))
        return tuple(found)

    def _at(self, function: Scalar, words: str, signs: Sequence[int]) -> int:
        product = self._product(function, words)
        if any(k >= len(signs) for k in (*product.odd, *product.even)):
            raise _UnknownSignError
        return product.at(signs)

    def _product(self, function: Scalar, words: str, pole: bool = False) -> Product:
        """Factored once per function object, which is kept so that its identity stays its own."""
        known = self._products.get(id(function))
        if known is None:
            home = self.pool.home
            q = quotients.moved(self.pool.quotient(function), home)
            top = self.pool.product(q.top, words, pole=pole)
            bottom = self.pool.product(q.bottom, f"no value is compared where {words}")
            known = self._products[id(function)] = (function, over(top, bottom, 1))
        return known[1]


def map_repeated(question: Question, rules: Any, pool: Pool, budget: Budget) -> RegimePartition:
    """The map over one or two quantities of a repeated game of two players.

    rules: `discounts` and `path` as the spec's kind gives them. Its status is "incomplete" where
    the map stopped, or where it is not known whether harsher punishments than reversion sustain
    the path; `undecided` then bounds the size of those parts.
    """
    from solver.regimes.partition import drawing

    tables = question.tables
    path = tuple(rules["path"]) or _peace(tables)
    labeller = RepeatedLabeller(pool, tables, rules["discounts"], path)
    labeller.seed(question)
    draw = drawing(question, pool)
    while True:
        found = draw(question, pool, labeller, budget)
        if not labeller.grown:
            break
        labeller.forget()
    open_ones = [r for r in found.regimes if r.path is not None and r.path.penal == "open"]
    subject = "peace" if path == _peace(tables, False) else "the path"
    found = replace(found, subject=subject)
    return _with_open(found, open_ones) if open_ones else found


def _with_open(found: RegimePartition, regimes: Sequence[Regime]) -> RegimePartition:
    names = ", ".join(f"R{regime.id + 1}" for regime in regimes)
    sizes = [regime.measure.high for regime in regimes if regime.measure is not None]
    size = sum((high for high in sizes if isinstance(high, Fraction)), Fraction(0))
    return replace(
        found,
        status="incomplete",
        undecided=found.undecided + size,
        limits=(
            *found.limits,
            f"Whether punishments harsher than stage equilibria sustain {found.subject} is not "
            f"known in {names}; what reversion sustains is known everywhere.",
        ),
    )


def _peace(tables: Any, needed: bool = True) -> tuple[tuple[int, ...], ...]:
    """The one profile in which nobody seeks, as a cycle."""
    holding = [
        [a for a in range(len(names)) if a not in chosen]
        for names, chosen in zip(tables.actions, tables.seeking or (), strict=False)
    ]
    if len(holding) == 2 and all(len(row) == 1 for row in holding):
        return (tuple(row[0] for row in holding),)
    if needed:
        raise GameError(
            "regimes: no path to support",
            hint="give `path`, a list of action profiles, or say which actions count as seeking "
            "so that exactly one action of each player does not",
        )
    return ()
