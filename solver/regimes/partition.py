"""The exact partition of one or two parameters into regimes: what is asked, and the pieces joined.

A point's regime follows from the signs of the pool (`solver.regimes.pool`). One parameter: the real
roots of the pool cut the interval (`solver.regimes.one`). Two: its curves cut the box
(`solver.regimes.two`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import games
from games.errors import GameError, LimitError
from games.exact import Algebraic, Number, RationalFunction, Scalar, parameter
from games.spec import Quantity, Spec
from games.spec.realisation import Tables
from solver.regimes.balls import map_balls
from solver.regimes.budget import Budget
from solver.regimes.certificate import certified
from solver.regimes.closed import closed_forms
from solver.regimes.label import Labeller
from solver.regimes.letters import decisiveness, realised
from solver.regimes.one import map_line
from solver.regimes.pool import Pool, build
from solver.regimes.repeated import METHOD as PATHS
from solver.regimes.repeated import map_repeated
from solver.regimes.two import map_box
from solver.solution.limits import Limits
from solver.solution.regimes import Axis, Boundary, Follower, RegimePartition

METHOD = "signs of minors over an exact decomposition"
#: Actions per player up to which every minor is formed: there are 3,102 per player in 7x7 games.
MAX_ACTIONS = 7

#: Kinds of spec that are games in normal form: tables of other kinds are those of a stage.
NORMAL_FORM = ("matrix", "posture")

Range = tuple[Number | int, Number | int]
Draw = Callable[["Question", Pool, Labeller, Budget], RegimePartition]


@dataclass(frozen=True)
class Question:
    """What is mapped: a game with freed parameters, and how far.

    repeated: the rules of a repeated game, whose stage the tables are; None for other games.
    """

    title: str
    spec: tuple[str, str] | None
    tables: Any
    worth: tuple[Any, ...]
    axes: tuple[Axis, ...]
    followers: tuple[Follower, ...] = ()
    repeated: Mapping[str, Any] | None = None
    notes: tuple[str, ...] = ()


def partition(
    subject: Spec | Tables,
    *,
    x: str,
    y: str | None = None,
    x_range: Range | None = None,
    y_range: Range | None = None,
    limits: Limits | None = None,
) -> RegimePartition:
    """Map all regimes of a two-player game over one or two of its quantities, exactly.

    Of a repeated game, the regimes are those of its stage and of whether its path is sustained.

    x, y: addresses of quantities of a spec, or parameters that occur in tables of rational
    functions. An angle is freed through its cosine. Ranges: closed; by default the domain of the
    quantity. Raises `SpecError` for an unknown quantity, `GameError` for one that cannot be freed
    or has no finite range, and for games that are no two-player normal form.
    """
    wanted = [(x, x_range)] + ([] if y is None else [(y, y_range)])
    question = _question(subject, wanted)
    tables = question.tables
    if len(tables.players) != 2:
        raise GameError(
            f"regimes: needs a game of two players; got {len(tables.players)}",
            hint="`detente solve` finds the pure equilibria of larger games",
        )
    shape = (len(tables.actions[0]), len(tables.actions[1]))
    if max(shape) > MAX_ACTIONS:
        raise LimitError(
            f"regimes: the game has {max(shape)} actions a player",
            allowed=f"at most {MAX_ACTIONS}",
            hint="use fewer levels",
        )
    budget = Budget(limits or Limits())
    pool = build(
        tables.players,
        tables.actions,
        tables.payoffs,
        question.worth,
        [*(axis.symbol for axis in question.axes), *(f.symbol for f in question.followers)],
        budget,
        frozenset(f.symbol for f in question.followers),
    )
    if budget.reason:
        return nothing(question, pool, budget, whole=False)
    if question.repeated is not None:
        return map_repeated(question, question.repeated, pool, budget)
    labeller = Labeller(pool, tables.players, shape, tables.seeking)
    return drawing(question, pool)(question, pool, labeller, budget)


def drawing(question: Question, pool: Pool) -> Draw:
    """How a map is made: exactly, or over two quantities by balls where symbols are no axes."""
    if len(question.axes) == 1:
        return map_line
    return map_balls if pool.units or question.followers else map_box


def _question(subject: Spec | Tables, wanted: Sequence[tuple[str, Range | None]]) -> Question:
    if isinstance(subject, Spec):
        return _of_spec(subject, wanted)
    axes = tuple(Axis(name, name, *_range(name, bounds, None)) for name, bounds in wanted)
    _distinct(axes)
    return Question(f"A game of {' and '.join(subject.players)}", None, subject, (), axes)


def _of_spec(spec: Spec, wanted: Sequence[tuple[str, Range | None]]) -> Question:
    from solver.verdict.distance import is_cosine

    axes: list[Axis] = []
    freed: dict[str, Scalar] = {}
    notes: list[str] = []
    for address, bounds in wanted:
        quantity = spec.quantity(address)
        if quantity.address == "decisiveness":
            axis, note = decisiveness(spec, bounds)
            axes.append(axis)
            freed[axis.symbol] = parameter(axis.symbol)
            notes += [note] if note else []
            continue
        if not quantity.free:
            raise GameError(
                f"regimes: payoffs are no quotient of polynomials in `{quantity.address}`",
                found=quantity.address,
                allowed=", ".join(q.address for q in spec.quantities() if q.free),
            )
        symbol = "".join(ch if ch.isalnum() else "_" for ch in quantity.address)
        low, high = _range(address, bounds, quantity)
        value = quantity.value if not isinstance(quantity.value, RationalFunction) else None
        axes.append(Axis(quantity.address, symbol, low, high, value, is_cosine(quantity)))
        freed[quantity.address] = parameter(symbol)
    _distinct(axes)
    real, followers = realised(spec, freed)
    if real.tables is None or spec.kind not in (*NORMAL_FORM, "repeated"):
        raise GameError(
            f"regimes: a game of kind {spec.kind!r} is no game in normal form",
            found=spec.kind,
            allowed=", ".join((*NORMAL_FORM, "repeated")),
            hint=f"maps are drawn of the kinds {', '.join(NORMAL_FORM)} and repeated",
        )
    worth = () if real.world is None else tuple(real.world.share_payoffs)
    title = spec.title or spec.label
    rules = real.rules if spec.kind == "repeated" else None
    about = (spec.label, spec.digest)
    return Question(title, about, real.tables, worth, tuple(axes), followers, rules, tuple(notes))


def _distinct(axes: Sequence[Axis]) -> None:
    if len({axis.symbol for axis in axes}) < len(axes):
        raise GameError(f"regimes: both axes are `{axes[0].address}`; name two quantities")
    moved = [a.address for a in axes if a.address == "share" or a.address.startswith("power.")]
    if moved and any(axis.odds for axis in axes):
        raise GameError(
            f"regimes: decisiveness is mapped at a fixed share, and `{moved[0]}` moves it",
            hint=f"name `win_probability` and `{moved[0]}`, or set one of the two",
        )


def _range(name: str, bounds: Range | None, quantity: Quantity | None) -> tuple[Fraction, Fraction]:
    low, high = (None, None) if quantity is None else (quantity.low, quantity.high)
    domain = "any number" if quantity is None else quantity.domain
    if bounds is not None:
        given = [Fraction(end) if isinstance(end, int) else end for end in bounds]
        if (low is not None and given[0] < low) or (high is not None and given[1] > high):
            raise GameError(
                f"regimes: the range {given[0]}..{given[1]} leaves the domain of `{name}`, "
                f"{domain}",
                allowed=domain,
            )
        low, high = given
    if low is None or high is None:
        raise GameError(
            f"regimes: `{name}` has no finite range by itself",
            found=domain,
            hint=f"give one: {name}=0..1 on the command line, a `range` in the spec's "
            "parameters, or x_range=(0, 1)",
        )
    if isinstance(low, Fraction) and isinstance(high, Fraction) and low < high:
        return low, high
    raise GameError(
        f"regimes: the range of `{name}` must run from a rational number to a larger one; "
        f"got {low}..{high}",
        hint="an angle is freed through its cosine: choose ends such as 0, 60, 90, 120, 180"
        if isinstance(low, Algebraic) or isinstance(high, Algebraic)
        else None,
    )


def nothing(question: Question, pool: Pool, budget: Budget, whole: bool = True) -> RegimePartition:
    """The map that was stopped before its first cell. whole: all its polynomials are known."""
    size = Fraction(1)
    for axis in question.axes:
        size *= axis.high - axis.low
    known = "No regime is known"
    if whole:
        known += ", but every boundary is a zero of one of the polynomials listed"
    reason = budget.reason or budget.too_high
    return RegimePartition(
        **base(question, pool, whole),
        status="incomplete",
        cells=(),
        regimes=(),
        boundaries=tuple(_possible(pool)) if whole else (),
        knife_edges=(),
        undecided=size,
        limits=(f"{reason}. That was before the first cell. {known}.",),
    )


def _possible(pool: Pool) -> Iterator[Boundary]:
    """Every polynomial of the pool as a boundary, whether it has a zero in the box or not."""
    for number in range(len(pool.members)):
        function = pool.function(number)
        yield Boundary(
            number,
            function,
            tuple(pool.meanings[number]),
            number in pool.poles,
            closed_forms(function),
        )


def base(question: Question, pool: Pool, whole: bool = True) -> dict[str, Any]:
    """What every map says of itself. whole: all polynomials on which it turns are known."""
    exact = "rational" if pool.home.field is None else "algebraic"
    if pool.units or question.followers:
        exact = "transcendental"
    notes = [
        f"No payoff depends on {axis.address}."
        for axis in question.axes
        if whole
        and not any(_occurs(member, pool.names.index(axis.symbol)) for member in pool.members)
        and not any(
            isinstance(f.exponent, RationalFunction) and axis.symbol in f.exponent.names
            for f in question.followers
        )
    ]
    return {
        "title": question.title,
        "spec": question.spec,
        "players": tuple(question.tables.players),
        "actions": tuple(tuple(names) for names in question.tables.actions),
        "axes": question.axes,
        "method": f"{METHOD if question.repeated is None else PATHS}, detente {games.__version__}",
        "arithmetic": exact,
        "polynomials": tuple(
            pool.function(index) for index in range(len(pool.members) if whole else 0)
        ),
        "proof": partial(certified, question, pool),
        "notes": (*question.notes, *notes),
        "followers": question.followers,
    }


def _occurs(member: Any, position: int) -> bool:
    from games.exact import bridge

    return bridge.degrees(member)[position] > 0
