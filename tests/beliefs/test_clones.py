"""A type split into two that differ in name only: the same equilibria, but for who is who.

With such a pair a second receiver's indifference leaves a polytope of beliefs, not one, which is
where its mixtures are hard to list.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction as F

from games.forms.signalling import Message, Reply, SignallingGame
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.certificate import perfect_bayesian_certificate
from solver.beliefs.pieces import in_hull
from solver.verify import check
from tests.beliefs.games import random_game


def cloned(game: SignallingGame) -> SignallingGame:
    """The game with its last type split in two of half its probability."""
    messages = tuple(
        Message(
            m.name,
            tuple(Reply(r.name, (*r.payoffs, r.payoffs[-1]), r.mover, r.moves) for r in m.replies),
        )
        for m in game.messages
    )
    prior = (*game.prior[:-1], game.prior[-1] / 2, game.prior[-1] / 2)
    return SignallingGame(game.players, (*game.types, "clone"), prior, messages)


def points(sets, merge: bool) -> Iterator[tuple[F, ...]]:
    """Strategies at extreme points, the last two types as one; what an idle one would do, last."""
    for item in sets:
        kept = item.assessments
        idle = [vertices or ((F(0),) * 2,) for vertices in kept.idle]
        middles = [
            tuple(sum(column, F(0)) / len(vertices) for column in zip(*vertices, strict=True))
            for vertices in idle
        ]
        would_all = [*itertools.product(*idle), middles]
        for sender, replies, would in itertools.product(kept.sender, kept.replies, would_all):
            chain = itertools.chain.from_iterable
            yield (*_sender(sender, merge), *chain(replies), *chain(would))


def _sender(sender, merge: bool) -> list[F]:
    rows = list(sender)
    if merge:
        rows = [*rows[:-2], tuple((a + b) / 2 for a, b in zip(*rows[-2:], strict=True))]
    return list(itertools.chain(*rows))


def holds(sets, point, merge: bool) -> bool:
    """Whether some set has the point."""
    for item in sets:
        vertices = list(points([item], merge))
        if in_hull(point, vertices):
            return True
    return False


def test_a_clone_changes_nothing():
    draw = random.Random(12)
    closed = 0
    for _ in range(24):
        game = random_game(draw, second=0.8, highest=4)
        twice = cloned(game)
        one, two = perfect_bayesian_equilibria(game), perfect_bayesian_equilibria(twice)
        assert check(perfect_bayesian_certificate(twice, two)).valid
        if one.complete.value is not True or two.complete.value is not True:
            continue
        closed += any(
            reply.mover == "second"
            and (reply.payoffs[0][0][2] - reply.payoffs[0][1][2])
            * (reply.payoffs[1][0][2] - reply.payoffs[1][1][2])
            < 0
            for message in game.messages
            for reply in message.replies
        )
        for point in points(one.sets, False):
            assert holds(two.sets, point, True)
        for point in points(two.sets, True):
            assert holds(one.sets, point, False)
    assert closed >= 3
