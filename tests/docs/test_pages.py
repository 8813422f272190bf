"""The pages run: console blocks print what they show, Python blocks run, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Programs; sessions with >>> are doctests and run as such.
PYTHON = re.compile(r"^```python\n(?!>>>)(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def blocks(pattern: re.Pattern[str]) -> list[object]:
    return [
        pytest.param(match[1], id=f"{page.name}-{number}")
        for page in PAGES
        for number, match in enumerate(pattern.finditer(page.read_text(encoding="utf-8")))
    ]


def sessions(block: str) -> list[tuple[str, str]]:
    """(command, output) pairs of a console block."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("block", blocks(CONSOLE))
def test_console_blocks_show_what_is_printed(block: str) -> None:
    """A line [..] stands for any lines left out."""
    for command, shown in sessions(block):
        program, *arguments = shlex.split(command)
        assert program == "detente"
        done = subprocess.run(
            [sys.executable, "-m", "solver.cli", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        pattern = "".join(
            r"(?:.*\n)*?" if line == "[..]" else re.escape(line) + r"\n"
            for line in shown.rstrip("\n").splitlines()
        )
        assert re.fullmatch(pattern + r"\n*", done.stdout), f"{command} prints\n{done.stdout}"


@pytest.mark.parametrize("block", blocks(PYTHON))
def test_python_blocks_run(block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
