"""Tables: every format exact by byte, escaped, and within its width."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import pytest

from games.display import Document, Items, Section, Span, Table, decimal
from games.errors import GameError

TABLE = Table(
    "Payoffs",
    ("who", "value", "range"),
    (
        ("red", Fraction(3, 5), Span(Fraction(0), Fraction(1))),
        ("blue", 2, Span(*[Fraction(1)] * 2)),
    ),
    ("A note.",),
)
HOSTILE = "a|b_c & <b>50%</b> \x1b[31m$x$\n#{}"


def test_text() -> None:
    assert TABLE.to_text() == (
        "Payoffs\n"
        "who   value  range\n"
        "────  ─────  ──────\n"
        "red     3/5  [0, 1]\n"
        "blue      2  1\n"
        "A note.\n"
    )


def test_markdown() -> None:
    assert TABLE.to_markdown() == (
        "**Payoffs**\n\n| who | value | range |\n| --- | ---: | --- |\n"
        "| red | 3/5 | \\[0, 1\\] |\n| blue | 2 | 1 |\n\nA note.\n"
    )


def test_latex() -> None:
    text = TABLE.to_latex()
    assert r"\begin{tabular}{lrl}" in text
    assert r"red & $\frac{3}{5}$ & $[0,\ 1]$ \\" in text
    assert text.count(r"\toprule") == text.count(r"\bottomrule") == 1


def test_csv_is_exact() -> None:
    rows = list(csv.reader(io.StringIO(TABLE.to_csv())))
    assert rows == [["who", "value", "range"], ["red", "3/5", "[0, 1]"], ["blue", "2", "1"]]


def test_html_keeps_the_exact_form() -> None:
    assert 'data-exact="3/5">3/5</td>' in TABLE.to_html()


def test_names_cannot_break_out_of_any_format() -> None:
    table = Table(HOSTILE, (HOSTILE,), ((HOSTILE,),), (HOSTILE,))
    assert "\x1b" not in table.to_text() + table.to_markdown() + table.to_html() + table.to_latex()
    assert "<b>" not in table.to_html()
    assert (
        table.to_markdown().splitlines()[2].count("|") - 2 == table.to_markdown().count(r"\|") / 4
    )
    latex = table.to_latex()
    assert r"a\textbar{}b\_c \& \textless{}b\textgreater{}50\%" in latex
    assert list(csv.reader(io.StringIO(table.to_csv()))) == [[HOSTILE], [HOSTILE]]


def test_wide_tables_wrap_within_their_width() -> None:
    words = " ".join(["deterrence"] * 30)
    text = Table("", ("a", "b"), ((words, words),)).to_text(columns=60)
    assert max(map(len, text.splitlines())) <= 60
    assert text.count("deterrence") == 60


def test_words_are_kept_whole_where_another_column_can_give_way() -> None:
    text = Table("", ("quantity", "x"), (("destruction_probability", "a b " * 30),)).to_text(
        columns=60
    )
    assert "destruction_probability" in text
    assert max(map(len, text.splitlines())) <= 60


def test_rows_must_fit_the_columns() -> None:
    with pytest.raises(GameError, match="row 1 has 2 cells"):
        Table("t", ("a",), (("x", "y"),))


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (Fraction(1, 3), 6, "0.333333"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(0), 6, "0"),
        (Fraction(-1, 10**9), 6, "-1e-9"),
        (Fraction(10**40), 6, "1e+40"),
        (Fraction(5, 2), 1, "2"),
        (Fraction(1, 2**2000), 3, "8.71e-603"),
        (100, 6, "100"),
    ],
)
def test_decimal_is_correctly_rounded(value: Fraction, digits: int, expected: str) -> None:
    assert decimal(value, digits) == expected


def test_long_rationals_have_an_approximation_beside_them() -> None:
    text = Table("", ("x",), ((Fraction(123456789, 1000),),)).to_text()
    assert "123456789/1000 ≈ 123457" in text


def test_document_says_the_same_in_every_format() -> None:
    document = Document(
        "Title & more",
        ("Lead.",),
        (Section("Part", ("A sentence.", Items(("one", "two")), TABLE)),),
    )
    for text in (
        document.to_text(),
        document.to_markdown(),
        document.to_latex(),
        document.to_html(),
    ):
        for word in ("Lead.", "Part", "A sentence.", "one", "two", "Payoffs", "A note."):
            assert word in text
    assert document.to_text().startswith(
        "Title & more\n════════════\n\nLead.\n\nPart\n────\nA sent"
    )
