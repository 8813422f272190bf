"""Gambit .nfg files: both variants, exact round trips, and one clear error per fault."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from games.errors import DetenteError, GameError, LimitError, SpecError
from games.forms.nfg import read_nfg, write_nfg
from games.forms.normal import NormalFormGame

# The two sample files of the Gambit manual, which define the same game.
PAYOFF = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form"
{ "Player 1" "Player 2" } { 3 2 }

1 1 0 2 0 2 1 1 0 3 2 0
"""
OUTCOME = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form" { "Player 1" "Player 2" }

{
{ "1" "2" "3" }
{ "1" "2" }
}

{
{ "" 1, 1 }
{ "" 0, 2 }
{ "" 0, 2 }
{ "" 1, 1 }
{ "" 0, 3 }
{ "" 2, 0 }
}
1 2 3 4 5 6
"""


def test_the_samples_of_the_manual():
    game = read_nfg(PAYOFF)
    assert game.players == ("Player 1", "Player 2")
    assert game.payoffs[0] == ((1, 1), (0, 0), (0, 2))
    assert game.payoffs[1] == ((1, 1), (2, 3), (2, 0))
    assert read_nfg(OUTCOME) == game


def test_first_player_is_fastest_with_three_players():
    numbers = " ".join(f"{n}{i} {n}{i}/2 -{n}.{i}" for n, i in zip(range(1, 13), "123" * 4))  # noqa: B905
    game = read_nfg(f'NFG 1 R "t" {{ "a" "b" "c" }} {{ 3 2 2 }} "a comment" {numbers}')
    assert game.shape == (3, 2, 2)
    # The 5th profile is (2nd, 2nd, 1st), the 12th (3rd, 2nd, 2nd).
    assert [game.payoff(p, (1, 1, 0)) for p in range(3)] == [52, 26, Fraction(-26, 5)]
    assert [game.payoff(p, (2, 1, 1)) for p in range(3)] == [
        123,
        Fraction(123, 2),
        Fraction(-123, 10),
    ]


def test_null_outcome_and_shared_outcomes():
    game = read_nfg('NFG 1 R "" {"a" "b"} {{"x" "y"}{"z"}} "" {{"win" 1/3 -.5} {"" 2e-1, 7}} 0 1')
    assert game.payoffs == (((0,), (Fraction(1, 3),)), ((0,), (Fraction(-1, 2),)))


def test_labels():
    game = read_nfg(r'NFG 1 D "a \"quoted\" title" {"" ""} {{"x" "x" ""}{"x_1"}} 1 2 3 4 5 6')
    assert game.title == 'a "quoted" title'
    assert game.players == ("_1", "_2")
    assert game.actions == (("x_1", "x_2", "_1"), ("x_1",))


GOOD = 'NFG 1 R "t" { "a" "b" }\n{ 2 2 }\n1 2 3 4\n5 6 7 8\n'


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "NFG"),
        ("EFG 2 R", 1, 1, "NFG"),
        ("NFG 2 R", 1, 5, "version 1"),
        ("NFG 1 X", 1, 7, "letter R"),
        ("NFG 1 R title", 1, 9, "title"),
        ('NFG 1 R "title', 1, 9, "never closed"),
        ('NFG 1 R "t" { 1 2 }', 1, 15, "name of a player"),
        ('NFG 1 R "t" { }', 1, 7, "at least one player"),
        ('NFG 1 R "t" { "a" "b" } { 2 }', 1, 25, "strategies for 1 players"),
        ('NFG 1 R "t" { "a" "b" } { 2 2 2 }', 1, 31, "more than 2"),
        ('NFG 1 R "t" { "a" } { 0 }', 1, 23, "1 or more"),
        ('NFG 1 R "t" { "a" } { 3/2 }', 1, 23, "1 or more"),
        ('NFG 1 R "t" { "a" } { { } }', 1, 23, "no strategies"),
        (GOOD.replace(" 8", ""), 5, 1, "expected 8 payoffs"),
        (GOOD + "9", 5, 1, "end of the file"),
        (GOOD.replace("6", "x"), 4, 3, "a payoff"),
        (GOOD.replace("6", "nan"), 4, 3, "a payoff"),
        (GOOD.replace("6", "inf"), 4, 3, "a payoff"),
        (GOOD.replace("6", "1/0"), 4, 3, "division by zero"),
        (GOOD.replace("6", "1e999999999"), 4, 3, "number too long"),
        (GOOD.replace("6", "9" * 5000), 4, 3, "number too long"),
        (GOOD.replace("6", "."), 4, 3, "a payoff"),
        (GOOD.replace("6", "-"), 4, 3, "a payoff"),
        ('NFG 1 R "" {"a" "b"} {1 1} { {"" 1 2} } 2', 1, 41, "no such outcome"),
        ('NFG 1 R "" {"a" "b"} {1 1} { {"" 1 2} } -1', 1, 41, "0 or more"),
        ('NFG 1 R "" {"a" "b"} {1 2} { {"" 1 2} } 1', 1, 42, "got 1"),
        ('NFG 1 R "" {"a" "b"} {1 1} { {"" 1 2 3} } 1', 1, 38, "after 2 payoffs"),
        ('NFG 1 R "" {"a" "b"} {1 1} { {"" 1} } 1', 1, 35, "payoffs of an outcome"),
        ('NFG 1 R "" {"a" "b"} {1 1} { {1 2} } 1', 1, 31, "name of an outcome"),
    ],
)
def test_every_fault_has_its_place(text, line, column, words):
    with pytest.raises(SpecError, match=words) as caught:
        read_nfg(text, "game.nfg")
    place = caught.value.place
    assert (place.file, place.line, place.column) == ("game.nfg", line, column)


@pytest.mark.parametrize(
    "text",
    [
        'NFG 1 R "t" { "a" "b" } { 1000000000 1000000000 } 1',
        'NFG 1 R "t" { ' + '"a" ' * 500 + "} { " + "1 " * 500 + "} 1",
        "NFG 1 R " + " " * 9_000_000,
        'NFG 1 R "t" { ' + '"p" ' * 30 + "} { " + "2 " * 30 + "} 1",
    ],
)
def test_sizes_are_limited_at_once(text):
    start = time.monotonic()
    with pytest.raises(LimitError):
        read_nfg(text)
    assert time.monotonic() - start < 1


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6).filter(
    lambda name: not name.endswith("\\")
)
rationals = st.fractions(max_denominator=10**6)


@st.composite
def games(draw):
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    players = draw(st.lists(names, min_size=len(shape), max_size=len(shape), unique=True))
    actions = [draw(st.lists(names, min_size=n, max_size=n, unique=True)) for n in shape]

    def table(rest):
        return tuple(table(rest[1:]) for _ in range(rest[0])) if rest else draw(rationals)

    return NormalFormGame(players, actions, [table(shape) for _ in shape], title=draw(names))


@given(games(), st.sampled_from(["payoff", "outcome"]))
def test_writing_then_reading_is_exact(game, variant):
    assert read_nfg(write_nfg(game, variant)) == game


def test_what_the_format_cannot_hold():
    def with_action(name):
        return NormalFormGame(("a",), ((name,),), ((1,),))

    with pytest.raises(GameError, match="backslash"):
        write_nfg(with_action("x\\"))
    with pytest.raises(GameError, match="empty name"):
        write_nfg(with_action(""))


@given(st.text(alphabet='NFG1R "{}ab,/-.0\n\\', max_size=60))
def test_noise_is_read_or_refused(text):
    try:
        read_nfg('NFG 1 R "t" ' + text)
    except DetenteError:
        return
