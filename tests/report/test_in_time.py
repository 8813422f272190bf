"""Pictures of ladders, moving balances and bargaining: what is drawn is what was solved."""

from __future__ import annotations

import io
from fractions import Fraction as F

import pytest

pytest.importorskip("matplotlib", reason="pictures need the extra `plot`")

from matplotlib.figure import Figure

from games import catalogue
from games.errors import GameError
from games.forms.ladder import LadderGame
from games.spec import loads
from solver.dynamic.induction import backward_induction
from solver.dynamic.play import Lines
from solver.report.plots import balance, bargain, ladder, tree
from solver.report.plots.style import save
from solver.solve import solve


def test_a_ladder_shows_the_moves_of_its_lines() -> None:
    game = catalogue.load("escalation/backing-down").realise().game
    assert isinstance(game, LadderGame)
    induction = backward_induction(game)
    assert induction is not None
    axes = Figure().subplots()
    assert ladder.play(axes, game, Lines(induction)) is axes
    arrows = [text for text in axes.texts if not text.get_text()]
    assert [text.xyann for text in arrows] == [(0, 0), (1, 1)]  # red climbs, blue backs down
    assert "1/50" in [text.get_text() for text in axes.texts]
    right = Figure().subplots()
    from solver.dynamic.rungs import rung_positions

    assert ladder.rungs(right, game, rung_positions(induction)) is right
    assert [text.get_text() for text in right.texts] == [
        "red: escalate", "blue: back down", "red: escalate", "blue: back down",
    ]  # fmt: skip
    assert [bar.get_width() for bar in right.patches] == [0.02, 0.1, 0.2, 1]


def test_lines_take_the_moves_that_they_list() -> None:
    game = catalogue.load("escalation/brinkmanship").realise().game
    induction = backward_induction(game)
    assert induction is not None
    lines = Lines(induction)
    listed = list(lines)
    assert len(listed) == lines.count == 26
    assert lines.moves() == tuple(sorted({move for line in listed for move in line.moves}))


def test_a_tree_shows_its_moves_and_cuts_off_what_play_does_not_pass() -> None:
    drawn = tree.figure(catalogue.load("escalation/dollar-auction"))
    (axes,) = drawn.axes
    words = [text.get_text() for text in axes.texts]
    assert {"pass", "bid 2", "drop", "19/10, 0", "worth -1, 19/10"} <= set(words)
    assert sum(line.get_linewidth() == 2.4 for line in axes.lines) == 2


def test_a_tree_with_hidden_moves_shows_probabilities_and_its_sets() -> None:
    spec = loads(
        "detente: 1\nplayers: [{name: a}, {name: b}]\ngame:\n  kind: extensive\n  nodes:\n"
        "    s: {player: a, moves: {H: l, T: r, out: [1/4, 0]}}\n"
        "    l: {player: b, information_set: q, moves: {H: [1, -1], T: [-1, 1]}}\n"
        "    r: {player: b, information_set: q, moves: {H: [-1, 1], T: [1, -1]}}\n"
    )
    drawn = tree.figure(spec)
    (axes,) = drawn.axes
    assert {"H 5/8", "T 3/8", "out"} <= {text.get_text() for text in axes.texts}
    assert any(line.get_linestyle() == "--" for line in axes.lines)
    assert drawn.get_suptitle() == "the first of 2 equilibria"
    large = catalogue.load("escalation/brinkmanship")
    with pytest.raises(GameError, match="94 ends would have to be drawn"):
        tree.figure(large)


def test_first_conflict_agrees_with_the_exact_passage() -> None:
    spec = catalogue.load("escalation/shifting-power")
    answer = solve(spec)
    for item, timing in zip(answer.found.equilibria, answer.passages, strict=True):
        drawn = balance.first_conflict(answer.game, item.profile)
        known = list(map(float, timing.start))
        assert drawn[: len(known)] == pytest.approx(known, abs=1e-12)


def test_the_range_drawn_is_the_range_solved() -> None:
    spec = catalogue.load("escalation/bargain")
    found = bargain.deals(spec, "cosine", F(-1), F(1))
    assert len(found) == bargain.POINTS
    loss = F(1, 5)
    for each in found[:-1]:
        c = each.at
        assert each.gives - each.accepts == loss * (1 + c) / (1 - c)
    assert found[-1].accepts is None
    assert found[-1].within == (F(-2, 5), F(3, 5))
    axes = Figure().subplots()
    assert bargain.transfers(axes, ("red", "blue"), found) is axes


@pytest.mark.parametrize(
    ("module", "label"),
    [
        (ladder, "escalation/brinkmanship"),
        (balance, "escalation/shifting-power"),
        (bargain, "escalation/bargain"),
        (tree, "escalation/dollar-auction"),
    ],
)
def test_equal_specs_give_equal_pictures(module, label: str) -> None:
    pictures = []
    for _ in range(2):
        buffer = io.BytesIO()
        save(module.figure(catalogue.load(label)), buffer, "svg")
        pictures.append(buffer.getvalue())
    assert pictures[0] == pictures[1]
    assert b"<svg" in pictures[0]


@pytest.mark.parametrize("module", [ladder, balance, bargain, tree])
def test_other_games_are_refused_with_the_kind_named(module) -> None:
    with pytest.raises(GameError, match="a game of kind 'posture'"):
        module.figure(catalogue.load("post/left"))
