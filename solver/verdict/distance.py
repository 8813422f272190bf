"""For every quantity of a spec: the nearest values at which the verdict is another.

Exact for games of two parties with one level each. There the verdict vector depends on the signs
of the switching functions alone, so it is read off one representative game per sign pattern (gain
+1, 0 or -1 in place of each gain), solved by the same engine and judged by the same rules as the
game itself. With one quantity t freed each switching function is a quotient of polynomials in t.
Its roots and poles are found exactly for algebraic coefficients of any degree. Quantities that are
not free are left to `unfree`, larger games to whoever calls. Where nothing reaches, the distance is
not computed and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from games.errors import DetenteError, NumberError
from games.exact import Number, enclosure, sign
from games.forms.normal import NormalFormGame
from games.spec import Quantity, Realisation, Spec
from solver.nash import solve_bimatrix
from solver.solution.condition import Condition
from solver.solution.verdict import Distance, Flip, Verdict, VerdictVector
from solver.verdict.flips import nearest
from solver.verdict.judge import verdict
from solver.verdict.quotient import Quotient, quotient
from solver.verdict.switching import conditions, two_by_two
from solver.verdict.words import changes

#: (spec, quantity, verdict here, what is known of the quantity) -> its distance.
Larger: TypeAlias = Callable[[Spec, Quantity, Verdict, Distance], Distance]

NOT_RATIONAL = "not computed, because payoffs are no rational function of it"
MORE_LEVELS = (
    "not computed, because with more than two actions each the verdict turns on more than the "
    "signs of the parties' gains"
)


def distances(
    spec: Spec,
    judged: Verdict,
    stop: Callable[[], bool] = lambda: False,
    larger: Larger | None = None,
) -> Iterator[Distance]:
    """Yield the distance of every quantity, in the order of the spec.

    judged: the verdict at the present values. stop: asked before each quantity; once true, the
    rest is not computed. larger: finds it in games with more than two actions, and where payoffs
    are no rational function of the quantity.
    """
    base = spec.realise()
    solvable = base.tables is not None and two_by_two(base.tables)
    for quantity in spec.quantities():
        blank = blank_distance(quantity)
        if stop():
            yield replace(blank, reason="not computed, because the work was stopped before it")
        elif not quantity.free:
            yield _not_free(spec, quantity, judged, blank, _distance if solvable else larger)
        elif solvable:
            found = _distance(spec, quantity, judged, blank)
            if not found.computed and larger is not None:
                mapped = larger(spec, quantity, judged, blank)
                found = mapped if mapped.computed else found
            yield found
        elif larger is not None:
            yield larger(spec, quantity, judged, blank)
        else:
            yield replace(blank, reason=MORE_LEVELS)


def blank_distance(quantity: Quantity) -> Distance:
    """The distance of a quantity of which nothing is known yet."""
    return Distance(
        address=quantity.address,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        below=None,
        above=None,
        computed=False,
        reason="",
        angle=is_cosine(quantity),
    )


def _not_free(
    spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance, free: Larger | None
) -> Distance:
    """What payoffs are no rational function of: levels by trying, decisiveness by what it moves."""
    from solver.verdict import unfree

    if quantity.address == "levels":
        return unfree.levels_distance(spec, quantity, judged, blank)
    if quantity.address == "decisiveness" and free is not None:
        win = spec.quantity("win_probability")
        freed = free(spec, win, judged, replace(blank, address=win.address, value=win.value))
        return unfree.decisiveness_distance(spec, quantity, blank, freed)
    return replace(blank, reason=NOT_RATIONAL)


def is_cosine(quantity: Quantity) -> bool:
    """Whether the quantity is the cosine of an angle."""
    return quantity.address.split(".")[0] == "cosine"


def _distance(spec: Spec, quantity: Quantity, judged: Verdict, blank: Distance) -> Distance:
    try:
        freed = spec.realise({quantity.address: Quotient.variable()})
        functions = [quotient(condition.polynomial) for condition in _conditions(freed)]
        zeros = [_roots(function) for function in functions]
    except DetenteError as error:
        return replace(blank, reason=f"not computed, because {error.message}")
    names = tuple(party.name for party in judged.parties)
    worldly = judged.destruction_pays is not None

    roots = [root for own in zeros for root in own]

    def at(value: Number) -> VerdictVector:
        pattern = tuple(
            _sign(function, own, value, value in roots)
            for function, own in zip(functions, zeros, strict=True)
        )
        return representative(names, pattern[:4], pattern[4:] if worldly else ())

    assert at(quantity.value) == judged.vector

    def search(direction: int) -> Flip | None:
        flip = nearest(
            quantity.value,
            roots,
            quantity.high if direction > 0 else quantity.low,
            direction,
            at,
            lambda here, there: changes(names, here, there),
            edge_open=direction > 0 and quantity.high_open,
        )
        return flip if flip is not None and _allowed(spec, quantity, flip.value) else None

    return replace(blank, below=search(-1), above=search(1), computed=True, reason="exact")


def _roots(function: Quotient) -> list[Number]:
    try:
        return function.changes()
    except NumberError:
        raise NumberError(
            "the verdict turns on roots of a polynomial in it of degree 3 or more whose "
            "coefficients are not algebraic, or of too high a degree"
        ) from None


def _sign(function: Quotient, zeros: Sequence[Number], value: Number, turning: bool) -> int:
    """The sign at a value; at a root of another function, that of a rational number beside it.

    Between the two none of the function's own roots lies. So nothing is computed in a field that
    holds both the root and the function's coefficients.
    """
    if not turning or isinstance(value, Fraction):
        return function.sign_at(value)
    if value in zeros:
        return 0
    bits = 32
    while True:
        low, high = enclosure(value, bits)
        if not any(low <= zero <= high for zero in zeros):
            return function.sign_at(low)
        bits *= 2


def _conditions(real: Realisation) -> tuple[Condition, ...]:
    assert real.tables is not None
    return conditions(real.tables, None if real.world is None else real.world.share_payoffs)


def _allowed(spec: Spec, quantity: Quantity, value: Number) -> bool:
    """Whether the model accepts the value; a domain may be narrower than the quantity's own."""
    try:
        spec.realise({quantity.address: value})
    except DetenteError:
        return False
    return True


@lru_cache(maxsize=1024)
def representative(
    names: tuple[str, ...], gains: tuple[int, ...], worth: tuple[int, ...]
) -> VerdictVector:
    """The verdict vector of every 2x2 game with these signs.

    gains: of the first player against hold and seek of the second, then of the second.
    worth: signs of the status quo, empty for games without a world. Holding pays 0, seeking the
    sign of its gain.
    """
    game = NormalFormGame(
        players=names,
        actions=(("hold", "seek"), ("hold", "seek")),
        payoffs=(((0, 0), (gains[0], gains[1])), ((0, gains[2]), (0, gains[3]))),
        seeking=(frozenset({1}), frozenset({1})),
    )
    status_quo = [Fraction(sign(value)) for value in worth] or None
    judged = verdict(game, solve_bimatrix(game), status_quo)
    assert isinstance(judged, Verdict)
    return judged.vector
