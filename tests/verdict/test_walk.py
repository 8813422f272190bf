"""Distances of games beside the normal form, against the games solved anew with plain numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import pytest

from games import catalogue
from games.errors import DetenteError, GameError, UndecidedError
from games.exact import Number, enclosure
from games.exact.followed import Trail
from games.spec import Spec, loads
from solver.dynamic.subgames import nash
from solver.solution.verdict import Distance, Flip
from solver.solve import solve
from solver.solve.distances import of_game
from solver.solve.kinds.bargaining import verdict as of_bargaining
from solver.solve.kinds.repeated.sustain import verdict as of_path
from solver.solve.kinds.reputation import verdict as of_reputation
from solver.solve.signalling_verdict import verdicts
from solver.solve.trees.verdict import verdict as of_tree
from solver.solve.trees.verdict import verdict_in_behaviour
from solver.verdict.elsewhere import Verdict, walked_distances
from solver.verdict.flips import gap
from solver.verdict.walk import Domain, Sayings, Walk

PARTIES = """detente: 1
parties: [{{name: red, power: {0}}}, {{name: blue, power: {1}}}]
alignment: {{cosine: {2}}}
conflict:
  stakes: {3}
  contest: {{kind: ratio, decisiveness: 2}}
  destruction_probability: {4}
  destruction_fraction: {5}
game:
"""
LADDER = """  kind: ladder
  first: red
  moves: {6}
  rungs:
    - {{risk: {7}, grab: {8}}}
    - {{risk: {9}, grab: {10}}}
    - {{risk: 1, grab: 1/2}}
"""
REPEATED = """  kind: repeated
  stage: {{kind: posture, levels: 1, resistance: {7}}}
  discount: {8}
"""
BARGAIN = """  kind: bargaining
  procedure: alternating
  discount: [{7}, {8}]
  later_win_probability: {9}
