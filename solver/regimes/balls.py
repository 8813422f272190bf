"""Two parameters in a game with transcendental constants or an exponential: parts proved by balls.

The box is halved again and again, the largest part first. A part on which balls prove the sign of
every member of the pool lies in one cell; one on which a few signs are open lies in one regime all
the same, if the label does not depend on them. What stays open when the work ends is undecided: its
area is reported, and no claim is made of it. So areas are rigorous, and every region that is named
exists; boundary arcs, corner points and knife edges have no area and are not looked for.

Signs are proved by enclosing a member over a part, directly and by the mean value theorem.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

import games
from games.display import Span
from games.exact import RationalFunction, generators
from games.exact.quotient import Monomial
from games.exact.real import BallReal
from solver.nash.signs import ImpossibleSignsError
from solver.regimes.area import over
from solver.regimes.budget import Budget
from solver.regimes.closed import closed_forms
from solver.regimes.label import Label, Labeller
from solver.regimes.one import build_regimes, number_labels
from solver.regimes.pool import Pool
from solver.solution.regimes import Boundary, Cell, Follower, Place, Regime, RegimePartition

if TYPE_CHECKING:
    from solver.regimes.partition import Question

METHOD = "signs of minors over parts of the box on which balls prove them"
#: Parts that are looked at, and the share of the box at which the work ends before: without a time
#: limit, and with one, which says how long the work is worth it.
PARTS, PARTS_IN_TIME = 60_000, 400_000
ENOUGH, ENOUGH_IN_TIME = Fraction(1, 500), Fraction(1, 5000)
#: Most open signs of a part over which labels are compared.
_OPEN = 2
_BITS = 128
_PART_BITS = 53

Rows = list[Any]


def map_balls(
    question: Question, pool: Pool, labeller: Labeller, budget: Budget, instead: str = ""
) -> RegimePartition:
    """The map over two parameters, as far as balls decide it.

    instead: why no exact map is made, where one could be; this one is then "incomplete".
    """
    from solver.regimes.partition import base

    x, y = question.axes
    search = _Search(question, pool, labeller)
    search.run(budget)
    size = (x.high - x.low) * (y.high - y.low)
    cells = search.cells()
    labels = [labeller(cell.signs) for cell in cells]
    numbers = number_labels([(label, 2) for label in labels])
    search.keep(numbers)
    cells = [
        Cell(c.id, 2, c.signs, c.sample, None if label is None else numbers[label])
        for c, label in zip(cells, labels, strict=True)
    ]
    undecided = sum((part.size for part in search.open), Fraction(0))
    notes = []
    if undecided:
        share = float(undecided / size)
        why = ", because payoffs are no rational functions with algebraic coefficients here"
        notes.append(
            f"Undecided: {share:.3g} of the area, around boundaries, where balls prove no sign. "
            f"Arcs, corner points and knife edges are not looked for{'' if instead else why}."
        )
    if instead:
        notes.insert(
            0, f"{instead}: so regions are proved by balls, and each that is named exists."
        )
    if budget.reason:
        notes.append(f"{budget.reason}, which left more undecided than need be.")
    elif undecided and not budget.timed:
        notes.append(
            "With a time limit (--limit-time) more parts are looked at, and less stays open."
        )
    about = base(question, pool)
    about |= {"arithmetic": "ball", "method": f"{METHOD}, detente {games.__version__}"}
    return RegimePartition(
        **about,
        status="incomplete" if instead else "undecided" if undecided else "complete",
        cells=tuple(cells),
        regimes=tuple(_measured(search, build_regimes(numbers, cells, labeller), numbers)),
        boundaries=tuple(search.boundaries()),
        knife_edges=(),
        undecided=undecided,
        limits=tuple(notes),
    )


def _measured(
    search: _Search, regimes: Sequence[Regime], numbers: Mapping[Label, int]
) -> list[Regime]:
    """Regimes with bounds of their areas."""
    least = dict.fromkeys(range(len(regimes)), Fraction(0))
    for part, label in search.settled:
        least[numbers[label]] += part.size
    for part in search.decided:
        own = search.labeller(part.signs)
        if own is not None:
            least[numbers[own]] += part.size
    open_ = sum((part.size for part in search.open), Fraction(0))
    return [
        replace(r, measure=Span(least[r.id], least[r.id] + open_), pieces=None) for r in regimes
    ]


@dataclass(frozen=True)
class _Part:
    """A closed box, the signs proved on it (0: open), and how often it was halved."""

    low: tuple[Fraction, Fraction]
    high: tuple[Fraction, Fraction]
    signs: tuple[int, ...]
    depth: int = 0

    @property
    def size(self) -> Fraction:
        return (self.high[0] - self.low[0]) * (self.high[1] - self.low[1])

    @property
    def centre(self) -> tuple[Fraction, Fraction]:
        return (self.low[0] + self.high[0]) / 2, (self.low[1] + self.high[1]) / 2

    def halves(self) -> list[_Part]:
        """Cut across x and y in turn."""
        side = self.depth % 2
        middle = list(self.centre)[side]
        first, second = list(self.high), list(self.low)
        first[side] = second[side] = middle
        return [
            _Part(self.low, (first[0], first[1]), self.signs, self.depth + 1),
            _Part((second[0], second[1]), self.high, self.signs, self.depth + 1),
        ]


class _Search:
    """The subdivision: decided parts have all signs, settled ones a label, open ones neither."""

    def __init__(self, question: Question, pool: Pool, labeller: Labeller) -> None:
        self.pool, self.labeller = pool, labeller
        x, y = question.axes
        names = (x.symbol, y.symbol)
        self.letters = [_Letter(follower, names) for follower in question.followers]
        letters = [follower.symbol for follower in question.followers]
        self.members = [_Member(pool, k, names, letters) for k in range(len(pool.members))]
        self.box = _Part((x.low, y.low), (x.high, y.high), (0,) * len(pool.members))
        self.decided: list[_Part] = []
        self.settled: list[tuple[_Part, Label]] = []
        self.open: list[_Part] = []

    def run(self, budget: Budget) -> None:
        """Halve until little is open, or the work is used up."""
        waiting: list[tuple[int, int, _Part]] = []
        left = Fraction(0)

        def look(part: _Part) -> Fraction:
            part = self._proved(part)
            if all(part.signs):
                self.decided.append(part)
                return Fraction(0)
            label = self._label(part.signs)
            if label is not None:
                self.settled.append((part, label))
                return Fraction(0)
            heappush(waiting, (part.depth, next(count), part))
            return part.size

        count = itertools.count()
        left += look(self.box)
        most, enough = (PARTS_IN_TIME, ENOUGH_IN_TIME) if budget.timed else (PARTS, ENOUGH)
        while waiting and next(count) < most and left > enough * self.box.size:
            if budget(len(self.decided)):
                break
            _, _, part = heappop(waiting)
            left -= part.size
            for half in part.halves():
                left += look(half)
        self.open = [part for _, _, part in waiting]

    def _proved(self, part: _Part) -> _Part:
        """A part with the signs that balls prove on it."""
        from games.exact import bridge

        xs, ys = (bridge.span(a, b, _PART_BITS) for a, b in zip(part.low, part.high, strict=True))
        here = _Here(xs, ys, self.letters)
        signs = tuple(
            s or member.sign(here) for s, member in zip(part.signs, self.members, strict=True)
        )
        return _Part(part.low, part.high, signs, part.depth)

    def _label(self, signs: tuple[int, ...]) -> Label | None:
        """The label, where it is the same whatever the open signs are."""
        places = [k for k, s in enumerate(signs) if s == 0]
        if len(places) > _OPEN:
            return None
        found: Label | None = None
        for choice in itertools.product((1, -1, 0), repeat=len(places)):
            known = dict(zip(places, choice, strict=True))
            try:
                label = self.labeller(tuple(known.get(k, s) for k, s in enumerate(signs)))
            except ImpossibleSignsError:
                continue
            if label is None or (found is not None and label != found):
                return None
            found = label
        return found

    def keep(self, labels: Iterable[Label]) -> None:
        """Leave open what is settled by a label that no cell has."""
        known = set(labels)
        self.open += [part for part, label in self.settled if label not in known]
        self.settled = [(part, label) for part, label in self.settled if label in known]

    def cells(self) -> list[Cell]:
        """Decided parts joined along sides where all signs agree."""
        parts = self.decided
        parent = list(range(len(parts)))

        def find(number: int) -> int:
            while parent[number] != number:
                parent[number] = parent[parent[number]]
                number = parent[number]
            return number

        for side in (0, 1):
            for a, b in _touching(parts, side):
                if parts[a].signs == parts[b].signs:
                    first, second = find(a), find(b)
                    parent[max(first, second)] = min(first, second)
        groups: dict[int, list[_Part]] = {}
        for number, part in enumerate(parts):
            groups.setdefault(find(number), []).append(part)
        found: list[Cell] = []
        for own in groups.values():
            centre = max(own, key=lambda part: part.size).centre
            sample = (Place(centre[0], centre[0]), Place(centre[1], centre[1]))
            found.append(Cell(len(found), 2, own[0].signs, sample, None))
        return found

    def boundaries(self) -> list[Boundary]:
        """The members that may vanish where the map is open, or that have both signs on it."""
        met = {k for part in self.open for k, s in enumerate(part.signs) if s == 0}
        for k in range(len(self.members)):
            if len({part.signs[k] for part in self.decided}) > 1:
                met.add(k)
        pool = self.pool
        return [
            Boundary(
                k,
                pool.function(k),
                tuple(pool.meanings[k]),
                k in pool.poles,
                closed_forms(pool.function(k)),
            )
            for k in sorted(met)
        ]


def _touching(parts: Sequence[_Part], side: int) -> list[tuple[int, int]]:
    """Pairs of parts of which one ends, along an axis, where the other begins."""
    across = 1 - side
    starting: dict[Fraction, list[tuple[Fraction, Fraction, int]]] = {}
    ending: dict[Fraction, list[tuple[Fraction, Fraction, int]]] = {}
    for number, part in enumerate(parts):
        width = (part.low[across], part.high[across], number)
        starting.setdefault(part.low[side], []).append(width)
        ending.setdefault(part.high[side], []).append(width)
    found = []
    for at, before in ending.items():
        after = sorted(starting.get(at, ()))
        place = 0
        for low, high, number in sorted(before):
            while place < len(after) and after[place][1] <= low:
                place += 1
            k = place
            while k < len(after) and after[k][0] < high:
                found.append((number, after[k][2]))
                k += 1
    return found


# ---- balls over a part


def _ball(x: Any) -> Any:
    from games.exact import bridge

    return x.ball(_BITS) if isinstance(x, BallReal) else bridge.exact_ball(Fraction(x), _BITS)


def _rows(terms: Mapping[Monomial, Any], names: tuple[str, str]) -> Rows:
    """Terms in x and y, with balls as coefficients, by powers of y as polynomials in x."""
    from games.exact import bridge

    table: dict[int, dict[int, Any]] = {}
    for monomial, ball in terms.items():
        powers = dict(monomial)
        table.setdefault(powers.get(names[1], 0), {})[powers.get(names[0], 0)] = ball
    zero = bridge.exact_ball(Fraction(0), _BITS)
    size = max(table, default=0) + 1
    return [
        bridge.poly_of_balls(
            [table[k].get(i, zero) for i in range(max(table[k]) + 1)] if k in table else [zero]
        )
        for k in range(size)
    ]


class _Quotient:
    """A rational function of x and y over a part."""

    def __init__(self, function: Any, names: tuple[str, str]) -> None:
        terms = (
            function.terms()
            if isinstance(function, RationalFunction)
            else ({(): function}, {(): Fraction(1)})
        )
        self.top, self.bottom = (
            _rows({m: _ball(c) for m, c in own.items()}, names) for own in terms
        )

    def ball(self, xs: Any, ys: Any) -> Any:
        return over(self.top, xs, ys) / over(self.bottom, xs, ys)


class _Letter:
    """A probability 1/(1 + exp(-h)) with its slopes p (1 - p) h_x and p (1 - p) h_y."""

    def __init__(self, follower: Follower, names: tuple[str, str]) -> None:
        h = follower.exponent
        slopes = [
            h.derivative(name) if isinstance(h, RationalFunction) else Fraction(0) for name in names
        ]
        self.exponent = _Quotient(h, names)
        self.slopes = [_Quotient(slope, names) for slope in slopes]

    def at(self, xs: Any, ys: Any) -> Any:
        """A ball of the probability."""
        from games.exact import bridge

        power = bridge.exponential(-self.exponent.ball(xs, ys), _PART_BITS)
        return 1 / (1 + power)

    def changes(self, p: Any, xs: Any, ys: Any) -> list[Any]:
        """Balls of its derivatives."""
        return [p * (1 - p) * slope.ball(xs, ys) for slope in self.slopes]


class _Here:
    """A part, its middle, and the letters on both."""

    def __init__(self, xs: Any, ys: Any, letters: Sequence[_Letter]) -> None:
        self.xs, self.ys = xs, ys
        self.middle = (xs.mid(), ys.mid())
        self.letters = [letter.at(xs, ys) for letter in letters]
        self.centre = [letter.at(*self.middle) for letter in letters]
        self.slopes = [
            letter.changes(p, xs, ys) for letter, p in zip(letters, self.letters, strict=True)
        ]


class _Member:
    """A member of the pool: by exponents of the letters, polynomials in x and y."""

    def __init__(
        self, pool: Pool, number: int, names: tuple[str, str], letters: Sequence[str]
    ) -> None:
        sums: dict[tuple[int, ...], dict[Monomial, Any]] = {}
        for monomial, c in pool.home.terms(pool.home.reduced(pool.members[number])).items():
            powers = dict(monomial)
            ball = _ball(c)
            for name, unit in pool.units.items():
                for _ in range(powers.get(name, 0)):
                    ball = ball * generators.ball(name, unit, _BITS)
            own = sums.setdefault(tuple(powers.get(name, 0) for name in letters), {})
            rest = tuple((n, e) for n, e in monomial if n in names)
            own[rest] = own[rest] + ball if rest in own else ball
        self.parts = {e: _rows(terms, names) for e, terms in sums.items()}
        self.across = {e: [row.derivative() for row in rows] for e, rows in self.parts.items()}
        self.upwards = {
            e: [k * row for k, row in enumerate(rows)][1:] for e, rows in self.parts.items()
        }
        self.by_letter = [
            {
                (*e[:n], e[n] - 1, *e[n + 1 :]): [e[n] * row for row in rows]
                for e, rows in self.parts.items()
                if e[n]
            }
            for n in range(len(letters))
        ]

    def sign(self, here: _Here) -> int:
        """The sign that holds all over a part; 0 where that is not proved."""
        from games.exact import bridge

        xs, ys = here.xs, here.ys
        found = bridge.certain_sign(_value(self.parts, xs, ys, here.letters))
        if found:
            return found
        x, y = here.middle
        total = _value(self.parts, x, y, here.centre)
        for side, (own, width) in enumerate(((self.across, xs - x), (self.upwards, ys - y))):
            slope = _value(own, xs, ys, here.letters)
            for n, parts in enumerate(self.by_letter):
                slope = slope + _value(parts, xs, ys, here.letters) * here.slopes[n][side]
            total = total + slope * width
        return bridge.certain_sign(total)


def _value(parts: Mapping[tuple[int, ...], Rows], xs: Any, ys: Any, letters: Sequence[Any]) -> Any:
    """A ball of a polynomial in x, y and letters."""
    total = xs * 0
    for exponents, rows in parts.items():
        if rows:
            term = over(rows, xs, ys)
            for letter, exponent in zip(letters, exponents, strict=True):
                if exponent:
                    term = term * letter**exponent
            total = total + term
    return total
