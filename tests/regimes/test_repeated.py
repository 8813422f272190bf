"""Maps of repeated games against the exact solver at points, on curves and corners too."""

from __future__ import annotations

import json
import random
from fractions import Fraction as F
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from games import catalogue
from games.errors import GameError
from games.exact import Number, sign
from games.forms.normal import NormalFormGame
from games.forms.repeated import RepeatedGame
from games.spec import Spec, load
from solver.regimes import partition
from solver.repeated import critical_discount, payoff_set, pure_minmax
from solver.repeated.by_signs import PathBySigns
from solver.repeated.reversion import deviation_margins
from solver.report.schemas import output_schema
from solver.solution.certificate import Unproved
from solver.solution.discounting import PathVerdict
from solver.solution.limits import Limits
from solver.solution.regimes import RegimePartition
from solver.solve import solve
from tests.regimes.oracle import difference
from tests.regimes.test_two import points, signs_hold

BOARD = catalogue.load("post/board-2023-repeated")
#: Without resistance on one side, with other stakes: one-sided games, and games without a pure
#: equilibrium, in which reversion is not enough.
SETTINGS: dict[str, dict[str, str]] = {
    "as it is": {},
    "low resistance": {"resistance": "1/10", "stakes": "1/2"},
    "equal powers": {"power.chief": "2", "resistance": "1/4"},
    "strong chief": {"power.chief": "8", "resistance": "2/5", "destruction_probability": "9/10"},
}
PAIRS = [("angle", "discount"), ("stakes", "angle"), ("resistance", "discount")]


def board(name: str) -> Spec:
    return BOARD.with_values(SETTINGS[name])


@cache
def drawn(name: str, x: str, y: str) -> RegimePartition:
    return partition(board(name), x=x, y=y)


def agree(spec: Spec, found: RegimePartition, rng: random.Random, count: int) -> set[str]:
    """Compare labels with the answer of the exact solver; return what occurred."""
    signs_hold(found)
    seen = set()
    for point in points(found, rng, count):
        regime = found.regime_at(**point)
        if any(
            axis.address.startswith("discount") and point[axis.symbol] == 1 for axis in found.axes
        ):
            assert regime is None
            continue
        assert regime is not None
        assert regime.path is not None
        real = spec.realise({axis.address: point[axis.symbol] for axis in found.axes})
        game = real.game
        worth = real.world.share_payoffs if real.world is not None else None
        assert difference(game.stage, regime, point, worth) is None
        separate = any(axis.address.startswith("discount.") for axis in found.axes)
        compare(game, regime.path, point, separate)
        seen.add(f"{regime.path.reversion}, {regime.path.penal}")
    return seen


def compare(game: RepeatedGame, said: PathVerdict, where: object, separate: bool = False) -> None:
    """separate: the discount factors are two quantities, for which no one is said to bind."""
    answer: Any = solve(game)
    names = game.players
    leaving: tuple[int, ...] = ()
    if answer.reversion is None:
        assert said.reversion in ("no equilibrium", "untempted"), where
    else:
        worst = [game.stage.payoff(i, e) for i, e in enumerate(answer.reversion.equilibria)]
        margins = [
            deviation_margins(game.stage, answer.path, i, worst[i], game.discounts[i])
            for i in (0, 1)
        ]
        leaving = tuple(i for i in (0, 1) if any(sign(m) < 0 for m in margins[i]))
        assert said.leaving == tuple(names[i] for i in leaving), where
        assert (said.reversion in ("fails", "never")) == bool(leaving), where
        on = [i for i in (0, 1) if margins[i] and min(margins[i]) == 0]
        assert said.indifferent == tuple(names[i] for i in on), where
        if game.common_discount is not None and len(answer.path) == 1 and not separate:
            critical = critical_discount(game.stage, answer.path[0])
            assert (critical.value is None) == (said.reversion == "never"), where
            assert said.binding == tuple(names[i] for i in critical.binding), where
    # Where the solver leaves the set between two bounds, the map may know more.
    if said.penal != "open" and answer.holds is not None:
        assert answer.holds is (said.penal == "holds"), (where, said)
    if said.penal == "never" and answer.optimal is not None:
        assert (answer.optimal.value, answer.optimal.status) == (None, "complete"), where


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_maps_against_the_solver(name: str, x: str, y: str) -> None:
    spec = board(name)
    found = drawn(name, x, y)
    assert found.status == "complete"
    agree(spec, found, random.Random(3), 17)


@pytest.mark.check
@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize(("x", "y"), PAIRS)
def test_ten_thousand_points(name: str, x: str, y: str) -> None:
    spec = board(name)
    agree(spec, partition(spec, x=x, y=y), random.Random(4), 850)


def test_an_irrational_constant_against_the_solver() -> None:
    spec = BOARD.with_values({"cosine": "-sqrt(2)/6"})
    found = partition(spec, x="stakes", y="discount")
    assert found.status == "complete"
    assert found.arithmetic == "algebraic"
    agree(spec, found, random.Random(5), 17)


@pytest.mark.parametrize("x", ["discount", "expected_loss"])
def test_a_transcendental_constant_against_the_solver(x: str) -> None:
    spec = BOARD.with_values({"cosine": "cos(2)"})
    found = partition(spec, x=x)
    assert found.status == "complete"
    assert found.arithmetic == "transcendental"
    agree(spec, found, random.Random(5), 17)


