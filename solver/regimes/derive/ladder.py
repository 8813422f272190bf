"""Conditions of a ladder's play, rung by rung: in which quantity, and where, each move turns.

At the spec's numbers backward induction fixes the best move everywhere. With play after it held
fixed, what a straight climber gains at a rung by the best move over each other one is a polynomial
in the quantities of world, conflict and rungs (`solver.dynamic.conditions`); each is solved for
each of its letters. A threshold says where this one move turns as long as play after it stays.
"""

from __future__ import annotations

from games.errors import DetenteError
from games.exact import RationalFunction, parameter
from games.forms.ladder import LadderGame
from games.spec import Spec
from solver.dynamic.conditions import conditions
from solver.regimes.derive.letters import ONE, ZERO, spec_letters, values_here
from solver.regimes.derive.solving import solve_each
from solver.regimes.derive.turning import Question
from solver.solution.threshold import DerivedThreshold, Symbol

TOPIC = "ladder"
#: Letter of a rung's own quantity, with the number of the rung behind it.
_OWN = {
    "risk": "r",
    "grab": "gamma",
    "destruction_probability": "q",
    "destruction_fraction": "D",
}


def refusal(spec: Spec) -> str | None:
    """Why there is nothing to solve; None where there is."""
    if spec.kind != "ladder":
        return "no ladder"
    try:
        questions(spec)
    except DetenteError as error:
        return error.message
    return None


def chosen_letters(spec: Spec) -> dict[str, Symbol]:
    """Address -> letter of what a ladder is built on: world, conflict, and every rung's own."""
    own = {}
    for quantity in spec.quantities():
        head, _, rest = quantity.address.partition(".")
        number, _, key = rest.partition(".")
        if head == "rungs" and key in _OWN:
            letter = f"{_OWN[key]}_{number}"
            own[quantity.address] = Symbol(letter, quantity.address, ZERO, ONE)
    split = any(".destruction" in address for address in own)
    taken = {symbol.letter for symbol in own.values()}
    world = spec_letters(spec, split=split)
    beliefs = {
        address: Symbol(f"b{symbol.letter}", symbol.name, symbol.low, symbol.high)
        for address, symbol in world.items()
        if symbol.letter in taken
    }
    return {**world, **beliefs, **own}


def questions(spec: Spec) -> tuple[Question, ...]:
    """What each best move on a straight climb gains over each other one.

    Raises `GameError` where ties leave several payoffs, `LimitError` for a ladder too large.
    """
    chosen = chosen_letters(spec)
    here = values_here(spec, chosen)
    game = spec.realise({a: parameter(symbol.letter) for a, symbol in chosen.items()}).game
    assert isinstance(game, LadderGame)
    found = []
    for each in conditions(game, here):
        if not isinstance(each.polynomial, RationalFunction):
            continue
        who = each.meaning.split(", ")[-1].split(" gains by ")[0]
        symbols = tuple(s for s in chosen.values() if s.letter in each.polynomial.names)
        found.append(
            Question(
                topic=TOPIC,
                question=f"{each.meaning[0].upper()}{each.meaning[1:]}, {each.validity}",
                function=each.polynomial,
                symbols=symbols,
                parties=((who, {s.letter: here[s.letter] for s in symbols}),),
            )
        )
    return tuple(found)


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold, ...]:
    """The thresholds of every such gain in every quantity, or in one."""
    return tuple(solve_each(questions(spec), target))
