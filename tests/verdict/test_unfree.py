"""Flips of levels and decisiveness, of larger games and of cubic functions with irrational parts.

Each is held against the game itself, solved on both sides of the flip.
"""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from games import catalogue
from games.exact import enclosure, real_roots, sqrt
from games.spec import loads
from solver import solve
from solver.verdict.quotient import Quotient
from solver.verdict.unfree import vector_at

SPEC = """
detente: 1
parties: [{{name: red, power: {s}}}, {{name: blue, power: {t}}}]
alignment: {{{alignment}}}
conflict:
  stakes: 3/4
  contest: {{kind: {kind}, decisiveness: {r}}}
  expected_loss: {d}
game: {{kind: posture, levels: {levels}, resistance: 3/4, grab: 1/2}}
"""


def spec_at(**values):
    base = {"s": 2, "t": 3, "alignment": "cosine: -1/6", "kind": "ratio", "r": 2, "d": "1/5"}
    return loads(SPEC.format(**{**base, "levels": 1, **values}))


def distances(spec):
    return {item.address: item for item in solve(spec).distances}


def sides(spec, name, flip, way):
    """The vectors just before a flip and just behind it; whole steps would be too coarse."""
    low, high = flip.bracket or enclosure(flip.value, 64)
    step = F(1, 10**4)
    before, beyond = (low - step, high + step) if way > 0 else (high + step, low - step)
    return (vector_at(spec, {name: simple(x)}) for x in (before, beyond))


def simple(x):
    return x.limit_denominator(10**4)


def test_decisiveness_is_where_the_games_change():
    """At whole and half values, whose win probabilities are exact, on both sides."""
    compared = 0
    for kind in ("ratio", "difference"):
        for loss in ("1/10", "1/5", "1/4"):
            spec = spec_at(d=loss, kind=kind)
            item = distances(spec)["decisiveness"]
            assert item.computed
            here = vector_at(spec, {})
            top = item.above.value if item.above else None
            bottom = item.below.value if item.below else None
            for r in (0, 1, F(3, 2), 2, F(5, 2), 3, 4, 5, 6):
                inside = (top is None or r < top) and (bottom is None or r > bottom)
                if inside:
                    assert vector_at(spec, {"decisiveness": F(r)}) == here, (kind, loss, r)
                    compared += 1
            for flip, way in ((item.above, 1), (item.below, -1)):
                if flip is None:
                    continue
                low, high = flip.bracket or (flip.value, flip.value)
                assert high - low < F(1, 10**15)
                p = spec.realise({"decisiveness": flip.value.limit_denominator(8)})
                assert p.tables is not None
                nearest_half = F(round(2 * flip.value) + way, 2)
                if (nearest_half - flip.value) * way > 0:
                    compared += vector_at(spec, {"decisiveness": nearest_half}) != here
    assert compared > 25


def test_an_exact_flip_in_decisiveness():
    """Where the flip in p is the contest's own value at a whole r, the flip in r is that r."""
    spec = spec_at()
    at_three = spec.realise({"decisiveness": F(3)}).conflict.first_wins(F(2, 5))
    flips = distances(spec)
    p = flips["win_probability"]
    r = flips["decisiveness"]
    # red is the weaker: its chances fall with r.
    assert at_three < F(4, 13)
    assert r.below.changes == p.above.changes
    assert r.above.changes == p.below.changes
    low, high = r.below.bracket
    odds = p.above.value / (1 - p.above.value)
    assert abs(float(odds) - (2 / 3) ** float(low)) < 1e-12
    assert low < high < 2


def test_equal_powers_make_decisiveness_idle():
    item = distances(spec_at(s=1, t=1))["decisiveness"]
    assert item.computed
    assert (item.below, item.above) == (None, None)


@pytest.mark.parametrize("levels", [1, 2])
def test_the_share_in_a_difference_contest(levels):
    """Inside the exponential: the flips of the map, with the game solved on both sides of each."""
    spec = spec_at(kind="difference", r=4, levels=levels)
    found = distances(spec)["share"]
    assert found.computed
    flips = [(flip, way) for flip, way in ((found.below, -1), (found.above, 1)) if flip is not None]
    assert flips
    here = vector_at(spec, {})
    for flip, way in flips:
        low, high = flip.bracket or (flip.value, flip.value)
        before = (high if way < 0 else low) - way * F(1, 10**6)
        beyond = (low if way < 0 else high) + way * F(1, 10**6)
        assert vector_at(spec, {"share": before}) == here
        assert vector_at(spec, {"share": beyond}) != here


@pytest.mark.parametrize("levels", [1, 2])
def test_levels_are_tried(levels):
    spec = spec_at(levels=levels)
    here = vector_at(spec, {})
    item = distances(spec)["levels"]
    assert "tried" in item.reason
    for flip, way in ((item.below, -1), (item.above, 1)):
        reached = levels + 2 * way if flip is None else int(flip.value)
        for n in range(levels + way, reached + way, way):
            if n < 1:
                break
            changed = vector_at(spec, {"levels": F(n)}) != here
            assert changed == (flip is not None and n == flip.value)


def test_three_actions_each():
    """Two levels: every flip of the map is one of the game."""
    spec = spec_at(levels=2)
    here = vector_at(spec, {})
    seen = 0
    for name, item in distances(spec).items():
        if name in ("levels", "decisiveness") or not item.computed:
            continue
        for flip, way in ((item.below, -1), (item.above, 1)):
            if flip is None:
                continue
            edge = item.high if way > 0 else item.low
            if edge is not None and abs(flip.value - edge) < F(1, 10**3):
                continue
            before, beyond = sides(spec, name, flip, way)
            assert before == here, name
            assert beyond != here, name
            seen += 1
    assert seen > 6


def test_cubic_functions_with_irrational_coefficients():
    spec = spec_at(alignment="angle: 40 deg", r=3, d="1/25")
    here = vector_at(spec, {})
    found = distances(spec)
    assert all(item.computed for item in found.values())
    item = found["share"]
    for flip, way in ((item.below, -1), (item.above, 1)):
        before, beyond = sides(spec, "share", flip, way)
        assert before == here
        assert beyond != here


def test_roots_with_irrational_coefficients_against_their_product():
    """(t - 1)(t - sqrt 2)(t + sqrt 3), expanded: its roots, no conjugates and nothing else."""
    a, b = sqrt(F(2)), sqrt(F(3))
    t = Quotient.variable()
    cubic = (t - 1) * (t - a) * (t + b)
    assert sorted(cubic.changes()) == [-b, 1, a]
    # Without real roots beyond the first: t^3 - sqrt 2 has one, its conjugate another.
    (root,) = (t * t * t - a).changes()
    assert root**6 == 2
    assert root > 0
    assert real_roots([-2, 0, 0, 0, 0, 0, 1])[1] == root
    # A double root is found too.
    assert set(((t - a) * (t - a) * (t - b)).changes()) == {a, b}


def test_too_large_is_said():
    found = distances(catalogue.load("post/left").with_values({"levels": "5"}))
    assert "detente regimes" in found["stakes"].reason