def test_the_interesting_cases_occur() -> None:
    found = drawn("strong chief", "angle", "discount")
    seen = {(r.path.reversion, r.path.penal) for r in found.regimes if r.path and r.dimension == 2}
    expected = {
        ("untempted", "holds"),
        ("holds", "holds"),
        ("never", "never"),
        ("never", "holds"),
        ("never", "fails"),
        ("fails", "fails"),
        ("no equilibrium", "holds"),
        ("no equilibrium", "fails"),
    }
    assert seen == expected


def test_unequal_discount_factors() -> None:
    found = partition(BOARD, x="discount.board", y="discount.chief")
    assert found.status == "complete"
    agree(BOARD, found, random.Random(6), 40)
    by = {r.path.leaving for r in found.regimes if r.path and r.dimension == 2}
    assert by == {(), ("chief",)}


def test_one_quantity_and_the_critical_value_itself() -> None:
    found = partition(BOARD, x="discount")
    regimes = [None if run.regime is None else found.regimes[run.regime] for run in found.runs]
    assert [run.low.number for run in found.runs] == [0, F(209, 537), F(209, 537), 1]
    assert regimes[-1] is None
    below, at, above = (regime.path for regime in regimes[:3] if regime is not None)
    assert below is not None
    assert (below.reversion, below.leaving) == ("fails", ("chief",))
    assert at is not None
    assert (at.reversion, at.indifferent) == ("holds", ("chief",))
    assert above is not None
    assert (above.reversion, above.indifferent) == ("holds", ())


def test_peace_is_impossible_where_the_aggressor_alone_brings_about_its_punishment() -> None:
    # T = P > R: share 7/10, cosine -1/2, win probability 3/10, stakes 1/10, expected loss 1/5.
    spec = catalogue.load("post/board-2023-repeated").with_values(
        {
            "power.board": "7",
            "power.chief": "3",
            "cosine": "-1/2",
            "stakes": "1/10",
            "resistance": "1",
            "grab": "1/10",
        }
    )
    found = partition(spec, x="discount")
    for regime in found.regimes:
        assert regime.path is not None
        if regime.path.leaving:
            assert regime.path.reversion == "never"


CYCLE = """
detente: 1
parameters: {x: {value: 4, range: [2, 6]}}
players: [{name: a, actions: [c, d], seeking: [d]}, {name: b, actions: [c, d], seeking: [d]}]
game:
  kind: repeated
  stage: {kind: matrix, symmetric: true, payoffs: {a: [[3, 0], [x, 1]]}}
  discount: 1/2
  path: [[c, d], [d, c]]
"""


def test_a_cycle(tmp_path: Path) -> None:
    target = tmp_path / "cycle.yaml"
    target.write_text(CYCLE)
    spec = load(target)
    found = partition(spec, x="x", y="discount")
    seen = agree(spec, found, random.Random(7), 60)
    assert {"holds, holds", "fails, fails"} <= seen
    assert found.subject == "the path"


def test_larger_stages_leave_the_question_open_and_say_so() -> None:
    spec = BOARD.with_values({"levels": "2"})
    found = partition(spec, x="discount")
    agree(spec, found, random.Random(8), 20)
    if any(r.path and r.path.penal == "open" for r in found.regimes):
        assert found.status == "incomplete"
        assert found.undecided > 0


def test_random_games_at_a_point() -> None:
    """The steps that decide by signs, with numbers, against the exact set of payoffs."""
    rng = random.Random(9)
    settled = 0
    for _ in range(3000):
        size = rng.choice([2, 3, 8])
        tables = [[[F(rng.randint(-size, size)) for _ in "ab"] for _ in "ab"] for _ in "ab"]
        stage = NormalFormGame.from_bimatrix(*tables)
        discount = F(rng.randint(0, 11), 12)
        said = _said(stage, discount)
        if said.reversion in ("untempted", "holds") or said.penal == "never":
            continue
        found = payoff_set(RepeatedGame.with_common_discount(stage, discount))
        if found.status != "complete":
            continue
        settled += said.penal == "holds"
        threats = found.threats or tuple(pure_minmax(stage, i).value for i in (0, 1))
        kept = found.threats is not None and all(
            sign(m) >= 0
            for i in (0, 1)
            for m in deviation_margins(stage, [(0, 0)], i, threats[i], discount)
        )
        assert said.penal == "open" or kept == (said.penal == "holds"), (tables, discount, said)
    assert settled > 10


def _said(stage: NormalFormGame, discount: Number) -> PathVerdict:
    path = PathBySigns(stage.players, stage.actions, stage.payoffs, (discount, discount), ((0, 0),))
    return path.verdict(lambda value, _: sign(value))  # type: ignore[arg-type]


def test_documents() -> None:
    found = partition(BOARD, x="angle", y="discount")
    jsonschema.validate(json.loads(json.dumps(found.to_dict())), output_schema("regimes"))
    words = " ".join(str(found).split())
    assert "Where peace is sustained" in words
    assert "holds by reversion" in words
    assert "holds by reversion" in found.csv().to_csv()
    assert found.boundaries[0].meanings


def test_no_certificate_is_claimed() -> None:
    found = partition(BOARD, x="discount")
    assert isinstance(found.shown, Unproved)
    assert found.certificate is None


def test_what_is_refused() -> None:
    with pytest.raises(GameError, match="leaves the domain"):
        partition(BOARD, x="discount", x_range=(0, 2))
    stopped = partition(BOARD, x="angle", y="discount", limits=Limits(seconds=0.0))
    assert stopped.status == "incomplete"
