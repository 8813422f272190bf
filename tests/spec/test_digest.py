"""The digest: equal for equal games however they are written, different for different ones."""

import itertools

import pytest

from games.forms.nfg import write_nfg
from games.spec import loads
from tests.spec.data import MATRIX, POSTURE

SAME = [
    ("title: Red has a lot to lose, blue is basically aligned\n", ""),
    ("source: {cite: lesswrong2023, note: left arrow}\n", "notes: other words\n"),
    ("win_probability: {red: 0.55}", "win_probability: {red: 11/20}  # even so"),
    ("win_probability: {red: 0.55}", "win_probability: {blue: 0.45}"),
    ("win_probability: {red: 0.55}", "win_probability: {blue: 9/20, red: 55e-2}"),
    ("win_probability: {red: 0.55}", "win_probability: {red: 0.55}\n  contest: {kind: fixed}"),
    ("stakes: 1/2", "stakes: 0.50"),
    ("stakes: 1/2", 'stakes: "1 - 1/2"'),
    ("angle: 60 deg", "angle: pi/3"),
    ("angle: 60 deg", "cosine: 1/2"),
    ("angle: 60 deg", "matrix: [[1, 0.5], [0.5, 1]]"),
    ("angle: 60 deg", "angles: {blue-red: 60 deg}"),
    ("  levels: 1\n  resistance: 1\n", ""),
    ("  kind: posture\n  levels: 1\n", "  levels: 1\n  kind: posture\n"),
    ("resistance: 1\n", "resistance: 1\n  interpolation: bilinear\n"),
    ("{name: red,  power: 2}", "{power: 2, name: red}"),
]

OTHER = [
    ("stakes: 1/2", "stakes: 501/1000"),
    ("angle: 60 deg", "angle: 61 deg"),
    ("angle: 60 deg", "angle: 62 deg"),
    ("power: 3", "power: 4"),
    ("name: red,  ", "name: crimson, "),
    ("levels: 1", "levels: 2"),
    ("resistance: 1", "resistance: 1/2"),
    ("resistance: 1", "resistance: 1\n  grab: 1/2"),
    ("destruction_fraction: 1/2", "destruction_fraction: 1/3"),
    ("angle: 60 deg", "angle: 60 deg\n  dimension: 3"),
    (
        "win_probability: {red: 0.55}",
        "win_probability: {red: 0.55}\n  advantage: {red: 1/10}",
    ),
]


def changed(old: str, new: str) -> str:
    text = POSTURE.replace(old, new).replace("red: 0.55", "red: 0.55")
    if "crimson" in new:
        text = text.replace("{red:", "{crimson:")
    assert text != POSTURE
    return text


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_leaves_the_game_leaves_the_digest(old: str, new: str) -> None:
    assert loads(changed(old, new)).digest == loads(POSTURE).digest


def test_what_changes_the_game_changes_the_digest() -> None:
    digests = [loads(POSTURE).digest]
    digests += [loads(changed(old, new)).digest for old, new in OTHER]
    for one, other in itertools.combinations(digests, 2):
        assert one != other


def test_conjugate_numbers_have_different_digests() -> None:
    texts = [POSTURE.replace("angle: 60 deg", f"cosine: {c}") for c in ("sqrt(2)/2", "-sqrt(2)/2")]
    assert loads(texts[0]).digest != loads(texts[1]).digest
    assert loads(texts[0]).digest == loads(POSTURE.replace("60 deg", "45 deg")).digest


def test_expressions_of_parameters_are_compared_as_functions() -> None:
    spec = loads(MATRIX)
    same = MATRIX.replace("(1 - x)/2", "0.5 - x*1/2").replace("x/2", "0.5 * x")
    assert loads(same).digest == spec.digest
    assert loads(MATRIX.replace("value: 1/4", "value: 1/5")).digest != spec.digest
    assert loads(MATRIX.replace("pull of", "push of")).digest == spec.digest
    # the same numbers at x = 1/4, another function of x
    assert loads(MATRIX.replace("[x/2, ", "[1/8, ")).digest != spec.digest


def test_symmetric_is_the_transpose_written_out_and_the_same_as_nfg() -> None:
    short = MATRIX.replace("x: {value: 1/4, range: [0, 1], meaning: pull of the first action}", "")
    short = short.replace("parameters:\n  \n", "").replace(", seeking: [seek]", "")
    short = short.replace("[x/2,   x]", "[1, 2]").replace("[1 - x, (1 - x)/2]", "[3, 1/3]")
    long = short.replace("  symmetric: true\n", "") + "    column: [[1, 3], [2, 1/3]]\n"
    assert loads(short).digest == loads(long).digest
    game = loads(short).realise().game
    again = loads(write_nfg(game), "game.nfg")
    assert again.digest == loads(short).digest
    assert again.realise().game.payoffs == game.payoffs
    assert again.label == "game"


def test_equality_and_hash_follow_the_digest() -> None:
    one, other = loads(POSTURE), loads(POSTURE.replace("1/2", "0.5"))
    assert one == other
    assert len({one, other, loads(MATRIX)}) == 2
    assert one != "spec"
