"""Thresholds of a matrix game in its named parameters: where the gain from one action turns.

For every player, two of its actions and every pure answer of the other: where the second action
pays more than the first. The gains come from the tables on free letters; a spec's parameter is its
own letter. They decide all pure equilibria, and in 2x2 games everything.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from games.errors import DetenteError
from games.exact import Number, RationalFunction, Scalar
from games.spec import Spec
from solver.regimes.derive.letters import on_letters
from solver.regimes.derive.solving import solve_each
from solver.regimes.derive.turning import Question
from solver.solution.threshold import DerivedThreshold, Symbol

TOPIC = "parameters"
#: More gains than this are not solved.
MOST_GAINS = 64


def refusal(spec: Spec, square: bool = False) -> str | None:
    """Why there is nothing to solve; None where there is. square: only 2x2 games will do."""
    if spec.kind != "matrix":
        return "no matrix game"
    if not spec.parameters:
        return "the game has no named parameters"
    real = spec.realise()
    assert real.tables is not None
    shape = tuple(len(actions) for actions in real.tables.actions)
    if len(shape) != 2:
        return f"the game has {len(shape)} players"
    if square and shape != (2, 2):
        return "the list of regimes is that of games with two actions each"
    try:
        asked = questions(spec)
    except DetenteError as error:
        return error.message
    if len(asked) > MOST_GAINS:
        return f"{len(asked)} gains are more than {MOST_GAINS}"
    return None


def questions(spec: Spec) -> tuple[Question, ...]:
    """The gains on the spec's parameters, player by player, pair by pair, answer by answer."""
    chosen = {
        name: Symbol(name, name, quantity.low, quantity.high)
        for name, quantity in spec.parameters.items()
    }
    values: dict[str, Number] = {name: quantity.value for name, quantity in spec.parameters.items()}
    return gains(spec, TOPIC, chosen, values)


def gains(
    spec: Spec, topic: str, chosen: Mapping[str, Symbol], values: Mapping[str, Number]
) -> tuple[Question, ...]:
    """The gain from every action over every earlier one against every answer, on free letters.

    chosen: address -> letter. values: of each letter in the spec.
    """
    tables = on_letters(spec, chosen).tables
    assert tables is not None

    def each() -> Iterator[Question]:
        for player, rival in ((0, 1), (1, 0)):
            for first, second in itertools.combinations(range(len(tables.actions[player])), 2):
                for answer in range(len(tables.actions[rival])):
                    own = tables.actions[player]
                    yield Question(
                        topic=topic,
                        question=f"{tables.players[player]} prefers {own[second]} to {own[first]} "
                        f"where {tables.players[rival]} plays {tables.actions[rival][answer]}",
                        function=_pay(tables.payoffs, player, second, answer)
                        - _pay(tables.payoffs, player, first, answer),
                        symbols=tuple(chosen.values()),
                        parties=((tables.players[player], values),),
                    )

    found = tuple(each())
    for asked in found:
        if isinstance(asked.function, RationalFunction):
            asked.function.factors()
    return found


def _pay(payoffs: Scalar, player: int, own: int, answer: int) -> Scalar:
    return payoffs[player][own][answer] if player == 0 else payoffs[player][answer][own]


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold, ...]:
    """The thresholds of every gain in every parameter, or in one."""
    return tuple(solve_each(questions(spec), target))
