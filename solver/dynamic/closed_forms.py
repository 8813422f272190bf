"""The closed forms of bargaining, derived from the builder with every quantity left open.

With s, c, k, p, d free, the bargaining game is built over rational functions of them; the
transfers at which a party is indifferent solve linear equations there. Nothing is written down by
hand: what is returned is what the same code computes for numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from games.build.bargaining import bargaining
from games.exact import Scalar, parameter
from games.world import Conflict, Party, World
from solver.dynamic.bargaining import acceptance, conditions


@dataclass(frozen=True)
class ClosedForm:
    """name: what it is. formula: a rational function of s, c, k, p, d, delta and p_later."""

    name: str
    formula: Scalar
    validity: str


def closed_forms() -> tuple[ClosedForm, ...]:
    """Range, width and prevention under common beliefs, party 1 with share s."""
    s, c, k, p, d = (parameter(name) for name in ("s", "c", "k", "p", "d"))
    world = World.of_two(Party("1", s), Party("2", 1 - s), c)
    conflict = Conflict(
        stakes=k, win_probability=p, destruction_probability=d, destruction_fraction=1
    )
    game = bargaining(
        world,
        conflict,
        discount=parameter("delta"),
        later_win_probability=parameter("p_later"),
    )
    low, high = acceptance(game, 0), acceptance(game, 1)
    _, first, second = conditions(game)
    inner = "c < 1, before the bounds -s and 1 - s"
    whole = "c < 1; positive: fights now, where later concessions are less than everything"
    return (
        ClosedForm("least transfer that party 1 accepts", low, inner),
        ClosedForm("most that party 2 gives", high, inner),
        ClosedForm("width of the range", high - low, inner),
        ClosedForm("party 1 prevents the shift", first.polynomial, whole),
        ClosedForm("party 2 prevents the shift", second.polynomial, whole),
    )
