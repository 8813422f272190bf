"""From the present value of a quantity outwards to the nearest values with another verdict.

For games whose verdict turns on more than the signs of a few known functions. Solved with the
quantity left free at a sample value (`games.exact.followed`), a game has its verdict as far as the
functions whose signs were asked on the way keep them: up to their nearest roots and poles, found
exactly. There the game is solved at the root itself and once more beyond it, and so on to the
nearest change or the end of the domain. Only finitely many functions can ever be asked about, so
the walk ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from games.errors import DetenteError, LimitError, NumberError, UndecidedError
from games.exact import Number
from games.exact.followed import SYMBOL, Function, TieError, Trail
from games.exact.univariate import Univariate
from solver.geometry.line import Root, arranged, root_balls
from solver.solution.verdict import Flip
from solver.verdict.flips import gap
from solver.verdict.quotient import Quotient

#: What is said of a game: sentences, the same wherever the verdict is the same.
Sayings: TypeAlias = tuple[str, ...]
#: The verdict with the quantity at a value, which may be followed; raises `DetenteError` where the
#: model does not accept the value, `UndecidedError` or `LimitError` where it has no sure verdict.
Judge: TypeAlias = Callable[[Number], Sayings]

#: Samples on either side after which the walk gives up.
MAX_SAMPLES = 60


@dataclass(frozen=True)
class Domain:
    """Where the quantity may lie; None: unbounded."""

    low: Number | None
    high: Number | None
    high_open: bool = False

    def edge(self, direction: int) -> tuple[Number | None, bool]:
        """The end in a direction, and whether it is outside."""
        return (self.high, self.high_open) if direction > 0 else (self.low, False)


class StoppedError(Exception):
    """The walk was stopped; certain: the value up to which nothing changes."""

    def __init__(self, certain: Number, reason: str) -> None:
        super().__init__(reason)
        self.certain = certain
        self.reason = reason


@dataclass(frozen=True)
class Cell:
    """An open interval of one verdict; None: it has no end there, or the model refuses it."""

    low: Number | None
    high: Number | None
    verdict: Sayings | None

    def end(self, direction: int) -> Number | None:
        """Its end in a direction."""
        return self.high if direction > 0 else self.low


class Walk:
    """Both directions from one value; here: the verdict at it."""

    def __init__(
        self,
        judge: Judge,
        current: Number,
        here: Sayings,
        domain: Domain,
        stop: Callable[[], bool],
    ) -> None:
        self.judge, self.current, self.domain, self.stop = judge, current, domain, stop
        self.here = here
        self._cells: list[Cell] = []

    def nearest(self, direction: int) -> Flip | None:
        """The nearest other verdict; None if there is none as far as the model goes.

        Raises `StoppedError` where a limit ends the walk, `NumberError` or `LimitError` where a
        boundary is no number that can be computed with, and what the judge raises of that kind.
        """
        edge, edge_open = self.domain.edge(direction)
        place, samples = self.current, 0
        while place != edge:
            found, taken = self._beyond(place, edge, direction, MAX_SAMPLES - samples)
            samples += taken
            if found.verdict is None:
                return None
            if found.verdict != self.here:
                return self._flip(place, False, found.verdict)
            end = found.end(direction)
            if end is None or (edge is not None and (end - edge) * direction > 0):
                return None
            if end == edge and edge_open:
                return None
            there = self._judged(end)
            if there is None:
                return None
            if there != self.here:
                return self._flip(end, True, there)
            place = end
        return None

    def _flip(self, value: Number, attained: bool, there: Sayings) -> Flip:
        said = tuple(sentence for sentence in there if sentence not in self.here)
        lost = tuple(f"No longer: {sentence}" for sentence in self.here if sentence not in there)
        distance = value - self.current
        return Flip(value, distance if distance >= 0 else -distance, attained, said or lost)

    def _beyond(
        self, place: Number, edge: Number | None, direction: int, left: int
    ) -> tuple[Cell, int]:
        """The cell that begins at a place, and how many samples it took to find."""
        bound, taken = edge, 0
        while True:
            sample = gap(place, bound, direction)
            cell = self._known(place, sample, direction)
            if cell is None:
                if self.stop():
                    raise StoppedError(place, "the work was stopped")
                if taken >= left:
                    raise StoppedError(place, f"more than {MAX_SAMPLES} samples would be needed")
                taken += 1
                cell = self._cell(sample)
            if cell is None:
                bound = sample
                continue
            near = cell.end(-direction)
            if near is None or (near - place) * direction <= 0:
                return cell, taken
            bound = near

    def _known(self, place: Number, sample: Fraction, direction: int) -> Cell | None:
        for cell in self._cells:
            if (cell.low is None or cell.low < sample) and (
                cell.high is None or sample < cell.high
            ):
                return cell
        return None

    def _cell(self, sample: Fraction) -> Cell | None:
        """The cell around a sample; None where the sample lies on a boundary."""
        trail = Trail(sample)
        verdict: Sayings | None = None
        try:
            verdict = self.judge(trail.variable())
        except TieError:
            return None
        except NumberError as error:
            if self._judged(sample) is not None:
                raise NumberError(
                    f"payoffs are no rational function of it ({error.message})"
                ) from None
        except (LimitError, UndecidedError):
            raise
        except DetenteError:
            pass  # the model does not accept the value
        cell = Cell(*around(sample, (function for function, _ in trail.asked.values())), verdict)
        self._cells.append(cell)
        return cell

    def _judged(self, value: Number) -> Sayings | None:
        """The verdict at a value; None where the model does not accept it."""
        try:
            return self.judge(value)
        except (LimitError, UndecidedError):
            raise
        except DetenteError:
            return None


def around(sample: Fraction, functions: Iterable[Function]) -> tuple[Number | None, Number | None]:
    """The nearest roots and poles on both sides."""
    from games.exact import bridge

    polynomials: set[tuple[int, ...]] = set()
    numbers: set[Number] = set()
    for function in functions:
        if isinstance(function, Univariate):
            for part in (function.top, function.bottom):
                if part.degree() > 0:
                    polynomials.update(map(bridge.primitive, bridge.factor(part)))
        else:
            top, bottom = function.coefficients(SYMBOL)
            numbers.update(Quotient(tuple(top), tuple(bottom)).changes())
    roots = [Root(p, k) for p in polynomials for k in range(_count(p))]
    low = high = None
    for root, _, upper in arranged(roots):
        if upper < sample or (root.rational is None and _below(root, sample)):
            low = root
        else:
            high = root
            break
    lows = [x for x in numbers if x < sample] + ([] if low is None else [low.number()])
    highs = [x for x in numbers if x > sample] + ([] if high is None else [high.number()])
    return max(lows, default=None), min(highs, default=None)


def _count(polynomial: tuple[int, ...]) -> int:
    return 1 if len(polynomial) == 2 else len(root_balls(polynomial, 64))


def _below(root: Root, sample: Fraction) -> bool:
    """Whether an irrational root lies below a rational number."""
    bits = 64
    while True:
        low, high = root.enclosure(bits)
        if high < sample or low > sample:
            return high < sample
        bits *= 2
