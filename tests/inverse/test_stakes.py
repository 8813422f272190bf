"""The ridge: rescaled stakes against the definition, and what the numbers promise."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction as F

import pytest

from games.world.history import RecordedChoice
from solver.inverse.identified import identified_set
from solver.inverse.stakes import along, at_factor, factors, ridge


def choices(seed: int, *, grabs: bool) -> list[RecordedChoice]:
    source = random.Random(seed)
    c, d = F(source.randint(-8, 8), 10), F(source.randint(1, 8), 10)
    found = []
    for _ in range(6):
        s, p, rho = (F(source.randint(1, 9), 10) for _ in range(3))
        one = RecordedChoice("x", "seek", s, p, F(2, 5), rho if grabs else F(1))
        right = one.readings("decision")[0].explained(c, d)
        found.append(replace(one, action="seek" if right else "hold"))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_decisions_show_only_the_ratio(seed: int) -> None:
    made = choices(seed, grabs=False)
    whole = identified_set([o for choice in made for o in choice.readings("decision")])
    found = ridge(made, "decision", whole)
    assert found.exact
    assert [factor for factor, _ in found.sets] == [F(1, 4), F(1, 2), 1, 2, F(5, 2)]
    for factor, one in found.sets:
        loss, cosine = one.bounds()[:2]
        assert cosine == whole.bounds()[1]
        assert loss == along(whole.bounds()[0], factor)
        for end, ratio in ((loss.low, found.low), (loss.high, found.high)):
            k = F(2, 5) * factor
            assert ratio == (None if end == 1 else end / ((1 - end) * k))


@pytest.mark.parametrize("seed", range(20))
def test_grabs_that_follow_the_stakes_by_definition(seed: int) -> None:
    made = choices(seed, grabs=True)
    whole = identified_set([o for choice in made for o in choice.readings("decision")])
    found = ridge(made, "decision", whole)
    assert not found.exact
    source = random.Random(seed)
    for factor, one in found.sets:
        for _ in range(30):
            c, d = F(source.randint(-20, 19), 20), F(source.randint(1, 20), 20)
            right = all(
                replace(o, stakes=o.stakes * factor, grab=o.grab * factor).explained(c, d)
                for o in whole.observations
            )
            assert (not one.empty and one.contains(c, d)) == right


def test_factors_keep_stakes_within_one() -> None:
    made = [RecordedChoice("x", "hold", F(1, 2), F(1, 2), k) for k in (F(1), F(1, 3))]
    assert factors(made) == (F(1, 4), F(1, 2), 1)
    assert factors(made[1:]) == (F(1, 4), F(1, 2), 1, 2, 3)
    none = [replace(made[0], stakes=F(0))]
    assert factors(none) == (1,)
    assert at_factor(none, "decision", F(1)).observations[0].stakes == 0