"""


def never() -> bool:
    return False


def tree_nash(game: object) -> Sayings:
    return verdict_in_behaviour(game, nash(game))  # type: ignore[arg-type]


NOT_FREE = ("decisiveness", "moves", "levels", "periods")
#: kind -> a fresh verdict, so that nothing is remembered from one value to the next.
FRESH: dict[str, Callable[[], Verdict]] = {
    "bargaining": lambda: of_game(of_bargaining),
    "ladder": lambda: of_game(of_tree),
    "extensive": lambda: of_game(of_tree),
    "repeated": lambda: of_game(of_path),
    "reputation": lambda: of_game(of_reputation),
    "signalling": verdicts,
    "private_alignment": verdicts,
}


def at(spec: Spec, name: str, value: Number, fresh: Callable[[], Verdict]) -> Sayings | None:
    """The verdict at a plain value; None where the model has none."""
    try:
        return fresh()(spec, {name: value})
    except DetenteError:
        return None


def check(spec: Spec, distance: Distance, fresh: Callable[[], Verdict]) -> int:
    """Nothing changes before a flip, something does at it or right behind it; counts the flips."""
    name, now = distance.address, distance.value
    here = fresh()(spec, {})
    found = 0
    for way, flip, edge in ((-1, distance.below, distance.low), (1, distance.above, distance.high)):
        stop = edge if flip is None else flip.value
        if stop is None:
            stop = now + way * 50
        for part in (Fraction(1, 7), Fraction(2, 3), Fraction(999, 1000)):
            between = at(spec, name, now + (stop - now) * part, fresh)
            if between is None:
                break
            assert between == here, (name, way, part)
        if flip is not None:
            found += 1
            _check_flip(spec, name, now, way, flip, here, fresh)
    return found


def _check_flip(
    spec: Spec,
    name: str,
    now: Number,
    way: int,
    flip: Flip,
    here: Sayings,
    fresh: Callable[[], Verdict],
) -> None:
    assert flip.distance == (flip.value - now) * way >= 0
    there = at(spec, name, flip.value, fresh)
    assert (there != here) == flip.attained, name
    if not flip.attained:
        there = at(spec, name, gap(flip.value, flip.value + Fraction(way, 10**6), way), fresh)
        assert there != here, name
    assert there is not None
    assert flip.changes
    for sentence in flip.changes:
        assert sentence in there or sentence.startswith("No longer: ")


def draws(seed: int, number: int) -> Iterator[Spec]:
    """Random specs of every kind with a world, ties among them."""
    rng = random.Random(seed)

    def share(low: int = 0, high: int = 10) -> Fraction:
        return Fraction(rng.randint(low, high), 10)

    kinds = (LADDER, REPEATED, BARGAIN)
    for k in range(number):
        text = (PARTIES + kinds[k % 3]).format(
            rng.randint(1, 4), rng.randint(1, 4), Fraction(rng.randint(-9, 9), 10), share(1),
            share(), share(), rng.randint(2, 5), share(0, 6), share(1, 9), share(), share(),
        )  # fmt: skip
        try:
            yield loads(text)
        except DetenteError:
            continue


def checked(spec: Spec) -> int:
    fresh = FRESH[spec.kind]
    found = list(walked_distances(spec, fresh()))
    assert any(distance.computed for distance in found), [d.reason for d in found]
    return sum(
        check(spec, distance, fresh)
        for distance in found
        if distance.computed
        and distance.address not in ("decisiveness", "moves", "levels", "periods")
    )


@pytest.mark.parametrize(
    "label",
    [
        "escalation/bargain",
        "escalation/backing-down",
        "post/board-2023-repeated",
        "classic/beer-quiche",
        "classic/chain-store",
        "literature/mckelvey1992/centipede-tree",
    ],
)
def test_flips_of_the_catalogue(label: str) -> None:
    assert checked(catalogue.load(label)) > 0


def test_flips_of_random_specs() -> None:
    assert sum(checked(spec) for spec in draws(5, 24)) > 60


@pytest.mark.check
def test_flips_of_many_random_specs() -> None:
    assert sum(checked(spec) for spec in draws(6, 600)) > 2000


def test_three_types_are_followed_where_there_is_time() -> None:
    text = catalogue.load("private/surprise-coup").to_yaml()
    three = text.replace("{angle: 30 deg}", "{cosine: 4/5}\n    middling: {cosine: 0}")
    spec = loads(
        three.replace("prior: 1/5", "prior: {aligned: 1/2, middling: 1/4, misaligned: 1/4}")
    )
    assert all("--limit-time" in item.reason for item in solve(spec).distances)

    def verdict(spec: Spec, values: Mapping[str, Number]) -> Sayings:
        return verdicts(patient=True)(spec, values)

    growth = spec.quantity("growth")

    def judge(value: Number) -> Sayings:
        return verdict(spec, {"growth": value})

    walk = Walk(judge, growth.value, judge(growth.value), Domain(growth.low, growth.high), never)
    flip = walk.nearest(1)
    assert flip is not None
    assert flip.value == Fraction(403, 800)
    _check_flip(spec, "growth", growth.value, 1, flip, walk.here, lambda: verdict)


@pytest.mark.check
@pytest.mark.parametrize(
    "label",
    [
        "private/surprise-coup",
        "private/third-party",
        "private/inspection",
        "private/reputation",
        "escalation/brinkmanship",
    ],
)
def test_flips_of_larger_catalogue_games(label: str) -> None:
    assert checked(catalogue.load(label)) > 0


def test_nash_equilibria_of_a_tree() -> None:
    spec = catalogue.load("literature/mckelvey1992/centipede-tree")

    def fresh() -> Verdict:
        return of_game(tree_nash)

    assert sum(check(spec, d, fresh) for d in walked_distances(spec, fresh())) > 0


def test_known_thresholds_come_out() -> None:
    """The prior up to which a coup can be trusted, and the least discount factor of peace."""
    coup = solve(catalogue.load("private/surprise-coup"))
    by_name = {item.address: item for item in coup.distances}
    trust = coup.data["deception"]["trust"]["threshold"]  # type: ignore[attr-defined]
    prior = by_name["prior"].below
    assert prior is not None
    assert enclosure(prior.value)[0] <= Fraction(trust["interval"][1])
    assert Fraction(trust["interval"][0]) <= enclosure(prior.value)[1]
    peace = solve(catalogue.load("post/board-2023-repeated"))
    discount = {item.address: item for item in peace.distances}["discount"].below
    assert discount is not None
    assert discount.value == peace.optimal.value  # type: ignore[attr-defined]
    assert not discount.attained


def test_a_verdict_between_two_roots_of_an_unasked_function_is_found() -> None:
    """Functions that matter beyond the first cell only, and a change at a point alone."""

    def judge(t: Number) -> Sayings:
        if t < 1:
            return ("start",)
        if (t - 2) * (t - 2) == 0:
            return ("point",)
        return ("start",) if t * t < 5 else ("end",)

    walk = Walk(judge, Fraction(0), ("start",), Domain(Fraction(-1), Fraction(4)), lambda: False)
    flip = walk.nearest(1)
    assert flip is not None
    assert (flip.value, flip.attained, flip.changes) == (2, True, ("point",))
    assert walk.nearest(-1) is None
    beyond = Walk(judge, Fraction(5, 2), ("end",), Domain(None, None), lambda: False)
    flip = beyond.nearest(-1)
    assert flip is not None
    assert flip.value * flip.value == 5
    assert not flip.attained
    assert beyond.nearest(1) is None


def test_an_unsure_verdict_is_no_end_of_the_model() -> None:
    """Else the walk would say that nothing changes."""

    def judge(t: Number) -> Sayings:
        if t > Fraction(1, 2):
            raise UndecidedError("not all is known")
        return ("same",)

    walk = Walk(judge, Fraction(0), ("same",), Domain(Fraction(0), Fraction(1)), lambda: False)
    with pytest.raises(UndecidedError):
        walk.nearest(1)


def test_the_walk_ends_where_the_model_does() -> None:
    def judge(t: Number) -> Sayings:
        if t > Fraction(1, 2):
            raise GameError("no such game")
        return ("same",)

    walk = Walk(judge, Fraction(0), ("same",), Domain(Fraction(0), Fraction(1)), lambda: False)
    assert walk.nearest(1) is None


def test_symmetric_games_have_symmetric_distances() -> None:
    text = (PARTIES + LADDER).format(1, 1, 0, "1/2", 1, "1/2", 4, "1/10", "1/5", "1/4", "2/5")
    mirrored = text.replace("red", "x").replace("blue", "red").replace("x, power", "blue, power")
    mirrored = mirrored.replace("first: x", "first: blue")
    one, other = (
        {item.address: item for item in solve(loads(each)).distances} for each in (text, mirrored)
    )
    assert set(one) == set(other)
    for name, item in one.items():
        if name.startswith(("power", "share", "win")):
            continue
        assert (item.below and item.below.value) == (other[name].below and other[name].below.value)
        assert (item.above and item.above.value) == (other[name].above and other[name].above.value)


def test_reasons_are_given_where_nothing_is_computed() -> None:
    text = (PARTIES + LADDER).format(1, 1, 0, "1/2", 1, "1/2", 400, "1/10", "1/5", "1/4", "2/5")
    found = solve(loads(text)).distances
    assert found
    assert all(not item.computed and "not computed" in item.reason for item in found)


def test_a_sample_on_a_boundary_is_moved() -> None:
    """The domain's middle, where the walk looks first, is a root."""

    def judge(t: Number) -> Sayings:
        return ("low",) if t < Fraction(1, 2) else ("high",)

    walk = Walk(judge, Fraction(0), ("low",), Domain(Fraction(0), Fraction(1)), lambda: False)
    flip = walk.nearest(1)
    assert flip is not None
    assert flip.value == Fraction(1, 2)
    assert isinstance(Trail(Fraction(1, 2)).variable(), Number)
