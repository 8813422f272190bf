"""What importing and using the package loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from games.exact import *
{use}
print(sorted(set(sys.modules) & {{"flint", "sympy", "numpy", "mpmath", "scipy"}}))
"""

USES = [
    ("", "[]"),
    ("parse('1/3 + 0.6*2**10 - sqrt(9/4)*cos(60 deg)')", "[]"),
    ("[to_json(x) for x in (from_json('1/3'), parse('0.5'))]; text(parse('1/3'), 5)", "[]"),
    ("parse_angle('120 deg').cosine()", "[]"),
    ("parameter('x')*2 + 1", "['flint']"),
    ("text(parse('cos(25 deg)*sqrt(2)')); to_json(sqrt(2)) ; parse('cos(1)') < 1", "['flint']"),
]


@pytest.mark.parametrize(("use", "loaded"), USES)
def test_loads_no_more_than_it_needs(use: str, loaded: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(use=use)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == loaded


def test_only_one_file_touches_flint() -> None:
    from pathlib import Path

    import games

    root = Path(games.__file__).parent
    sources = [*root.rglob("*.py"), *(root.parent / "solver").rglob("*.py")]
    found = {
        path.name
        for path in sources
        for line in path.read_text().splitlines()
        if line.lstrip().startswith(("import flint", "from flint"))
    }
    assert found == {"bridge.py"}
