"""Specs of repeated games: what they stand for, what can be set, and every fault by name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from games.exact import RationalFunction, parameter
from games.forms.repeated import RepeatedGame
from games.spec import loads
from tests.spec.data import MATRIX, POSTURE, REPEATED, REPEATED_MATRIX
from tests.spec.test_bad_input import wrong


def game(text: str) -> RepeatedGame:
    """The game of a text."""
    found = loads(text).realise().game
    assert isinstance(found, RepeatedGame)
    return found


def test_the_stage_is_the_game_of_its_own_spec() -> None:
    posture = REPEATED.replace("kind: repeated\n  stage: {kind: posture, ", "{kind: posture, ")
    alone = posture[: posture.index("game:")] + (
        "game: {kind: posture, levels: 1, resistance: 1/2, grab: 1/4}\n"
    )
    assert game(REPEATED).stage == loads(alone).realise().game
    assert game(REPEATED).discounts == (Fraction(9, 10), Fraction(4, 5))
    assert game(REPEATED).path == ((0, 0),)
    matrix = game(REPEATED_MATRIX)
    assert matrix.stage.payoffs == (((3, 0), (5, 1)), ((3, 5), (0, 1)))
    assert matrix.discounts == (Fraction(1, 2),) * 2
    assert matrix.path == ()


@pytest.mark.parametrize("text", [REPEATED, REPEATED_MATRIX])
def test_writing_keeps_the_game(text: str) -> None:
    spec = loads(text)
    for again in (loads(spec.to_yaml()), loads(spec.to_json())):
        assert again.digest == spec.digest
        assert again.realise().game == spec.realise().game


def test_discounts_can_be_set_together_and_apart() -> None:
    apart, together = loads(REPEATED), loads(REPEATED_MATRIX)
    third, half = Fraction(1, 3), Fraction(1, 2)
    for spec, names in ((apart, ("board", "chief")), (together, ("row", "column"))):
        assert spec.with_values({"discount": "1/3"}).realise().game.discounts == (third, third)
        one = spec.with_values({f"discount.{names[0]}": "1/3"}).realise().game.discounts
        assert one == (third, spec.realise().game.discounts[1])
        both = {f"discount.{names[0]}": "1/3", f"discount.{names[1]}": "1/2"}
        assert spec.with_values(both).realise().game.discounts == (third, half)
        put = {name: Fraction(value) for name, value in both.items()}
        assert spec.realise(put).game.discounts == (third, half)
        assert spec.realise({"discount": third}).game.discounts == (third, third)


def test_freed_quantities_give_tables() -> None:
    real = loads(REPEATED_MATRIX).realise({"discount": parameter("d"), "t": parameter("t")})
    assert real.rules["discounts"] == (parameter("d"),) * 2
    assert real.tables is not None
    assert real.tables.payoffs[0][1][0] == parameter("t")
    stakes = loads(REPEATED).realise({"stakes": parameter("s")}).tables
    assert stakes is not None
    assert isinstance(stakes.payoffs[0][1][1], RationalFunction)


@pytest.mark.parametrize(
    ("text", "old", "new", "same"),
    [
        (REPEATED, "0.8", "4/5", True),
        (REPEATED, "  path: [[hold, hold]]\n", "", True),
        (REPEATED, "{board: 9/10, chief: 0.8}", "{chief: 0.8, board: 9/10}", True),
        (REPEATED_MATRIX, "1/2", "{row: 1/2, column: 0.5}", True),
        (REPEATED_MATRIX, "discount: 1/2", "discount: 1/2\n  path: [[hold, hold]]", True),
        (REPEATED, "0.8", "0.9", False),
        (REPEATED, "[[hold, hold]]", "[[hold, seek], [seek, hold]]", False),
        (REPEATED, "resistance: 1/2", "resistance: 1/3", False),
        (REPEATED_MATRIX, "value: 5", "value: 6", False),
    ],
)
def test_the_digest_covers_what_changes_the_game(text: str, old: str, new: str, same: bool) -> None:
    assert (loads(text.replace(old, new)).digest == loads(text).digest) is same


def test_a_repeated_game_is_not_its_stage() -> None:
    assert loads(REPEATED).digest != loads(POSTURE).digest
    assert loads(REPEATED_MATRIX).digest != loads(MATRIX).digest


def test_faults_are_named() -> None:
    for value in ("1", "-1/10", "3/2"):
        wrong(REPEATED_MATRIX, "discount: 1/2", f"discount: {value}", "discount:", "in [0, 1)")
        wrong(REPEATED, "chief: 0.8", f"chief: {value}", "discount:", "discount.chief", "in [0, 1)")
    wrong(REPEATED, ", chief: 0.8", "", "discount:", "factor of `chief` is missing")
    wrong(REPEATED, "chief: 0.8", "chef: 0.8", "discount:", "no player `chef`", "did you mean")
    wrong(REPEATED, "[[hold, hold]]", "[]", "path:", "1 to 40 profiles")
    wrong(REPEATED, "[[hold, hold]]", "[[hold]]", "path:", "one action of each")
    wrong(REPEATED, "[[hold, hold]]", "[[hold, sek]]", "path:", "no action `sek`", "did you mean")
    wrong(REPEATED, "{kind: posture,", "{kind: postur,", "stage:", "stage game of kind", "posture")
    wrong(REPEATED, "{kind: posture, levels", "{levels", "stage:", "`kind` is missing")
    wrong(REPEATED, "stage: {", "stag: {", "game:", "`stage` is missing", "did you mean")
    wrong(REPEATED, "levels: 1", "levls: 1", "stage:", "unknown key `levls`", "did you mean")
    wrong(REPEATED, "stage: {kind: posture, levels: 1", "stage: {kind: matrix", "parties:", "unkn")
    wrong(REPEATED_MATRIX, "kind: matrix", "kind: posture", "players:", "unknown key `players`")
