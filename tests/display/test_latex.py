"""LaTeX that keeps within the margins, seen by LaTeX itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from games.display import Document, Section, Table
from games.display.escape import escape_latex, pieces
from games.display.latex import packages
from solver.regimes.derive.latex import displayed, flowing

WORDS = "everybody seeks power in every equilibrium that is left " * 4
WIDE = Table("Wide", ["where", "verdict", "n"], [["from 0 to 1/3", WORDS, Fraction(1, 3)]] * 3)
LONG = Table("Long", ["n", "word"], [[n, "word"] for n in range(120)], ["A note."])
BOTH = Table("Both", ["n", "verdict"], [[n, WORDS] for n in range(30)])

FORMULA = "p^* = s + \\frac{" + " + ".join(f"c_{{A}} d k x_{{{n}}}" for n in range(12)) + "}{1 - c}"

texed = pytest.mark.skipif(
    shutil.which("pdflatex") is None
    or subprocess.run(["kpsewhich", "longtable.sty"], capture_output=True, check=False).returncode,
    reason="no TeX with the packages",
)


def overfull(body: str, folder: Path) -> list[str]:
    """Compile, and return what LaTeX says of lines that stick out."""
    named = re.match(r"% \\usepackage\{(.*)\}", packages(body))
    assert named is not None
    (folder / "t.tex").write_text(
        f"\\documentclass{{article}}\n\\usepackage{{amsmath,{named[1]}}}\n"
        f"\\begin{{document}}\n{body}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    log = (folder / "t.log").read_text(encoding="utf-8", errors="replace")
    return [line for line in log.splitlines() if line.startswith("Overfull")]


def test_only_what_does_not_fit_is_broken() -> None:
    narrow = Table("", ["a", "b"], [["x", Fraction(1, 2)]])
    assert r"\begin{tabular}{lr}" in narrow.to_latex()
    assert packages(narrow.to_latex()).startswith(r"% \usepackage{booktabs} in")
    assert r"\begin{tabular}{>{\raggedright\hspace{0pt}\arraybackslash}p{" in WIDE.to_latex()
    assert r"\begin{longtable}{rl}" in LONG.to_latex()
    assert BOTH.to_latex().startswith(r"\begin{longtable}{>{\raggedleft")
    document = Document("Both", (), (Section("One", (WIDE, LONG)),))
    assert document.to_latex().startswith(r"% \usepackage{booktabs,array,longtable} in")


@texed
def test_wide_and_long_tables_stay_within_the_margins(tmp_path: Path) -> None:
    assert overfull("\n".join(t.to_latex() for t in (WIDE, LONG, BOTH)), tmp_path) == []


DIGEST = "sha256:" + "5124ad02a3f0a40898512d6e927a2a347afd57f4a152d54dd2143029183fdb3f"
PRODUCT = "21*cosine*destruction_probability + 6*cosine + 19*destruction_probability - 6"
MANY = Table(
    "Many columns",
    [f"quantity_{n}" for n in range(9)],
    [["destruction_probability", "C1", "E1", *[Fraction(123, 457)] * 6]] * 3,
)


def test_long_words_may_be_broken_and_short_ones_are_left_alone() -> None:
    assert escape_latex("win_probability") == r"win\_probability"
    assert escape_latex("2*destruction_probability") == (
        r"2*\allowbreak{}destruction\_\allowbreak{}probability"
    )
    assert escape_latex("one-sided, of misunderstandings") == "one-sided, of misunderstandings"
    assert "".join(pieces(DIGEST)) == DIGEST
    assert max(map(len, pieces(DIGEST))) <= 9


@texed
def test_digests_and_products_stay_within_the_margins(tmp_path: Path) -> None:
    table = Table("", ["polynomial", "verdict", "n"], [[PRODUCT, WORDS, 1]])
    lead = (f"Certificate {DIGEST}.", f"The spec's numbers: {PRODUCT}.")
    document = Document("Long words", lead, (Section("One", (table, MANY)),))
    assert overfull(document.to_latex(), tmp_path) == []


@pytest.mark.check
@texed
@pytest.mark.parametrize(
    "arguments",
    [
        "solve post/left",
        "solve escalation/brinkmanship",
        "solve private/surprise-coup",
        "solve examples/knife-edge",
        "solve literature/savani2006/six-by-six",
        "derive post/left",
        "derive post/left --for regimes",
        "regimes post/left --x angle",
        "regimes post/left --x angle --y destruction_probability",
        "regimes examples/knife-edge --x expected_loss --y stakes",
        "table post/left --question equilibria",
        "table post/left --question thresholds",
    ],
)
def test_what_commands_write_stays_within_the_margins(arguments: str, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from solver.cli import detente

    done = CliRunner().invoke(detente, [*arguments.split(), "--format", "latex"])
    assert overfull(done.output, tmp_path) == []


def test_long_parts_of_a_fraction_are_named() -> None:
    assert displayed("c^* = 1 - \\frac{d}{b}") == "\\[ c^* = 1 - \\frac{d}{b} \\]"
    shown = displayed(FORMULA)
    assert shown.startswith("\\[ p^* = s + \\frac{\\mathcal{N}}{1 - c} \\]")
    assert shown.endswith("c_{A} d k x_{11}$.")
    assert flowing("k \\left(1 - c\\right)") == "k (1 - c)"
    assert flowing("\\left(\\frac{1}{2}\\right)") == "\\left(\\frac{1}{2}\\right)"


@texed
def test_long_formulas_stay_within_the_margins(tmp_path: Path) -> None:
    from games import catalogue
    from solver.regimes.derive import derive
    from solver.regimes.derive.latex import to_latex

    thresholds = to_latex(derive(catalogue.load("private/surprise-coup")))
    assert overfull(displayed(FORMULA) + "\n\n" + thresholds, tmp_path) == []
