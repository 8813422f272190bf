"""All perfect Bayesian equilibria of a signalling game, with their beliefs and labels.

An assessment is a perfect Bayesian equilibrium if every move is optimal given the others' and the
beliefs, after every message, and beliefs follow from Bayes' rule wherever a message is sent
(Fudenberg and Tirole 1991). Beliefs after a message that nobody sends are free, the same for all
receivers. In these games such assessments are the sequential equilibria of Kreps and Wilson (1982):
a belief mu off the path is the limit of Bayes' rule as every type t trembles to the message with
probability eps mu(t) / prior(t) (eps squared where mu(t) = 0), messages apart; what comes later is
known to the one who moves, or is decided with the same belief.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from games import __version__
from games.display import Span
from games.errors import LimitError, NumberError
from games.exact import Number, Real, arithmetic_of, sign
from games.forms.assessment import AssessmentSet, BeliefSet, Path
from games.forms.signalling import SignallingGame
from solver.beliefs.pieces import Piece, Search, connected
from solver.beliefs.refinements import refinements
from solver.beliefs.replies import Correspondence
from solver.geometry.cone import Vector
from solver.geometry.linear import affine_dimension
from solver.solution.assessments import PerfectBayesianEquilibria, PerfectBayesianSet
from solver.solution.equilibrium import Completeness, MethodRecord

#: Most types, messages, and replies (with moves of a second receiver) to one message.
MAX_TYPES, MAX_MESSAGES, MAX_REPLIES = 6, 8, 12

_ZERO = Fraction(0)


def perfect_bayesian_equilibria(
    game: SignallingGame, stop: Callable[[], bool] = lambda: False, *, refine: bool = True
) -> PerfectBayesianEquilibria:
    """Return every perfect Bayesian equilibrium, as maximal products of polytopes.

    stop: asked again and again; once it returns true the answer is what was found by then, labelled
    incomplete. refine: False leaves out which refinements the sets survive. Raises `LimitError`
    beyond MAX_TYPES, MAX_MESSAGES or MAX_REPLIES, `NumberError` where a quantity was left open.
    """
    _check_size(game)
    numbers = list(_numbers(game))
    search = Search(game, stop)
    pieces = search.run()
    membership = connected(pieces)
    if search.stopped:
        complete = Completeness(False, f"stopped at a limit after {search.cases} cases")
    elif search.open:
        complete = Completeness(None, "; ".join(dict.fromkeys(search.open)))
    else:
        complete = Completeness(
            True,
            f"every combination of senders and best replies was tried ({search.cases} cases that "
            "bounds could not exclude), each an exact product of polytopes",
            "later moves of a type after a message that its belief excludes may be any of its best"
            if any(len(c.states) > len(game.types) for c in search.after)
            else None,
        )
    sets = tuple(
        _result(search, piece, number, component, refine)
        for number, (piece, component) in enumerate(zip(pieces, membership, strict=True))
    )
    return PerfectBayesianEquilibria(
        game.digest,
        complete,
        MethodRecord(
            "supports and best-reply regimes, double description",
            __version__,
            arithmetic_of(numbers),
            "field",
        ),
        sets,
        len(set(membership)),
        {
            (t, m, r): after.choices[t][r]
            for m, after in enumerate(search.after)
            for r, reply in enumerate(game.messages[m].replies)
            if reply.mover == "sender" and reply.inspection is None
            for t in range(len(game.types))
        },
    )


def _check_size(game: SignallingGame) -> None:
    most = max(sum(len(r.moves) for r in m.replies) for m in game.messages)
    for found, limit, what in (
        (len(game.types), MAX_TYPES, "types"),
        (len(game.messages), MAX_MESSAGES, "messages"),
        (most, MAX_REPLIES, "outcomes after one message"),
    ):
        if found > limit:
            raise LimitError(
                f"signalling games are solved up to {limit} {what}; found {found}",
                found=str(found),
                allowed=f"at most {limit}",
            )


def _numbers(game: SignallingGame) -> Iterator[Number]:
    tables = (r.payoffs for m in game.messages for r in m.replies)
    for x in itertools.chain(
        game.prior, (x for table in tables for rows in table for row in rows for x in row)
    ):
        if not isinstance(x, (Fraction, Real)):
            raise NumberError(
                f"perfect_bayesian_equilibria(): needs numbers; found {x}",
                hint="`detente derive` works with quantities left open",
            )
        yield x


def _result(
    search: Search, piece: Piece, number: int, component: int, refine: bool
) -> PerfectBayesianSet:
    game = search.game
    assessments = assessment_set(search, piece)
    path = tuple(m for m, sent in enumerate(piece.path) if sent)
    types = range(len(game.types))
    values = [
        [
            sender_value(search, t, masses, replies)
            for masses in piece.masses
            for replies in piece.replies
        ]
        for t in types
    ]
    dimension = affine_dimension(piece.masses) + affine_dimension(piece.replies)
    for option in piece.options:
        dimension += 0 if option.types else affine_dimension(option.regime.beliefs)
        dimension += affine_dimension(option.regime.idle) if option.regime.idle else 0
    return PerfectBayesianSet(
        id=number,
        component=component,
        kind=_kind(piece),
        path=path,
        sent_by=tuple(tuple(sorted(option.types)) for option in piece.options),
        dimension=dimension,
        assessments=assessments,
        sends=tuple(
            tuple(
                span_of([strategy[t][m] for strategy in assessments.sender])
                for m in range(len(game.messages))
            )
            for t in types
        ),
        sender_payoffs=tuple(span_of(row) for row in values),
        payoffs=tuple(
            expectation(game, assessments, partial(_pay, player))
            for player in range(1, len(game.players))
        ),
        measures={
            name: expectation(game, assessments, partial(_measure, name)) for name in game.measures
        },
        refinements=refinements(search, piece, [span_of(row) for row in values]),
    )


def _kind(piece: Piece) -> str:
    sent = [option.types for option in piece.options if option.types]
    if all(len(types) == 1 for types in sent) and len(sent) == len(frozenset().union(*sent)):
        return "separating"
    if len(sent) == 1:
        return "pooling"
    mixes = sum(len(types) for types in sent) > len(frozenset().union(*sent))
    return "semi-separating" if mixes else "partly pooling"


def assessment_set(search: Search, piece: Piece) -> AssessmentSet:
    """The strategies and beliefs of a piece, by message."""
    masses = tuple(_by_message(vertex, search.states_from) for vertex in piece.masses)
    return AssessmentSet(
        sender=tuple(dict.fromkeys(_strategy(search, by_message) for by_message in masses)),
        masses=masses,
        replies=tuple(_by_message(vertex, search.outcomes_from) for vertex in piece.replies),
        beliefs=tuple(_beliefs(search, piece, m, masses) for m in range(len(search.after))),
        idle=tuple(option.regime.idle for option in piece.options),
    )


def _by_message(vertex: Vector, starts: Sequence[int]) -> tuple[Vector, ...]:
    return tuple(vertex[a:b] for a, b in itertools.pairwise(starts))


def _strategy(search: Search, masses: Sequence[Vector]) -> tuple[Vector, ...]:
    """Probabilities [type][message] from masses [message][state]."""
    return tuple(
        tuple(
            sum((x for x, s in zip(row, after.states, strict=True) if s[0] == t), _ZERO) / weight
            for row, after in zip(masses, search.after, strict=True)
        )
        for t, weight in enumerate(search.game.prior)
    )


def _beliefs(
    search: Search, piece: Piece, m: int, masses: Sequence[tuple[Vector, ...]]
) -> BeliefSet:
    after, option = search.after[m], piece.options[m]
    totals = [sum(vertex[m], _ZERO) for vertex in masses]
    path: Path = "never"
    found: list[Vector] = list(option.regime.beliefs)
    if option.types:
        path = "always" if all(total != 0 for total in totals) else "sometimes"
        found = [
            tuple(x / total for x in vertex[m])
            for vertex, total in zip(masses, totals, strict=True)
            if total != 0
        ]
    by_type = [
        tuple(
            sum((x for x, s in zip(v, after.states, strict=True) if s[0] == t), _ZERO)
            for t in range(len(search.game.types))
        )
        for v in found
    ]
    return BeliefSet(path, tuple(dict.fromkeys(by_type)), tuple(dict.fromkeys(found)))


def sender_value(search: Search, t: int, masses: Vector, replies: Vector) -> Number:
    """Expected payoff of a type at vertices of both polytopes."""
    total: Number = _ZERO
    for m, after in enumerate(search.after):
        start, first = search.states_from[m], search.outcomes_from[m]
        sent = sum((masses[start + n] for n, s in enumerate(after.states) if s[0] == t), _ZERO)
        if sent == 0:
            continue
        for o in range(len(after.outcomes)):
            weight = replies[first + o]
            if weight != 0:
                total = total + sent * weight * after.sender_payoff(t, o)
    value: Number = total / search.game.prior[t]
    return value


def _pay(player: int, after: Correspondence, state: int, outcome: int) -> Number:
    return after.payoff(player, state, outcome)


def _measure(name: str, after: Correspondence, state: int, outcome: int) -> Number:
    t, plan = after.states[state]
    reply, move = after.outcomes[outcome]
    table = after.game.messages[after.message].replies[reply].measures[name]
    number: Number = table[t][move if reply == after.node else plan[reply]]
    return number


def expectation(
    game: SignallingGame,
    assessments: AssessmentSet,
    quantity: Callable[[Correspondence, int, int], Number],
) -> Span:
    """Range over a set of the expectation of a quantity of (what is after a message, state,
    outcome): bilinear in masses and replies, so its extremes are at their extreme points.
    """
    entries = [
        (m, n, o, quantity(after, n, o))
        for m in range(len(game.messages))
        for after in [Correspondence(game, m)]
        for n in range(len(after.states))
        for o in range(len(after.outcomes))
    ]
    found = []
    for masses in assessments.masses:
        for replies in assessments.replies:
            total: Number = _ZERO
            for m, n, o, value in entries:
                if masses[m][n] != 0 and replies[m][o] != 0:
                    total = total + masses[m][n] * replies[m][o] * value
            found.append(total)
    return span_of(found)


def span_of(values: Sequence[Number]) -> Span:
    """The least and the greatest of some numbers."""
    low = high = values[0]
    for value in values[1:]:
        low = value if sign(value - low) < 0 else low
        high = value if sign(value - high) > 0 else high
    return Span(low, high)
