"""Refinements: which outcomes survive reasonable beliefs off the path.

Let u*[t] be what type t gets on the path and m a message that nobody sends. BR(K, m) are the best
replies (mixed ones too) to beliefs on the types K.

- Intuitive criterion (Cho and Kreps 1987): m is dominated for t if u*[t] > max over BR(all, m) of
  t's payoff. With J the types for which it is, the outcome fails if some type gets less than u*
  even from the worst reply in BR(all but J, m).
- D1 (Cho and Kreps 1987; Banks and Sobel 1987): t is excluded from m if some t' strictly gains from
  every reply in the set of mixed best replies MBR(m) from which t weakly gains. The outcome
  survives if after every such m a belief on the types not excluded has a best reply that deters
  every type (any belief, where all are excluded).
- Sequential equilibrium (Kreps and Wilson 1982): see `perfect_bayesian`.

Outcomes are judged by u*; where it varies over a set of equilibria the answer is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from games.display import Span
from games.exact import Number, sign
from solver.beliefs.replies import Correspondence, Regime
from solver.geometry.cone import System
from solver.solution.assessments import Refinement

if TYPE_CHECKING:
    from solver.beliefs.pieces import Piece, Search

_SEQUENTIAL = (
    "beliefs off the path are limits of Bayes' rule under trembles, and every later move is made "
    "by somebody who knows the type or with the same belief"
)


def refinements(search: Search, piece: Piece, payoffs: Sequence[Span]) -> tuple[Refinement, ...]:
    """Labels of the outcomes of a piece; payoffs: [type], of the sender."""
    unsent = [m for m, sent in enumerate(piece.path) if not sent]
    sequential = Refinement("sequential", True, _SEQUENTIAL)
    if not unsent:
        nothing = "every message is sent"
        return (
            Refinement("intuitive", True, nothing), Refinement("D1", True, nothing), sequential,
        )  # fmt: skip
    varying = [
        name for name, span in zip(search.game.types, payoffs, strict=True) if span.low != span.high
    ]
    if varying:
        reason = f"the payoff of {', '.join(varying)} varies over the set"
        return Refinement("intuitive", None, reason), Refinement("D1", None, reason), sequential
    value = [span.low for span in payoffs]
    return _intuitive(search, unsent, value), _d1(search, unsent, value), sequential


def _intuitive(search: Search, unsent: Sequence[int], value: Sequence[Number]) -> Refinement:
    types = search.game.types
    reasons = []
    for m in unsent:
        after, name = search.after[m], search.game.messages[m].name
        every = frozenset(range(len(types)))
        dominated = {t for t in every if sign(_most(after, every, t) - value[t]) < 0}
        rest = every - dominated
        if not rest:
            reasons.append(f"{name} is dominated for every type")
            continue
        for t in sorted(every):
            if sign(_least(after, rest, t) - value[t]) > 0:
                without = _names(types, dominated) or "nobody"
                return Refinement(
                    "intuitive",
                    False,
                    f"once {without} is ruled out after {name}, {types[t]} gains by sending it "
                    "whatever is replied",
                )
        reasons.append(
            f"after {name} {_names(types, dominated)} is ruled out, and nobody gains for sure"
            if dominated
            else f"{name} is dominated for no type, and nobody gains from every reply to it"
        )
    return Refinement("intuitive", True, "; ".join(reasons))


def _d1(search: Search, unsent: Sequence[int], value: Sequence[Number]) -> Refinement:
    types = search.game.types
    reasons = []
    for m in unsent:
        after, name = search.after[m], search.game.messages[m].name
        everywhere = list(after.regimes_anywhere())
        excluded = {
            t
            for t in range(len(types))
            if any(
                not any(_prefers(after, r, t, other, value) for r in everywhere)
                for other in range(len(types))
                if other != t
            )
        }
        rest = frozenset(range(len(types))) - excluded or frozenset(range(len(types)))
        if not any(_deters(after, regime, value) for regime in after.regimes_on(rest)):
            return Refinement(
                "D1",
                False,
                f"after {name} only {_names(types, rest)} can be believed in, and no best reply "
                "to that deters everybody",
            )
        reasons.append(f"after {name} the belief may rest on {_names(types, rest)}")
    return Refinement("D1", True, "; ".join(reasons))


def _names(types: Sequence[str], chosen: frozenset[int] | set[int]) -> str:
    return " and ".join(types[t] for t in sorted(chosen))


def _most(after: Correspondence, types: frozenset[int], t: int) -> Number:
    return _extreme(after, types, t, 1)


def _least(after: Correspondence, types: frozenset[int], t: int) -> Number:
    return _extreme(after, types, t, -1)


def _extreme(after: Correspondence, types: frozenset[int], t: int, side: int) -> Number:
    """Greatest (side 1) or least payoff of t over the best replies to beliefs on these types."""
    count = len(after.outcomes)
    best: Number | None = None
    for regime in after.regimes_on(types):
        for weights in regime.replies(count):
            pay: Number = Fraction(0)
            for o, weight in enumerate(weights):
                if weight != 0:
                    pay = pay + weight * after.sender_payoff(t, o)
            if best is None or sign(pay - best) == side:
                best = pay
    assert best is not None
    return best


def _system(after: Correspondence, regime: Regime, rows: Sequence[tuple[Number, ...]]) -> System:
    """Weights of outcomes in a regime with further conditions (>=)."""
    count = len(after.outcomes)
    barred = [
        (*(int(i == o) for i in range(count)), 0) for o in range(count) if o not in regime.outcomes
    ]
    return System(
        count,
        ((*[1] * count, 1), *barred, *((*row, 0) for row in regime.equalities)),
        (*((*row, 0) for row in regime.inequalities), *rows),
    )


def _gain(after: Correspondence, t: int, value: Number, factor: int) -> tuple[Number, ...]:
    """The row: factor times (payoff of t from the message - value) >= 0."""
    count = len(after.outcomes)
    return (*(factor * after.sender_payoff(t, o) for o in range(count)), factor * value)


def _prefers(
    after: Correspondence, regime: Regime, t: int, other: int, value: Sequence[Number]
) -> bool:
    """Whether some reply of the regime is weakly good for t and not strictly good for the other."""
    rows = [_gain(after, t, value[t], 1), _gain(after, other, value[other], -1)]
    return _system(after, regime, rows).feasible()


def _deters(after: Correspondence, regime: Regime, value: Sequence[Number]) -> bool:
    rows = [_gain(after, t, u, -1) for t, u in enumerate(value)]
    return _system(after, regime, rows).feasible()
