"""Specs to games: exact numbers, quantities by address, values put in their place."""

from fractions import Fraction as F

import pytest

from games.build import posture
from games.errors import NumberError, SpecError
from games.exact import RationalFunction, parameter
from games.spec import loads
from games.world import Conflict, Party, RatioContest, World
from tests.spec.data import MATRIX, POSTURE, THREE


def test_a_posture_spec_is_the_game_its_blocks_say() -> None:
    real = loads(POSTURE).realise()
    world = World.of_two(Party("red", F(2)), Party("blue", F(3)), F(1, 2))
    conflict = Conflict(
        stakes=F(1, 2),
        win_probability=F(11, 20),
        destruction_probability=F(2, 5),
        destruction_fraction=F(1, 2),
    )
    assert real.game.payoffs == posture(world, conflict).payoffs
    assert real.game.measures == posture(world, conflict).measures
    assert real.game.seeking == (frozenset({1}), frozenset({1}))
    assert real.world.alignment == world.alignment
    assert real.rules["grab"] == F(1, 2)
    assert real.game.title.startswith("Red has a lot")


def test_every_quantity_is_listed_with_its_domain() -> None:
    found = {q.address: (q.value, q.low, q.high) for q in loads(POSTURE).quantities()}
    assert found == {
        "power.red": (F(2), F(0), None),
        "power.blue": (F(3), F(0), None),
        "share": (F(2, 5), F(0), F(1)),
        "cosine": (F(1, 2), F(-1), F(1)),
        "stakes": (F(1, 2), F(0), F(1)),
        "win_probability": (F(11, 20), F(0), F(1)),
        "destruction_probability": (F(2, 5), F(0), F(1)),
        "destruction_fraction": (F(1, 2), F(0), F(1)),
        "expected_loss": (F(1, 5), F(0), F(1)),
        "levels": (F(1), F(1), None),
        "resistance": (F(1), F(0), F(1)),
        "grab": (F(1, 2), F(0), F(1)),
    }


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("angle", "cosine"),
        ("angle.red-blue", "cosine"),
        ("cosine.blue-red", "cosine"),
        ("game.resistance", "resistance"),
        ("conflict.stakes", "stakes"),
        ("power.red", "power.red"),
        ("share.red", "share"),
        ("advantage.red", "advantage.red"),
    ],
)
def test_addresses_and_their_aliases(address: str, canonical: str) -> None:
    assert loads(POSTURE).quantity(address).address == canonical


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("stake", "did you mean `stakes`?"),
        ("power", "power.red, power.blue"),
        ("game.resistence", "did you mean `game.resistance`?"),
        ("zebra", "the quantities are power.red"),
    ],
)
def test_unknown_addresses_are_refused_with_a_way_out(address: str, words: str) -> None:
    spec = loads(POSTURE)
    for attempt in (
        lambda: spec.quantity(address),
        lambda: spec.realise({address: F(1)}),
        lambda: spec.with_values({address: "1"}),
    ):
        with pytest.raises(SpecError) as caught:
            attempt()
        assert words in str(caught.value)


def test_derived_quantities_move_along_unless_set() -> None:
    spec = loads(POSTURE)
    assert spec.realise({"stakes": F(1, 4)}).rules["grab"] == F(1, 4)
    assert spec.realise({"stakes": F(1, 4), "grab": F(1, 3)}).rules["grab"] == F(1, 3)
    halves = spec.realise({"power.red": 3})
    assert halves.world.shares == (F(1, 2), F(1, 2))
    contest = POSTURE.replace(
        "win_probability: {red: 0.55}", "contest: {kind: ratio, decisiveness: 2}"
    )
    fought = loads(contest)
    assert fought.quantity("win_probability").value == F(4, 13)
    assert fought.quantity("win_probability").derived
    assert fought.realise().conflict.contest == RatioContest(F(2))
    moved = fought.realise({"share": F(1, 2)})
    assert moved.conflict.first_wins(moved.world.shares[0]) == F(1, 2)
    assert fought.realise({"win_probability": F(1, 3)}).conflict.win_probability == F(1, 3)


def test_setting_share_keeps_the_total_and_setting_loss_sets_the_product() -> None:
    spec = loads(POSTURE)
    assert spec.realise({"share": F(1, 10)}).world.power == (F(1, 2), F(9, 2))
    assert spec.realise({"expected_loss": F(1, 3)}).conflict.expected_loss == F(1, 3)
    with pytest.raises(SpecError, match="set one"):
        spec.realise({"expected_loss": F(1, 3), "destruction_probability": F(1, 3)})


@pytest.mark.parametrize(
    "address",
    [
        "cosine",
        "angle",
        "stakes",
        "win_probability",
        "expected_loss",
        "share",
        "resistance",
        "grab",
        "power.red",
        "destruction_probability",
        "advantage.blue",
    ],
)
def test_freed_quantities_give_rational_functions_that_agree_with_numbers(address: str) -> None:
    spec = loads(POSTURE.replace("resistance: 1", "resistance: 2/3"))
    freed = spec.realise({address: parameter("t")})
    for value in (F(0), F(1, 7), F(2, 3)):
        if address == "advantage.blue":
            value /= 10
        numbers = spec.realise({address: value}).game
        for player in (0, 1):
            for profile in numbers.profiles():
                entry = freed.tables.payoffs[player][profile[0]][profile[1]]
                if isinstance(entry, RationalFunction):
                    entry = entry.at({"t": value})
                assert entry == numbers.payoff(player, profile)
    with pytest.raises(NumberError):
        _ = freed.game


