"""The page of the format: its examples run, and it names every key there is."""

import re
from pathlib import Path

import pytest

from games.spec import loads, schema

PAGE = (Path(__file__).parents[2] / "docs" / "spec.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", blocks("yaml"))
def test_the_specs_of_the_page_load(text: str) -> None:
    assert loads(text).realise().game is not None


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_of_the_page_runs(code: str) -> None:
    exec(compile(code, "spec.md", "exec"), {})


def test_the_page_names_every_key() -> None:
    keys = {
        key for model in schema()["$defs"].values() for key in model.get("properties", {})
    } | set(schema()["properties"])
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", prose))))
    assert not keys - named
