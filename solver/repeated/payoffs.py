"""The set of subgame-perfect payoffs, exact: guess in floats, solve exactly, prove both ways.

1. The algorithm of Abreu and Sannikov in floats guesses the polygon and, for each vertex, the
   profile and the binding constraints that generate it (`abreu_sannikov`).
2. The equations of that structure are solved exactly (`structure`).
3. Inner: the exact polygon generates itself, so it lies in the set.
4. Outer: nothing lies outside, by duality (`enclosure`), from a bound by the exact operator
   (`outer`); emptiness by that operator alone.

Where the guess was wrong, as floats are at a tie, it is repeated with the profiles that the exact
operator leaves and with ties decided the other way. What remains unproved is labelled: an inner
and an outer polygon, and the gap between them.

The set is that of pure actions and public lotteries, for two players with one discount factor.
With unequal ones players also trade payoffs over time (Lehrer and Pauzner 1999), and the extreme
points lose the structure the algorithm rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.errors import GameError, LimitError
from games.exact import Number, Real, sign
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import RepeatedGame, stage_equilibria
from solver.repeated.abreu_sannikov import FloatStage, Guess, Vertex, iterate
from solver.repeated.enclosure import Enclosure, enclose
from solver.repeated.outer import ExactPoint, OuterBound, shrink, start
from solver.repeated.polygon import above, hull, sides
from solver.repeated.prover import AXES, support
from solver.repeated.structure import (
    ExactStage,
    System,
    lowest_vertices,
    self_generates,
    solve_structure,
)
from solver.solution.equilibrium import Completeness, MethodRecord
from solver.solution.payoff_set import ExtremePayoff, PayoffSet

#: How the outer proof is tried: after so many exact rounds, with a straight path or not, with
#: directions put between others so many times. Cheap ones first.
_TRIES = (
    *((rounds, True, 0) for rounds in (0, 1, 2, 3, 5, 8)),
    (0, False, 0),
    (8, False, 0),
    (13, True, 0),
    (13, False, 2),
    (21, True, 0),
    (34, False, 0),
    (55, True, 0),
    (89, False, 2),
)
#: Larger stage games are refused: the tables of the outer proof would not fit.
MAX_PROFILES = 400
_SHAPES = ("empty", "point", "segment")


@dataclass(frozen=True)
class Proof:
    """Why nothing lies outside: a chain of outer bounds, each B of the one before, and the duals.

    enclosure: None where the last bound of the chain is empty.
    """

    chain: tuple[OuterBound, ...]
    enclosure: Enclosure | None


@dataclass(frozen=True)
class _Question:
    """Of which game, over which profiles (flat position -> profile), at which discount factor."""

    game: RepeatedGame
    stage: ExactStage
    profiles: tuple[Profile, ...]
    discount: Number
    stop: Callable[[], bool]


@dataclass(frozen=True)
class _Candidate:
    """A polygon that generates itself: extreme points with profile and continuation."""

    points: tuple[ExactPoint, ...]
    generation: tuple[tuple[int, ExactPoint], ...]


def exact_stage(stage: NormalFormGame) -> ExactStage:
    """The stage game as lists over flattened profiles."""
    g = tuple(tuple(stage.payoff(i, a) for a in stage.profiles()) for i in (0, 1))
    m, n = stage.shape
    columns = [max([g[0][a * n + b] for a in range(m)]) for b in range(n)]
    rows = [max([g[1][a * n + b] for b in range(n)]) for a in range(m)]
    best = (tuple(columns) * m, tuple(row for row in rows for _ in range(n)))
    minmax = (min(columns), min(rows))
    return ExactStage((g[0], g[1]), best, minmax)


def float_stage(stage: ExactStage) -> FloatStage:
    """The same in floats."""
    g, best = stage.payoffs, stage.best
    return FloatStage(
        ([float(x) for x in g[0]], [float(x) for x in g[1]]),
        ([float(x) for x in best[0]], [float(x) for x in best[1]]),
        (float(stage.minmax[0]), float(stage.minmax[1])),
    )


def require_two_equal(game: RepeatedGame, what: str) -> Number:
    """Return the common discount factor; `GameError` unless two players share one."""
    if len(game.players) != 2:
        raise GameError(
            f"{what}: two players are supported; got {len(game.players)}",
            found=str(len(game.players)),
            allowed="2 players",
            hint="reversion to stage equilibria serves any number of players",
        )
    discount = game.common_discount
    if discount is None:
        raise GameError(
            f"{what}: needs one discount factor for both players; got "
            + " and ".join(str(value) for value in game.discounts),
            hint="reversion to stage equilibria serves unequal discount factors",
        )
    return discount


def payoff_set(
    game: RepeatedGame,
    rounds: int = 89,
    *,
    allowed: Sequence[Profile] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> PayoffSet:
    """Return the set of subgame-perfect payoffs, proved, or an inner and an outer bound.

    rounds: limit of the exact outer operator. allowed: the set of those equilibria in which only
    these profiles are ever prescribed; deviations stay free. stop: asked between the steps, once
    true, the answer is what was found until then. Raises `GameError` unless there are two players
    with one discount factor, `LimitError` for a stage of more than 400 profiles.
    """
    discount = require_two_equal(game, "payoff set")
    profiles = tuple(game.stage.profiles())
    if len(profiles) > MAX_PROFILES:
        raise LimitError(
            f"payoff set: a stage game of {len(profiles)} profiles is too large",
            found=str(len(profiles)),
            allowed=f"at most {MAX_PROFILES} profiles",
            hint="critical discount factors by reversion have no such limit",
        )
    chosen: Sequence[int] = range(len(profiles))
    stage = exact_stage(game.stage)
    if allowed is not None:
        kept = set(allowed)
        chosen = [a for a in chosen if profiles[a] in kept]
        stage = restricted(stage, chosen)
    question = _Question(game, stage, tuple(profiles[a] for a in chosen), discount, stop)
    if sign(discount) == 0:
        return _static(question)
    if not question.profiles:
        return _empty(question, [OuterBound((), stage.minmax, (), 0)])
    return _settle(question, rounds)


def _settle(question: _Question, rounds: int) -> PayoffSet:
    stage, discount = question.stage, question.discount
    bound = first = start(stage, tuple(range(len(question.profiles))))
    best: _Candidate | None = None
    for candidate in _candidates(question, first, rounds):
        if isinstance(candidate, list):
            return _empty(question, candidate)
        if best is None or _spread(candidate.points) > _spread(best.points):
            best = candidate
        chain = [first]
        for tries, straight, fineness in _TRIES:
            if tries > rounds or question.stop():
                break
            while chain[-1].rounds < tries:
                chain.append(shrink(stage, discount, chain[-1]))
            known = (first.points, above(chain[tries].points, chain[tries].threats))
            proof = enclose(stage, discount, candidate.points, known, straight, fineness)
            if proof is not None:
                return _settled(question, candidate, chain[: tries + 1], proof)
        bound = chain[-1]
    return _unsettled(question, best, bound, rounds)


def restricted(stage: ExactStage, chosen: Sequence[int]) -> ExactStage:
    """The stage with the given profiles only; deviations and minmax stay those of the whole."""
    rows = [
        tuple(tuple(row[a] for a in chosen) for row in pair) for pair in (stage.payoffs, stage.best)
    ]
    return ExactStage((rows[0][0], rows[0][1]), (rows[1][0], rows[1][1]), stage.minmax)


def _candidates(
    question: _Question, first: OuterBound, rounds: int
) -> Iterator[_Candidate | list[OuterBound]]:
    """Yield self-generating candidates, or the chain of outer bounds that ends empty."""
    stage, discount = question.stage, question.discount
    floats = float_stage(stage)
    seen: set[tuple[ExactPoint, ...]] = set()
    chain = [first]
    for attempt in range(4):
        allowed = chain[-1].alive
        guess = iterate(floats, float(discount), allowed=allowed, strict=attempt in (1, 3))
        candidate = _solve(stage, discount, guess)
        if candidate is not None and candidate.points not in seen:
            seen.add(candidate.points)
            yield candidate
        if attempt == 1 or not guess.points:
            for _ in range(min(rounds, 40)):
                if question.stop():
                    break
                chain.append(shrink(stage, discount, chain[-1]))
                if not chain[-1].points:
                    yield chain
                    return
    yield from _static_candidate(stage)


def _static_candidate(stage: ExactStage) -> Iterator[_Candidate]:
    """The hull of the stage equilibria, which always generates itself."""
    profiles = [
        a
        for a in range(len(stage.payoffs[0]))
        if sign(stage.gain(0, a)) == 0 and sign(stage.gain(1, a)) == 0
    ]
    points = [(stage.payoffs[0][a], stage.payoffs[1][a]) for a in profiles]
    kept = hull(points)
    if kept:
        yield _Candidate(
            tuple(points[i] for i in kept), tuple((profiles[i], points[i]) for i in kept)
        )


def _solve(stage: ExactStage, discount: Number, guess: Guess) -> _Candidate | None:
    """The exact polygon behind a guess, if it generates itself."""
    if not guess.points or not guess.settled:
        return None
    count = len(guess.structure)
    if any(max(v.p, v.q) >= count for v in guess.structure):
        return None
    system = System(stage, discount, guess.structure, lowest_vertices(guess.points))
    solved = solve_structure(system, guess.points)
    if solved is None:
        return None
    points = solved[0]
    generation = self_generates(stage, discount, points, guess.structure)
    if generation is None:
        return None
    kept = hull(points)
    return _Candidate(tuple(points[i] for i in kept), tuple(generation[i] for i in kept))


def _extreme(question: _Question, candidate: _Candidate) -> tuple[ExtremePayoff, ...]:
    stage, discount = question.stage, question.discount
    threats = _threats(candidate.points)
    out = []
    for point, (a, w) in zip(candidate.points, candidate.generation, strict=True):
        binding = tuple(
            i
            for i in (0, 1)
            if sign(stage.gain(i, a)) > 0
            and discount * (w[i] - threats[i]) == (1 - discount) * stage.gain(i, a)
        )
        out.append(ExtremePayoff(point, question.profiles[a], w, binding))
    return tuple(out)


def _spread(points: Sequence[ExactPoint]) -> tuple[float, float]:
    """Area and width of a polygon, to prefer the larger of two inner bounds."""
    xs, ys = ([float(p[i]) for p in points] for i in (0, 1))
    area = sum(xs[k - 1] * ys[k] - xs[k] * ys[k - 1] for k in range(len(xs)))
    return area, max(max(xs) - min(xs), max(ys) - min(ys))


def _threats(points: Sequence[ExactPoint]) -> ExactPoint:
    return min(p[0] for p in points), min(p[1] for p in points)


def _arithmetic(stage: ExactStage, points: Sequence[ExactPoint]) -> str:
    numbers = [*stage.payoffs[0], *stage.payoffs[1], *(x for p in points for x in p)]
    return "algebraic" if any(isinstance(x, Real) for x in numbers) else "rational"


def _settled(
    question: _Question, candidate: _Candidate, chain: Sequence[OuterBound], proof: Enclosure
) -> PayoffSet:
    points = candidate.points
    return PayoffSet(
        game_digest=question.game.digest,
        discount=question.discount,
        status="complete",
        shape=_SHAPES[len(points)] if len(points) < 3 else "polygon",
        extreme=_extreme(question, candidate),
        threats=_threats(points),
        inner=points,
        outer=points,
        gap=Fraction(0),
        complete=Completeness(
            True, "the polygon generates itself, and duality shows that nothing lies outside"
        ),
        method=MethodRecord("abreu-sannikov", "1", _arithmetic(question.stage, points), "exact"),
        proof=Proof(tuple(chain), proof),
    )


def _static(question: _Question) -> PayoffSet:
    """Discount factor 0: the lotteries over stage equilibria."""
    game = question.game
    equilibria = [a for a in stage_equilibria(game.stage) if a in question.profiles]
    payoffs = [(game.stage.payoff(0, a), game.stage.payoff(1, a)) for a in equilibria]
    kept = hull(payoffs)
    points = tuple(payoffs[i] for i in kept)
    return PayoffSet(
        game_digest=game.digest,
        discount=Fraction(0),
        status="complete",
        shape=_SHAPES[len(points)] if len(points) < 3 else "polygon",
        extreme=tuple(ExtremePayoff(payoffs[i], equilibria[i], payoffs[i], ()) for i in kept),
        threats=_threats(points) if points else None,
        inner=points,
        outer=points,
        gap=Fraction(0),
        complete=Completeness(True, "at discount factor 0 only stage equilibria are played"),
        method=MethodRecord("stage-equilibria", "1", _arithmetic(question.stage, points), "exact"),
    )


def _empty(question: _Question, chain: Sequence[OuterBound]) -> PayoffSet:
    return PayoffSet(
        game_digest=question.game.digest,
        discount=question.discount,
        status="complete",
        shape="empty",
        extreme=(),
        threats=None,
        inner=(),
        outer=(),
        gap=Fraction(0),
        complete=Completeness(
            True,
            f"the outer bound is empty after {chain[-1].rounds} round(s): pure actions allow none",
        ),
        method=MethodRecord("outer-iteration", "1", "rational", "exact"),
        proof=Proof(tuple(chain), None),
    )


def _unsettled(
    question: _Question, candidate: _Candidate | None, bound: OuterBound, rounds: int
) -> PayoffSet:
    while bound.rounds < rounds and bound.points and not question.stop():
        bound = shrink(question.stage, question.discount, bound)
    points = candidate.points if candidate is not None else ()
    outer = tuple(above(bound.points, bound.threats))
    return PayoffSet(
        game_digest=question.game.digest,
        discount=question.discount,
        status="incomplete",
        shape=_SHAPES[len(points)] if len(points) < 3 else "polygon",
        extreme=_extreme(question, candidate) if candidate is not None else (),
        threats=_threats(points) if points else None,
        inner=points,
        outer=outer,
        gap=_gap(points, outer) if points else None,
        complete=Completeness(
            False,
            f"not settled within {bound.rounds} rounds: the set lies between the inner and the "
            "outer polygon",
        ),
        method=MethodRecord("abreu-sannikov", "1", _arithmetic(question.stage, points), "exact"),
    )


def _gap(inner: Sequence[ExactPoint], outer: Sequence[ExactPoint]) -> Number:
    directions = [*AXES]
    for a, b, _ in sides(inner):
        size = max([a, -a, b, -b])
        directions.append((a / size, b / size))
    return max([support(outer, n) - support(inner, n) for n in directions])


__all__ = ["Vertex", "exact_stage", "float_stage", "payoff_set", "restricted"]