def test_what_cannot_be_freed_says_so() -> None:
    spec = loads(POSTURE)
    assert not spec.quantity("levels").free
    with pytest.raises(SpecError, match="not left open"):
        spec.realise({"levels": parameter("t")})
    assert spec.realise({"levels": 2}).game.shape == (3, 3)
    with pytest.raises(NumberError, match="whole"):
        spec.realise({"levels": F(3, 2)})


def test_values_outside_their_domain_are_refused() -> None:
    spec = loads(POSTURE)
    with pytest.raises(NumberError) as caught:
        spec.realise({"stakes": F(3, 2)})
    assert caught.value.place.key == "stakes"
    assert "in [0, 1]; found 3/2" in caught.value.message
    with pytest.raises(NumberError, match=r"in \[0, 1\]"):
        loads(MATRIX).realise({"x": 2})


def test_matrix_specs() -> None:
    spec = loads(MATRIX)
    game = spec.realise().game
    assert game.payoffs[0] == ((F(1, 8), F(1, 4)), (F(3, 4), F(3, 8)))
    assert game.payoffs[1] == ((F(1, 8), F(3, 4)), (F(1, 4), F(3, 8)))
    assert [q.address for q in spec.quantities()] == ["x"]
    assert spec.realise({"x": F(1, 2)}).game.payoffs[0][0] == (F(1, 4), F(1, 2))
    entry = "payoffs.row.hold.seek"
    assert spec.quantity(entry).value == F(1, 4)
    assert spec.realise({entry: F(9)}).game.payoffs[0][0][1] == 9
    assert spec.realise({entry: F(9)}).game.payoffs[1][1][0] == 9
    without = loads(MATRIX.replace(", seeking: [seek]", ""))
    assert without.realise().game.seeking is None


def test_matrix_specs_of_three_players() -> None:
    game = loads(THREE).realise().game
    assert game.shape == (2, 2, 2)
    assert game.payoff(0, (1, 0, 1)) == 6
    assert game.payoff(2, (1, 1, 1)) == F(1, 3)


def test_beliefs_contest_interpolation_effort_and_losses() -> None:
    text = (
        POSTURE.replace(
            "{name: red,  power: 2}",
            "{name: red, power: 2, beliefs: {win_probability: 0.7, angle: 90 deg}}",
        )
        .replace("resistance: 1", "resistance: 1/2\n  interpolation: overlap")
        .replace("levels: 1", "levels: 2")
    )
    spec = loads(text)
    world = spec.realise().world
    assert world.parties[0].beliefs.win_probability == F(7, 10)
    assert world.parties[0].beliefs.cosine == 0
    assert spec.quantity("beliefs.red.angle").address == "beliefs.red.cosine"
    table = spec.realise().game.measures["conflict_probability"]
    by_hand = text.replace("overlap", '"min(x1, x2) + resistance * abs(x1 - x2)"')
    assert loads(by_hand).realise().game.measures["conflict_probability"] == table
    as_table = text.replace(
        "overlap", str([[str(entry) for entry in row] for row in table]).replace("'", "")
    )
    assert loads(as_table).realise().game.payoffs == spec.realise().game.payoffs
    fought = POSTURE.replace(
        "win_probability: {red: 0.55}", "contest: {kind: ratio, decisiveness: 1}"
    ).replace("levels: 1", "levels: 1\n  effort: {red: [1, 3], blue: [1, 2]}\n  losses: [0, 1/3]")
    real = loads(fought).realise()
    assert real.rules["effort"] == {"red": (1, 3), "blue": (1, 2)}
    assert real.game.measures["expected_loss"][0][1] == F(1, 3)


def test_expected_loss_alone_is_that_fraction_for_certain() -> None:
    text = POSTURE.replace("  destruction_probability: 0.4\n", "").replace(
        "destruction_fraction: 1/2", "expected_loss: 1/5"
    )
    conflict = loads(text).realise().conflict
    assert (conflict.destruction_probability, conflict.destruction_fraction) == (1, F(1, 5))


def test_odds_in_keys_are_read_as_probabilities() -> None:
    spec = loads(POSTURE.replace("destruction_probability", "destruction_odds"))
    assert spec.digest == loads(POSTURE).digest
    assert "destruction_probability: 0.4" in spec.to_yaml()


def test_alignment_in_every_form() -> None:
    def cosine(block: str) -> object:
        text = POSTURE.replace("alignment:\n  angle: 60 deg", block)
        return loads(text).realise().world.alignment[0][1]

    assert cosine("alignment: {angle: 60 deg}") == F(1, 2)
    assert cosine("alignment: {angle: pi/3}") == F(1, 2)
    assert cosine("alignment: {cosine: 0.5}") == F(1, 2)
    assert cosine("alignment: {matrix: [[1, 1/2], [0.5, 1]]}") == F(1, 2)
    assert cosine("alignment: {angles: {blue-red: 60 deg}}") == F(1, 2)
    assert cosine("alignment: {cosines: {red-blue: 1/2}, dimension: 3}") == F(1, 2)
    directions = (
        POSTURE.replace("alignment:\n  angle: 60 deg\n", "")
        .replace("power: 2}", "power: 2, direction: [1, 0]}")
        .replace("power: 3}", "power: 3, direction: [3, 4]}")
    )
    spec = loads(directions)
    assert spec.realise().world.alignment[0][1] == F(3, 5)
    assert spec.realise().world.parties[1].direction == (3, 4)
    assert spec.realise({"cosine": F(0)}).world.alignment[0][1] == 0


def test_freed_parameters_of_a_matrix() -> None:
    tables = loads(MATRIX).realise({"x": parameter("t")}).tables
    assert tables.payoffs[0][1][1] == (1 - parameter("t")) / 2
    assert tables.payoffs[1][0][1] == 1 - parameter("t")
