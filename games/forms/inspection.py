"""Plans to inspect: a costly test of the sender's type, and what is done on each result.

The receiver may make one of two replies to a message at once, or first pay the cost of a test that
says "clear" or "alarm", the latter with a probability that depends on the type. Let w[t] be what
the first reply is worth to it against type t in place of the second, with t's own later move. The
plans are "inspect", the first reply when clear and the second on alarm, and "inspect, reverse".

Nothing is lost by listing these two. "Inspect" beats the first reply iff E[P(alarm) w] <= -cost and
the second iff E[P(clear) w] >= cost. So where it is a best reply and costs something, both results
occur, and doing as it says is strictly best after each of them: otherwise the reply made at once
would be better by the cost. With a cost both plans are never best at the same belief, and a plan
that makes the same reply on either result costs more than that reply.

Where the test is free, making the same reply on either result is the same as not inspecting, so it
is not listed apart, and a choice that mixes after both results has the outcomes of a mixture of the
plans and the replies. What has to be excluded is an empty threat: a plan whose reply to a result
nobody would ever want to make, though it costs nothing where the result is not expected. A plan is
`credible` if some type that can cause "clear" is worth the reply to it, and some type that can
cause "alarm" the other; a plan that is not is never in an equilibrium, or is the same as a reply.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from games.exact import Real, Scalar
from games.forms.signalling import Inspection, Reply, inspecting

INSPECT, REVERSE = "inspect", "inspect, reverse"
#: (type, what the reply to "clear" is worth to the receiver in place of the reply to "alarm").
Worth = Sequence[tuple[int, Scalar]]


def plans(replies: Sequence[Reply], test: Inspection) -> list[Reply]:
    """The plans to inspect, for two replies, that can be part of an equilibrium.

    "Inspect" is listed whether it is ever best or not, unless the test is free and it is not
    credible; "inspect, reverse" only where it may be best. Both where quantities are left open.
    """
    found = []
    for name, leads_to in ((INSPECT, (0, 1)), (REVERSE, (1, 0))):
        worth = worth_of_acting(replies, leads_to)
        listed = name == INSPECT or may_be_best(test, worth)
        if listed and (test.cost != 0 or credible(test, worth)):
            found.append(inspecting(name, replies, test, leads_to))
    return found


def worth_of_acting(replies: Sequence[Reply], leads_to: tuple[int, int]) -> Worth:
    """One entry for each type and each of its moves that is best where it moves later."""
    clear, alarm = (replies[number] for number in leads_to)
    moved = clear if clear.mover else alarm
    found: list[tuple[int, Scalar]] = []
    for t, rows in enumerate(moved.payoffs):
        pays = [row[0] for row in rows]
        known = all(map(_is_number, pays))
        for move, pay in enumerate(pays):
            if not known or pay == max(pays):
                one, other = (r.payoffs[t][move if r.mover else 0][1] for r in (clear, alarm))
                found.append((t, one - other))
    return found


def credible(test: Inspection, worth: Worth) -> bool:
    """Whether acting on either result can be right; True where quantities are left open."""
    if not all(map(_is_number, (*test.alarm, *(w for _, w in worth)))):
        return True
    clears = any(test.alarm[t] != 1 and w >= 0 for t, w in worth)
    return clears and any(test.alarm[t] != 0 and w <= 0 for t, w in worth)


def may_be_best(test: Inspection, worth: Worth) -> bool:
    """Whether a plan is a best reply to some belief; True where quantities are left open.

    It is iff some mean of the points (P(clear) w, -P(alarm) w) has both coordinates at least the
    cost. A quadrant meets the convex hull of points iff it meets a segment between two of them.
    """
    points = [(test.odds(t)[0] * w - test.cost, -test.odds(t)[1] * w - test.cost) for t, w in worth]
    if not all(_is_number(x) for point in points for x in point):
        return True
    for (x0, y0), (x1, y1) in itertools.product(points, repeat=2):
        if x0 >= 0 and y0 >= 0:
            return True
        # Where x turns from negative to positive along the segment, y must not be negative.
        if x0 < 0 <= x1 and y0 * x1 - y1 * x0 >= 0:
            return True
    return False


def _is_number(x: Any) -> bool:
    return isinstance(x, (Fraction, Real))
