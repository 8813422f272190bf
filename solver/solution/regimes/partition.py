"""The exact map of regimes over one or two parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from games.display import Document, Span, Table
from games.errors import NumberError
from games.exact import Number, RationalFunction, Scalar, enclosure, real_roots, sign
from games.exact.special import logarithm
from games.exact.transcendental import exp
from solver.solution.certificate import Certificate, Unproved
from solver.solution.discounting import PathVerdict
from solver.solution.regimes.structure import EquilibriumStructure, Formula, RegimeVerdict


@dataclass(frozen=True)
class Odds:
    """How an axis of win probabilities p is one of the decisiveness r of a contest at a share s.

    ratio contest: p/(1-p) = (s/(1-s))^r; else the difference contest: p/(1-p) = exp(r (2s - 1)).
    """

    ratio: bool
    share: Number

    def decisiveness(self, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction | None]:
        """Bounds of r for p in [low, high]; the upper one None where r has no end."""
        s = self.share
        if sign(2 * s - 1) < 0:
            low, high, s = 1 - high, 1 - low, 1 - s
        rate = logarithm(s / (1 - s)) if self.ratio else enclosure(2 * s - 1, 64)
        least = max(Fraction(0), logarithm(low / (1 - low))[0] / rate[1]) if low < 1 else None
        most = logarithm(high / (1 - high))[1] / rate[0] if high < 1 else None
        return least or Fraction(0), most


@dataclass(frozen=True)
class Axis:
    """A freed quantity.

    address: how the spec names it. symbol: its name in polynomials and formulas. low, high: the
    closed interval that is mapped. value: where the spec is; None for a game without one. angle:
    the quantity is the cosine of an angle. odds: what is mapped is the win probability that the
    quantity, a decisiveness, gives.
    """

    address: str
    symbol: str
    low: Fraction
    high: Fraction
    value: Number | None = None
    angle: bool = False
    odds: Odds | None = None

    @property
    def name(self) -> str:
        """What a reader calls it: an angle where the quantity is the cosine of one."""
        return self.address.replace("cosine", "angle", 1) if self.angle else self.address


@dataclass(frozen=True)
class Follower:
    """A symbol of the polynomials that is no axis: the probability 1/(1 + exp(-exponent))."""

    symbol: str
    exponent: Scalar

    def at(self, point: Mapping[str, Number]) -> Number:
        """Its exact value at a point; raises `NumberError` unless the exponent is rational."""
        exponent: Any = self.exponent
        if isinstance(exponent, RationalFunction):
            exponent = exponent.at(point)
        return 1 / (1 + exp(-exponent))


@dataclass(frozen=True)
class Place:
    """One coordinate of a sample: a rational, or a real algebraic number between bounds.

    polynomial, index: the number is that real root, from the left, of the polynomial (coprime
    integers, constant first); None where the coordinate is known by what vanishes there only.
    """

    low: Fraction
    high: Fraction
    polynomial: tuple[int, ...] | None = None
    index: int = 0

    @property
    def rational(self) -> Fraction | None:
        """The number where it is rational."""
        return self.low if self.low == self.high else None

    @property
    def approx(self) -> float:
        """The number to double precision."""
        return float((self.low + self.high) / 2)

    @cached_property
    def number(self) -> Number | None:
        """The exact number; None where its degree is beyond what numbers may have."""
        if self.rational is not None:
            return self.rational
        if self.polynomial is None or len(self.polynomial) > 33:
            return None
        return real_roots(self.polynomial)[self.index]


@dataclass(frozen=True)
class Cell:
    """A connected set on which no sign changes.

    dimension: 0 point, 1 interval or arc, 2 open region. signs: of each polynomial of the pool.
    sample: one point of it, per axis; rational where the dimension is that of the map. regime:
    None where payoffs have a pole. below, above: for a map of one parameter, the ends.
    stack: for a map of two, number of the column and of the cell in it, from below. undecided:
    its signs are not known.
    """

    id: int
    dimension: int
    signs: tuple[int, ...]
    sample: tuple[Place, ...]
    regime: int | None
    stack: tuple[int, int] = (0, 0)
    undecided: bool = False


@dataclass(frozen=True)
class Run:
    """Neighbouring cells of a map of one parameter with one regime: an interval or a point.

    closed: whether each end belongs to it. regime: None at a pole.
    """

    low: Place
    high: Place
    closed: tuple[bool, bool]
    regime: int | None
    cells: tuple[int, ...]

    @property
    def is_point(self) -> bool:
        """Whether it is a single value."""
        return self.low == self.high


@dataclass(frozen=True)
class Boundary:
    """An irreducible polynomial of the pool with a zero on the map.

    polynomial: it is zero there. meanings: what that means for the game. pole: payoffs are not
    defined there. solved: symbol -> its closed forms, where one exists. regimes: those met on the
    curve, and on its sides.
    """

    number: int
    polynomial: Scalar
    meanings: tuple[str, ...]
    pole: bool
    solved: Mapping[str, tuple[str, ...]]
    separates: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class KnifeEdge:
    """Equilibria that exist on a boundary cell and near none of its sides.

    components: of the regime of the cell, those that no equilibria of neighbouring cells of higher
    dimension tend to.
    """

    cell: int
    regime: int
    components: tuple[int, ...]
    boundaries: tuple[int, ...]


@dataclass(frozen=True)
class Regime:
    """All points with the same equilibrium structure and verdict.

    dimension: the largest of its cells. formulas: closed forms of the strategies, valid on the
    regime as they say. measure: length or
    area of its cells of full dimension, enclosed; None where not computed. pieces: number of
    connected pieces of full dimension. path: of a repeated game, whether its path is sustained; the
    structure and verdict are then those of the stage game.
    """

    id: int
    dimension: int
    structure: EquilibriumStructure
    verdict: RegimeVerdict | None
    formulas: tuple[Formula, ...]
    cells: tuple[int, ...]
    measure: Span | None = None
    pieces: int | None = None
    path: PathVerdict | None = None


@dataclass(frozen=True)
class RegimePartition:
    """The closed interval or box of parameters, divided into cells of every dimension.

    Cells cover the box and do not meet; regimes join cells of equal structure and verdict.
    neighbours: pairs of regimes of full dimension that share a boundary. status: "complete", or
    "incomplete" or "undecided" with the reason in `limits`. undecided: length or area not decided;
    0 where all is. followers: what stands in the polynomials beside the axes. proof: makes what
    `shown` returns. subject: of a repeated game, what is sustained: "peace", or "the path".
    """

    title: str
    spec: tuple[str, str] | None
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    axes: tuple[Axis, ...]
    status: str
    method: str
    arithmetic: str
    polynomials: tuple[Scalar, ...]
    cells: tuple[Cell, ...]
    regimes: tuple[Regime, ...]
    boundaries: tuple[Boundary, ...]
    knife_edges: tuple[KnifeEdge, ...]
    runs: tuple[Run, ...] = ()
    neighbours: tuple[tuple[int, int], ...] = ()
    undecided: Fraction = Fraction(0)
    limits: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    followers: tuple[Follower, ...] = ()
    subject: str = ""
    proof: Callable[[RegimePartition], Certificate | Unproved] | None = field(
        default=None, repr=False, compare=False
    )

    @cached_property
    def shown(self) -> Certificate | Unproved | None:
        """What shows the map, or why nothing does; made when asked for, in about its own time."""
        return None if self.proof is None else self.proof(self)

    @property
    def certificate(self) -> Certificate | None:
        """What shows the map, for `solver.verify` to check; None where nothing does."""
        return self.shown if isinstance(self.shown, Certificate) else None

    @cached_property
    def _by_signs(self) -> Mapping[tuple[int, ...], Cell]:
        return {cell.signs: cell for cell in reversed(self.cells) if not cell.undecided}

    def signs(self, **values: Number | int) -> tuple[int, ...]:
        """The signs of the pool at a point, exactly; by address with dots as underscores."""
        point = self._point(values)
        point |= {follower.symbol: follower.at(point) for follower in self.followers}
        found = []
        for polynomial in self.polynomials:
            value = polynomial.at(point) if isinstance(polynomial, RationalFunction) else polynomial
            found.append(sign(value))
        return tuple(found)

    def lookup(self, **values: Number | int) -> Cell:
        """A cell with the signs of a point of the box, so with its regime.

        Values by symbol, or as x= and y=. Raises `NumberError` for a point outside the map, or in
        a part of it that was not reached.
        """
        point = self._point(values)
        for axis in self.axes:
            if not axis.low <= point[axis.symbol] <= axis.high:
                raise NumberError(
                    f"lookup(): {axis.address} = {point[axis.symbol]} lies outside the map",
                    found=str(point[axis.symbol]),
                    allowed=f"in [{axis.low}, {axis.high}]",
                )
        cell = self._by_signs.get(self.signs(**values))
        if cell is None:
            raise NumberError(
                f"lookup(): the map is {self.status} and does not reach this point",
                hint="solve the game at the point, with --set",
            )
        return cell

    def regime_at(self, **values: Number | int) -> Regime | None:
        """The regime of a point; None at a pole."""
        number = self.lookup(**values).regime
        return None if number is None else self.regimes[number]

    def _point(self, values: Mapping[str, Number | int]) -> dict[str, Number]:
        known = {axis.symbol: axis.symbol for axis in self.axes}
        known |= dict(zip("xy", (axis.symbol for axis in self.axes), strict=False))
        known |= {axis.symbol: axis.symbol for axis in self.axes}
        point: dict[str, Number] = {}
        for name, value in values.items():
            if name not in known:
                raise NumberError(
                    f"lookup(): no axis {name!r}",
                    found=name,
                    allowed=", ".join(axis.symbol for axis in self.axes),
                )
            point[known[name]] = Fraction(value) if isinstance(value, int) else value
        missing = [axis.symbol for axis in self.axes if axis.symbol not in point]
        if missing:
            raise NumberError(f"lookup(): no value for {missing[0]}")
        return point

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        full = [regime for regime in self.regimes if regime.dimension == len(self.axes)]
        count = "one regime" if len(full) == 1 else f"{len(full)} regimes"
        rest = len(self.regimes) - len(full)
        if rest:
            count += f" and {rest} on boundaries only"
        names = " and ".join(axis.name for axis in self.axes)
        edges = len(self.knife_edges)
        also = "" if not edges else f", {edges} knife edge{'s' if edges > 1 else ''}"
        return f"{count} over {names}{also}; {self.status}."

    def document(self) -> Document:
        """The report, which every format writes."""
        from solver.solution.regimes.document import report

        return report(self)

    def to_dict(self) -> dict[str, Any]:
        """The map as JSON types, `detente/regimes/1`."""
        from solver.solution.regimes.envelope import envelope

        return envelope(self)

    def csv(self) -> Table:
        """One row per cell, every number exact."""
        from solver.solution.regimes.document import cells_table

        return cells_table(self)

    def __str__(self) -> str:
        return self.document().to_text()

    def __repr__(self) -> str:
        return f"<RegimePartition of {self.title!r}: {self.headline}>"

    def _repr_html_(self) -> str:
        return self.document().to_html()
