"""Conditions per rung of a ladder: beside a threshold the move at that rung is another one."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from games import catalogue
from games.errors import GameError
from games.forms.ladder import LadderGame
from games.spec import Spec, loads
from solver.dynamic.induction import backward_induction
from solver.regimes.derive import derive
from solver.regimes.derive.ladder import chosen_letters, questions

LABEL = "escalation/backing-down"


def optimal(spec: Spec, address: str, value: F) -> dict[str, tuple[str, ...]]:
    """Position -> its optimal moves, with another value put in."""
    game = spec.realise({address: value}).game
    assert isinstance(game, LadderGame)
    induction = backward_induction(game)
    assert induction is not None
    return {
        game.name(node): tuple(dict.fromkeys(at.actions[a] for a, _ in induction.supports(node)))
        for node, at in game.decisions()
    }


def move(position: str) -> int:
    """The number of the move that is made at a position."""
    return int(position.split(" to make move ")[1].split(",")[0])


def random_ladder(draw: random.Random) -> Spec:
    def part(low: int = 1, high: int = 19) -> str:
        return f"{draw.randint(low, high)}/20"

    rungs = "\n".join(
        f"    - {{risk: {part()}, grab: {part()}, destruction_fraction: {part()}}}"
        for _ in range(draw.randint(1, 3))
    )
    return loads(
        "detente: 1\nparties: [{name: red, power: 2}, {name: blue, power: 3}]\n"
        f"alignment: {{cosine: {draw.randint(-9, 9)}/10}}\n"
        f"conflict: {{stakes: {part()}, win_probability: {{red: {part()}}}, "
        f"destruction_probability: {part()}, destruction_fraction: {part()}}}\n"
        f"game:\n  kind: ladder\n  first: red\n  moves: {draw.randint(2, 5)}\n"
        f"  climb_only: {draw.choice(('true', 'false'))}\n  rungs:\n{rungs}\n"
    )


def turned(spec: Spec, *targets: str) -> int:
    """Cross every threshold of the best move in these quantities; count where the move turned.

    The other move then pays more at that rung as long as play after it stays, so the best move
    cannot remain optimal there unless play after it has changed.
    """
    addresses = {symbol.letter: address for address, symbol in chosen_letters(spec).items()}
    here = optimal(spec, "stakes", spec.quantity("stakes").value)
    count = 0
    for threshold in (t for target in targets for t in derive(spec, target).thresholds):
        for item in threshold.here:
            if item.side not in ("below", "above") or not item.positive or item.value is None:
                continue
            where = threshold.question[3:].split(", " + item.party + " gains by ")[0]
            best = threshold.question.split(" gains by ")[1].split(" over ")[0]
            if where not in here:
                continue  # reached only if another risk, certain here, were less
            if not 0 < item.value < 1 and threshold.letter != "c":
                continue
            step = F(1, 10**6)
            beyond = item.value + (step if item.side == "below" else -step)
            within = item.value - (step if item.side == "below" else -step)
            address = addresses[threshold.letter]
            inside, outside = optimal(spec, address, within), optimal(spec, address, beyond)
            if any(
                not inside.get(k) == outside.get(k) == moves
                for k, moves in here.items()
                if move(k) > move(where)
            ):
                continue  # what the condition holds fixed has moved too
            assert best not in outside[where] or best not in inside[where]
            count += 1
    return count


def test_beside_a_threshold_the_move_turns() -> None:
    own = [f"rungs.{rung}.{key}" for rung in (1, 2) for key in ("risk", "grab")]
    assert turned(catalogue.load(LABEL), *own) >= 3


@pytest.mark.check
def test_beside_a_threshold_of_random_ladders_the_move_turns() -> None:
    draw = random.Random(8)
    count = 0
    for _ in range(12):
        try:
            count += turned(random_ladder(draw), "ladder")
        except GameError:
            continue
    assert count > 25


def test_the_published_form_of_the_critical_risk() -> None:
    """One step against holding: r* = (win - submit) / (win - disaster) (Ellsberg 1959)."""
    (found,) = [
        t for t in derive(catalogue.load(LABEL), "rungs.1.risk").thresholds if t.letter == "r_1"
    ]
    assert found.here[0].value == F(1, 15)
    win, submit, disaster = F(73, 100), F(7, 10), F(7, 25)
    assert found.here[0].value == (win - submit) / (win - disaster)
    assert found.question.endswith(", as long as play after it stays the same")


def test_ties_among_later_moves_are_said() -> None:
    spec = catalogue.load("escalation/brinkmanship")
    said = [asked.question for asked in questions(spec)]
    assert any("the first move where several are equally good" in question for question in said)


def test_what_has_no_rungs_is_refused() -> None:
    with pytest.raises(GameError, match="no ladder"):
        derive(catalogue.load("post/left"), "ladder")
