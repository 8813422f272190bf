"""The JSON Schema accepts what the loader accepts and refuses what editors should mark."""

import pytest
import yaml
from jsonschema import Draft202012Validator

from games import catalogue
from games.spec import schema, template
from games.spec.kinds import KINDS
from tests.spec.data import MATRIX, POSTURE, THREE

VALIDATOR = Draft202012Validator(schema())


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("text", [POSTURE, MATRIX, THREE, *map(template, sorted(KINDS))])
def test_it_accepts_specs(text: str) -> None:
    assert not list(VALIDATOR.iter_errors(yaml.safe_load(text)))


def test_it_accepts_the_catalogue() -> None:
    for label in catalogue.labels():
        errors = list(VALIDATOR.iter_errors(yaml.safe_load(catalogue.text(label))))
        assert not errors, (label, errors)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stakes:", "stake:"),
        ("kind: posture", "kind: postur"),
        ("detente: 1", "detente: 2"),
        ("levels: 1", "levels: 0"),
        ("  stakes: 1/2\n", ""),
        ("stakes: 1/2", "stakes: [1]"),
        ("power: 2", "power: null"),
        ("{red: 0.55}", "null"),
    ],
)
def test_it_refuses_faults(old: str, new: str) -> None:
    assert list(VALIDATOR.iter_errors(yaml.safe_load(POSTURE.replace(old, new))))


def test_it_allows_odds_in_keys() -> None:
    text = POSTURE.replace("destruction_probability", "destruction_odds")
    assert not list(VALIDATOR.iter_errors(yaml.safe_load(text)))
