"""Alignments among many parties against the conflict of coalitions, scans, and bad input."""

from __future__ import annotations

import json
import random
from fractions import Fraction as F
from itertools import product
from pathlib import Path

import jsonschema
import pytest

from games.errors import DetenteError
from games.spec import load
from games.world import Conflict, Party, World, coalition_conflict
from games.world.history import CoalitionChoice
from solver.inverse.inference import infer
from solver.inverse.records import read_csv
from solver.inverse.rows import Weights, alignment_row
from solver.report.inference import inference_envelope
from solver.report.schemas import output_schema

ARROWS = {"a": (F(1), F(0)), "b": (F(3, 5), F(4, 5)), "c": (F(-4, 5), F(3, 5))}
POWERS = {"a": F(1), "b": F(2), "c": F(3)}
LOSS = F(1, 8)


def observed(party: int) -> list[CoalitionChoice]:
    """What a party of a known world would choose, by the payoffs of the conflict itself."""
    world = World(tuple(Party(n, POWERS[n], ARROWS[n]) for n in ARROWS))
    sides = [(("a",), ("b",)), (("a",), ("c",)), (("a", "b"), ("c",)), (("c",), ("a", "b"))]
    found = []
    for (attackers, defenders), p in product(sides, (F(1, 4), F(2, 3), F(9, 10))):
        conflict = Conflict(stakes=F(1, 2), win_probability=p, destruction_probability=LOSS,
                            destruction_fraction=F(1))  # fmt: skip
        gain = coalition_conflict(world, conflict, attackers, defenders).gains[party]
        left, right = (tuple((n, POWERS[n]) for n in side) for side in (attackers, defenders))
        choice = CoalitionChoice("x", "seek" if gain > 0 else "hold", left, right, p, F(1, 2))
        weights = Weights.of(choice).at(LOSS)
        row = world.alignment[party]
        assert gain == sum(weights[n] * row[world.index(n)] for n in weights)
        found.append(choice)
    return found


@pytest.mark.parametrize(("party", "name"), [(0, "a"), (1, "b"), (2, "c")])
def test_rows_hold_the_truth_and_contradictions_none(party: int, name: str) -> None:
    world = World(tuple(Party(n, POWERS[n], ARROWS[n]) for n in ARROWS))
    choices = observed(party)
    found = alignment_row(name, choices, LOSS)
    assert not found.empty
    for bound in found.bounds:
        truth = world.alignment[party][world.index(bound.quantity.split()[-1])]
        assert bound.low <= truth <= bound.high
        assert bound.high - bound.low < 2
    flipped = [
        CoalitionChoice("x", "hold" if o.action == "seek" else "seek", o.attackers, o.defenders,
                        o.win_probability, o.stakes)
        for o in choices
    ]  # fmt: skip
    assert alignment_row(name, [*choices, *flipped], LOSS).empty


@pytest.mark.parametrize("seed", range(6))
def test_ranges_against_a_scan(seed: int) -> None:
    source = random.Random(seed)
    choices = []
    for _ in range(4):
        powers = [F(source.randint(1, 5)) for _ in range(3)]
        names = ["x", "y", "z"]
        source.shuffle(names)
        choices.append(
            CoalitionChoice("x", source.choice(["seek", "hold"]), ((names[0], powers[0]),),
                            tuple(zip(names[1:], powers[1:], strict=True)),
                            F(source.randint(0, 10), 10), F(source.randint(1, 10), 10))
        )  # fmt: skip
    found = alignment_row("x", choices, F(1, 6))
    steps = [F(n, 20) for n in range(-20, 21)]
    right = []
    for y, z in product(steps, steps):
        row = {"x": F(1), "y": y, "z": z}
        gains = [sum(w * row[n] for n, w in Weights.of(o).at(F(1, 6)).items()) for o in choices]
        if all((g > 0) == (o.action == "seek") for g, o in zip(gains, choices, strict=True)):
            right.append(row)
    if found.empty:
        assert not right
        return
    for bound in found.bounds:
        values = [row[bound.quantity.split()[-1]] for row in right]
        assert all(bound.low <= value <= bound.high for value in values)
        if len(right) > 60:  # a set with some width: the scan comes near the ends
            assert min(values) <= bound.low + F(1, 5)
            assert max(values) >= bound.high - F(1, 5)


SPEC = """\
detente: 1
game:
  kind: history
  chooser: green
  observations:
    - {name: joined, action: seek, attackers: {red: 2, green: 1}, defenders: {blue: 2},
       win_probability: 4/5, stakes: 1/2}
    - {name: stood by, action: hold, attackers: {blue: 2}, defenders: {red: 2},
       win_probability: 3/5, stakes: 1/2}
"""


def test_specs_and_csv_say_the_same(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    file.write_text(SPEC)
    text = (
        "by,name,action,attackers,defenders,win_probability,stakes\n"
        "green,joined,seek,red=2 green=1,blue=2,0.8,1/2\n"
        "green,stood by,hold,blue=2,red=2,3/5,1/2\n"
    )
    histories = [load(file).realise().form, read_csv(text, "many.csv")]
    assert histories[0] == histories[1]
    found = infer(histories[0], losses=(F(1, 10),))
    assert found.rows[0].others == ("red", "blue")
    said = found.summary()
    assert "alignment with red" in said
    jsonschema.validate(
        json.loads(json.dumps(inference_envelope(found, "many", None))), output_schema("infer")
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("blue: 2}, win", "red: 2}, win", "two disjoint coalitions"),
        ("defenders: {blue: 2},", "", "`defenders` must name parties"),
        ("win_probability: 4/5, ", "", "`win_probability` of the attackers is missing"),
        ("red: 2, green", "red: -2, green", "at least 0"),
        ("action: seek,", "action: seek, share: 1/2,", "between two parties"),
    ],
)
def test_bad_specs(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    file = tmp_path / "bad.yaml"
    flat = SPEC.replace(",\n       win", ", win")
    assert old in flat
    file.write_text(flat.replace(old, new))
    with pytest.raises(DetenteError, match=sentence):
        load(file).realise()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("seek,red,blue=2,1/2,1/2", "lists parties with their powers"),
        ("seek,red=1,red=2,1/2,1/2", "two disjoint coalitions"),
        ("seek,red=one,blue=2,1/2,1/2", "attackers: "),
        ("seek,red=0,blue=2,1/2,1/2", "both coalitions need positive power"),
        ("seek,red=1,blue=2,,1/2", "1 of 1 rows lack one of action"),
    ],
)
def test_bad_rows(row: str, sentence: str) -> None:
    with pytest.raises(DetenteError, match=sentence) as caught:
        read_csv("action,attackers,defenders,win_probability,stakes\n" + row + "\n", "many.csv")
    assert "\n" not in str(caught.value)


def test_choices_of_both_kinds_do_not_mix(tmp_path: Path) -> None:
    file = tmp_path / "mixed.yaml"
    file.write_text(SPEC + "    - {action: hold, share: 1/2, stakes: 1/2}\n")
    with pytest.raises(DetenteError, match="between two parties and among coalitions"):
        load(file).realise()
