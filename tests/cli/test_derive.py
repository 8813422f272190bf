"""`detente derive` end to end."""

from __future__ import annotations

import json

import jsonschema
import pytest
from click.testing import CliRunner

from games.errors import DetenteError
from solver.cli import detente
from solver.cli.options import FORMATS
from solver.regimes.derive import DERIVERS, targets
from solver.report.schemas import output_schema


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(detente, ["derive", *arguments], standalone_mode=False)
    if isinstance(result.exception, DetenteError):
        return result.exception.exit_code, str(result.exception)
    if result.exception is not None:
        raise result.exception
    return result.return_value or 0, result.output


def test_the_angle() -> None:
    code, text = run("post/left", "--for", "angle")
    assert code == 0
    assert "c* = 1 - d/b" in text
    assert "c^* = 1 - \\frac{d}{b}" in text
    assert "-1/9" in text


def test_latex_has_formulas_in_mathematics() -> None:
    code, text = run("post/left", "--for", "decision", "--format", "latex")
    assert code == 0
    assert "\\[ c^* = 1 - \\frac{d}{b} \\]" in text
    assert "\\item where $b > 0$: iff $c < c^*$" in text
    assert "\\item $V = c + s - c s$" in text
    assert text.count("{") == text.count("}")
    assert text.count("\\begin{itemize}") == text.count("\\end{itemize}")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(form: str) -> None:
    code, text = run("post/left", "--for", "decision", "--format", form)
    assert code == 0
    assert text.endswith("\n")
    if form == "json":
        jsonschema.validate(json.loads(text), output_schema("derive"))
    if form == "csv":
        assert "destruction_fraction,g/(q*(g + V)),red,1/2," in text


def test_json_follows_its_schema_where_there_is_no_closed_form() -> None:
    code, text = run("post/board-2023", "--for", "share", "--format", "json")
    body = json.loads(text)
    jsonschema.validate(body, output_schema("derive"))
    assert code == 3
    assert body["status"] == "incomplete"


def test_every_name_of_a_quantity_is_a_target() -> None:
    assert {"angle", "loss", "stakes", "share", "decision"} <= set(targets())


def test_every_topic_is_answered_for_the_post() -> None:
    for target in sorted({*DERIVERS} - {"posture"}):
        code, text = run("post/left", "--for", target)
        assert code in (0, 2), text
        if code == 2:
            assert "nothing to derive" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("post/left", "--for", "angel"), "did you mean `angle`?"),
        (("post/left", "--for", "weather"), "what can be asked for: decision"),
        (("post/lift",), "did you mean"),
        (("post/board-2023-history",), "nothing to derive"),
        (("post/left", "--set", "stakes=2"), "in [0, 1]"),
    ],
)
def test_bad_input_is_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    code, said = run(*arguments)
    assert code == 2
    assert sentence in said
    assert "\n" not in said


def test_the_table_names_modules_that_follow_the_protocol() -> None:
    from importlib import import_module

    for deriver in DERIVERS.values():
        module = import_module(deriver.module)
        assert callable(module.refusal)
        assert callable(module.derive)


def test_settings_move_the_values() -> None:
    assert "-1/9" not in run("post/left", "--for", "angle", "--set", "stakes=3/4")[1]


def test_solve_loads_no_sympy_and_no_deriver() -> None:
    import subprocess
    import sys

    program = (
        "import sys\nfrom games import catalogue\nfrom solver import solve\n"
        "solve(catalogue.load('post/left'))\n"
        "bad = [m for m in sys.modules if m == 'sympy' or m.startswith('solver.regimes')]\n"
        "sys.exit(' '.join(bad) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
