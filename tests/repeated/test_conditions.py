"""The condition functions decide support by reversion, at numbers and over parameters."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from games.errors import GameError
from games.exact import RationalFunction, parameter, sign
from games.forms.repeated import RepeatedGame, stage_equilibria
from games.spec import loads
from solver.repeated import conditions, critical_discount
from tests.repeated.games import bimatrix, dilemma
from tests.spec.data import REPEATED


def test_their_signs_decide() -> None:
    rng = random.Random(2)
    for _ in range(60):
        stage = bimatrix(rng, 2, 2, 4)
        discount = Fraction(rng.randint(1, 9), 10)
        game = RepeatedGame.with_common_discount(stage, discount, [(0, 0)])
        signs = {c.meaning: sign(c.polynomial) for c in conditions(game)}
        stays = []
        for i, name in enumerate(stage.players):
            left = (1, 0) if i == 0 else (0, 1)
            words = ("r1", "r2"), ("c1", "c2")

            def said(profile: tuple[int, ...], words: object = words) -> str:
                return f"({words[0][profile[0]]}, {words[1][profile[1]]})"  # type: ignore[index]

            tempted = signs[f"in one period {name} loses by leaving (r1, c1) for {said(left)}"] < 0
            feared = [
                signs[f"fear of {said(e)} for ever keeps {name} from {said(left)}"] >= 0
                for e in stage_equilibria(stage)
            ]
            stays.append(not tempted or any(feared))
        if stage_equilibria(stage):
            value = critical_discount(stage, (0, 0)).value
            assert all(stays) is (value is not None and discount >= value)


def test_over_parameters_they_are_those_of_the_numbers() -> None:
    spec = loads(REPEATED)
    free = conditions(spec.realise({"stakes": parameter("k"), "discount": parameter("x")}))
    there = conditions(spec.with_values({"stakes": "1/3", "discount": "2/3"}).realise().game)
    assert len(free) == len(there)
    for symbolic, number in zip(free, there, strict=True):
        value = symbolic.polynomial
        if isinstance(value, RationalFunction):
            value = value.at({"k": Fraction(1, 3), "x": Fraction(2, 3)})
        assert value == number.polynomial
        assert symbolic.meaning == number.meaning


def test_cycles_have_none() -> None:
    game = RepeatedGame.with_common_discount(dilemma(5, 3, 1, 0), 0, [(0, 1), (1, 0)])
    with pytest.raises(GameError, match="a constant path is needed"):
        conditions(game)
