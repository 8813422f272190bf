"""`with_values`: what `--set NAME=VALUE` writes into a spec, for every quantity."""

from fractions import Fraction as F

import pytest

from games.errors import DetenteError, NumberError, SpecError
from games.spec import loads
from tests.spec.data import MATRIX, POSTURE

CONTEST = POSTURE.replace("win_probability: {red: 0.55}", "contest: {kind: ratio, decisiveness: 2}")
BELIEFS = POSTURE.replace("power: 2}", "power: 2, beliefs: {angle: 90 deg, win_probability: 0.7}}")
DIRECTIONS = (
    POSTURE.replace("alignment:\n  angle: 60 deg\n", "")
    .replace("power: 2}", "power: 2, direction: [1, 0]}")
    .replace("power: 3}", "power: 3, direction: [3, 4]}")
)


#: What is written for an address with this word in it; 1/3 for all others.
VALUES = {"levels": F(2), "advantage": F(1, 10), "decisiveness": F(3)}


@pytest.mark.parametrize("text", [POSTURE, CONTEST, BELIEFS, DIRECTIONS, MATRIX])
def test_a_value_written_is_the_value_realised(text: str) -> None:
    spec = loads(text)
    addresses = [q.address for q in spec.quantities()] + list(spec._resolved)
    for address in dict.fromkeys(addresses):
        if address.split(".")[-1] == "angle" or address.startswith("angle"):
            continue
        value = next((v for word, v in VALUES.items() if word in address), F(1, 3))
        written = spec.with_values({address: value})
        assert written.quantity(address).value == value
        assert written.realise().game.payoffs == spec.realise({address: value}).game.payoffs
        assert loads(written.to_yaml()).digest == written.digest
        assert loads(written.to_json()).digest == written.digest
        assert spec.quantity(address).value == loads(text).quantity(address).value


@pytest.mark.parametrize("address", ["angle", "angle.red-blue", "angle.blue-red"])
@pytest.mark.parametrize("text", [POSTURE, DIRECTIONS])
def test_angles_are_written_as_angles(text: str, address: str) -> None:
    spec = loads(text).with_values({address: "120 deg"})
    assert spec.quantity("cosine").value == F(-1, 2)
    assert "120 deg" in spec.to_yaml()
    with pytest.raises(NumberError, match="unit"):
        loads(text).with_values({address: "120"})


def test_a_believed_angle() -> None:
    spec = loads(BELIEFS).with_values({"beliefs.red.angle": "60 deg"})
    assert spec.realise().world.parties[0].beliefs.cosine == F(1, 2)
    spec = loads(BELIEFS).with_values({"beliefs.red.cosine": "0.1"})
    assert spec.realise().world.parties[0].beliefs.cosine == F(1, 10)


def test_several_values_and_expressions_of_parameters() -> None:
    spec = loads(POSTURE).with_values({"stakes": "3/4", "angle": "90 deg", "power.red": "sqrt(4)"})
    assert spec.realise().conflict.stakes == F(3, 4)
    assert spec.realise().world.alignment[0][1] == 0
    assert spec.realise().world.power[0] == 2
    assert loads(MATRIX).with_values({"payoffs.row.seek.hold": "x + 1"}).realise().game.payoffs[0][
        1
    ][0] == F(5, 4)
    assert loads(MATRIX).with_values({"x": "0.5"}).parameters["x"].value == F(1, 2)


def test_algebraic_numbers_are_written_exactly() -> None:
    from games.exact import parse

    root = parse("sqrt(2)/2")
    spec = loads(POSTURE).with_values({"cosine": root})
    assert spec.quantity("cosine").value == root
    assert spec.digest == loads(POSTURE.replace("60 deg", "45 deg")).digest


@pytest.mark.parametrize(
    ("address", "value", "words"),
    [
        ("stakes", "2", "in [0, 1]; found 2"),
        ("stakes", "1:3", "1/(1 + 3)"),
        ("stakes", "9**9**9", "stakes"),
        ("angle", "200 deg", "[0, 180 deg]"),
        ("levels", "1/2", "whole number"),
        ("power.red", "-1", "at least 0"),
        ("stake", "1", "did you mean `stakes`?"),
    ],
)
def test_bad_values_name_the_setting(address: str, value: str, words: str) -> None:
    with pytest.raises(DetenteError) as caught:
        loads(POSTURE, "file.yaml").with_values({address: value})
    assert words in str(caught.value)
    assert caught.value.exit_code == 2
    if address != "stake":
        assert caught.value.place.file == f"--set {address}"


def test_floats_are_no_values() -> None:
    with pytest.raises(NumberError):
        loads(POSTURE).realise({"stakes": 0.5})


N_PARTIES = """\
detente: 1
parties: [{name: a, power: 1}, {name: b, power: 1}, {name: c, power: 1}]
alignment:
  angles: {a-b: 60 deg, c-b: 90 deg, a-c: 90 deg}
conflict: {stakes: 1/2, win_probability: {a: 1/2}, expected_loss: 1/5}
game: {kind: posture}
"""


@pytest.mark.parametrize(
    "block",
    [
        "angles: {a-b: 60 deg, c-b: 90 deg, a-c: 90 deg}",
        "cosines: {a-b: 1/2, c-b: 0, a-c: 0}",
        "matrix: [[1, 1/2, 0], [1/2, 1, 0], [0, 0, 1]]",
    ],
)
@pytest.mark.parametrize(("address", "text"), [("cosine.b-c", "1/2"), ("angle.c-b", "60 deg")])
def test_one_pair_of_several_parties(block: str, address: str, text: str) -> None:
    from games.spec import edit
    from games.spec.quantity import Scope
    from games.spec.spec import from_tree
    from games.spec.worlds import build_world
    from games.spec.yaml_reader import read_yaml

    source = N_PARTIES.replace("angles: {a-b: 60 deg, c-b: 90 deg, a-c: 90 deg}", block)

    def world(tree):
        spec = from_tree(tree, "n")
        scope = Scope(tree)
        return spec, scope, build_world(spec.document, scope)

    tree = read_yaml(source, "n.yaml")
    spec, scope, before = world(tree)
    assert before.alignment[1][2] == 0
    quantity = next(q for q in scope.quantities.values() if address in (q.address, *q.aliases))
    after = world(edit.write(tree, spec.document, address, quantity, text))[2]
    assert after.alignment[1][2] == after.alignment[2][1] == F(1, 2)
    assert after.alignment[0] == before.alignment[0]


def test_pairs_from_directions_cannot_be_set_one_by_one() -> None:
    from games.spec import edit
    from games.spec.quantity import Scope
    from games.spec.spec import from_tree
    from games.spec.worlds import build_world
    from games.spec.yaml_reader import read_yaml

    source = N_PARTIES.replace("power: 1", "power: 1, direction: [1, 1]").replace(
        "alignment:\n  angles: {a-b: 60 deg, c-b: 90 deg, a-c: 90 deg}\n", ""
    )
    tree = read_yaml(source, "n.yaml")
    spec, scope = from_tree(tree, "n"), Scope(tree)
    build_world(spec.document, scope)
    quantity = scope.quantities["cosine.a-b"]
    with pytest.raises(SpecError, match="directions"):
        edit.write(tree, spec.document, "cosine.a-b", quantity, "1/2")
