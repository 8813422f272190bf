"""The frame of the command line: help, lazy loading, errors and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from solver.cli import COMMANDS
from solver.report.schemas import OUTPUTS, output_schema
from tests.cli.conftest import ROOT, Run

HEAVY = ("numpy", "sympy", "flint", "pydantic", "numba", "scipy", "nashpy", "matplotlib", "pandas")


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "sys.argv = ['detente', '--help']\n"
        "from solver.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(name in done.stdout for name in COMMANDS)


def test_solving_imports_no_symbolic_or_compiling_library() -> None:
    program = (
        "import sys\n"
        "sys.argv = ['detente', 'solve', 'post/left']\n"
        "from solver.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print([n for n in ('sympy', 'nashpy', 'numba', 'scipy', 'numpy') if n in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0
    assert "Usage: detente" in done.stdout


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("detente, version 0.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["shema"], "Did you mean 'schema'?"),
        (["schema", "--nothing"], "No such option"),
        (["schema", "--output-of", "x"], "'x' is not "),
    ],
)
def test_usage_errors_end_with_two(run: Run, arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_errors_are_json_where_json_was_asked_for(run: Run) -> None:
    done = run("solv", "--format", "json")
    assert done.returncode == 2
    document = json.loads(done.stdout)
    jsonschema.validate(document, output_schema("error"))
    assert document["exit_code"] == 2


@pytest.mark.parametrize("name", OUTPUTS)
def test_schemas_are_schemas(run: Run, name: str) -> None:
    schema = json.loads(run("schema", "--output-of", name).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_output_is_written_whole_or_not_at_all(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "schema.json"
    assert run("schema", "--output-of", "error", "-o", str(target)).returncode == 0
    assert json.loads(target.read_text())["$id"] == "detente/error/1"
    assert [path.name for path in tmp_path.iterdir()] == ["schema.json"]
    done = run("schema", "--output-of", "error", "-o", str(tmp_path / "no" / "folder"))
    assert done.returncode == 2
    assert "cannot write the output" in done.stderr


def test_a_closed_pipe_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m solver.cli schema --output-of error | head -c 5;"
        "echo ${PIPESTATUS[0]}",
        shell=True,
        executable="/bin/bash",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.endswith("0\n")


@pytest.mark.parametrize(
    ("failure", "code"),
    [("KeyboardInterrupt()", 130), ("ValueError('odd')", 70), ("MemoryError()", 3)],
)
def test_failures_of_every_kind_end_with_one_sentence(failure: str, code: int) -> None:
    program = (
        "import sys, click\nfrom solver.cli.failure import run\n"
        f"@click.command()\ndef boom():\n    raise {failure}\n"
        "sys.argv = ['detente']\nrun(boom)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("detente: ")
    assert len(done.stderr.splitlines()) == 1
