"""Steps on a ladder against every behaviour of the other and every plan of one's own."""

from __future__ import annotations

import random
from fractions import Fraction as F
from pathlib import Path

import pytest

from games.errors import DetenteError
from games.spec import load
from games.world import Decision, critical_risk
from games.world.escalation import step
from games.world.history import ASSUMPTIONS, History, RecordedChoice
from games.world.observation import Observation
from solver.inverse.half_plane import half_plane
from solver.inverse.inference import infer


class Ladder:
    """A ladder by its rules, without holding on: values for one party at c and d."""

    def __init__(self, source: random.Random) -> None:
        count = source.randint(1, 5)
        grabs = sorted(F(source.randint(0, 10), 10) for _ in range(count))
        self.rungs = tuple((F(source.randint(0, 10), 10), grab) for grab in grabs)
        self.s, self.p, self.k = (F(source.randint(1, 9), 10) for _ in range(3))
        self.c, self.d = F(source.randint(-9, 9), 10), F(source.randint(1, 10), 10)
        gap = 1 - self.c
        self.peace = 1 - (1 - self.s) * gap
        self.conflict = (1 - self.d) * (self.peace + self.k * (self.p - self.s) * gap)

    def kept(self, rung: int) -> F:
        """Backing down at a rung."""
        grab = self.rungs[rung - 1][1] if rung else F(0)
        return self.peace - grab * self.s * (1 - self.c)

    def won(self, rung: int) -> F:
        """The other backs down at a rung."""
        return self.peace + self.rungs[rung - 1][1] * (1 - self.s) * (1 - self.c)

    def play(self, rung: int, own: int, other: int) -> F:
        """Value where this party moves at a rung, and both go up so often before backing down."""
        if own == 0:
            return self.kept(rung)
        if rung == len(self.rungs):
            return self.conflict
        risk = self.rungs[rung][0]
        if other == 0:
            after = self.won(rung + 1)
        elif rung + 1 == len(self.rungs):
            after = self.conflict
        else:
            risk_of_other = self.rungs[rung + 1][0]
            after = risk_of_other * self.conflict + (1 - risk_of_other) * self.play(
                rung + 2, own - 1, other - 1
            )
        return risk * self.conflict + (1 - risk) * after


@pytest.mark.parametrize("seed", range(150))
def test_readings_against_all_behaviour(seed: int) -> None:
    source = random.Random(seed)
    ladder = Ladder(source)
    rung = source.randint(1, len(ladder.rungs))
    here, plans = ladder.kept(rung), range(1, 8)
    w, z = (1 - ladder.d) / ladder.d, 1 / (1 - ladder.c)

    def read(action: str, assumption: str, against: str = "hold") -> bool:
        choice = RecordedChoice("x", action, ladder.s, ladder.p, ladder.k, against=against,
                                step=step(ladder.rungs, rung))  # fmt: skip
        ties = assumption != "decision"
        return any(half_plane(o, "", ties=ties).holds(w, z) for o in choice.readings(assumption))

    best = {other: max(ladder.play(rung, own, other) for own in plans) for other in range(8)}
    at_once = ladder.play(rung, 1, 0)
    assert read("seek", "decision") == (at_once > here)
    assert read("hold", "decision") == (at_once <= here)
    assert read("seek", "best-reply") == (at_once >= here)
    rising = [best[other] for other in range(1, 8)]
    assert read("seek", "best-reply", "seek") == (max(rising) >= here)
    assert read("hold", "best-reply", "seek") == (min(rising) <= here)
    assert read("seek", "equilibrium") == (max(best.values()) >= here)
    assert read("hold", "equilibrium") == (min(best.values()) <= here)
    if not read("hold", "equilibrium"):  # then no mixture of behaviours makes backing down right
        for _ in range(10):
            odds = [F(source.randint(0, 5)) for _ in range(8)]
            values = [
                sum(q * ladder.play(rung, own, other) for other, q in enumerate(odds))
                for own in plans
            ]
            assert max(values) > sum(odds) * here or sum(odds) == 0


@pytest.mark.parametrize("seed", range(40))
def test_one_step_is_the_willingness_to_escalate(seed: int) -> None:
    source = random.Random(seed)
    s, p, k, d, gamma, risk = (F(source.randint(1, 9), 10) for _ in range(6))
    c = F(source.randint(-9, 9), 10)
    # Equal grabs on both rungs: going up at `risk` against conceding is section 4's comparison.
    choice = RecordedChoice("x", "seek", s, p, k, step=step(((F(0), gamma), (risk, gamma)), 1))
    (o,) = choice.readings("decision")
    accepted = critical_risk(Decision("x", s, c, k, p, d, F(1)), gamma)
    assert o.explained(c, d) == (accepted is None or risk < accepted)
    assert o == Observation("seek", s, p, k, risk, gamma, gamma)


def test_sets_are_nested_and_the_output_shows_it() -> None:
    rungs = ((F(0), F(1, 20)), (F(1, 50), F(1, 10)), (F(1, 10), F(1, 5)), (F(1), F(1, 2)))
    history = History((
        RecordedChoice("x", "hold", F(1, 2), F(2, 3), F(1, 2), name="down", step=step(rungs, 1)),
        RecordedChoice("x", "seek", F(1, 2), F(2, 3), F(1, 2), name="up", step=step(rungs, 3)),
    ))  # fmt: skip
    found = infer(history)
    shares = [reading.share.value for reading in found.parties[0].readings]
    assert shares == sorted(shares)
    assert shares[0] < shares[2]
    assert [reading.assumption for reading in found.parties[0].readings] == list(ASSUMPTIONS)
    assert "the sets are nested" in found.summary()
    assert " or " in infer(history, assume="equilibrium").summary() or shares[2] == 1


SPEC = """\
detente: 1
game:
  kind: history
  chooser: red
  ladder:
    - {risk: 0, grab: 1/20}
    - {risk: 1/50, grab: 1/10}
  observations:
    - {action: seek, rung: 1, share: 1/2, win_probability: 1/2, stakes: 1/2}
"""


def test_a_step_in_a_spec(tmp_path: Path) -> None:
    file = tmp_path / "ladder.yaml"
    file.write_text(SPEC)
    (choice,) = load(file).realise().form.choices
    assert choice.step == step(((F(0), F(1, 20)), (F(1, 50), F(1, 10))), 1)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("rung: 1", "rung: 3", "no rung 3 on a ladder of 2"),
        ("rung: 1", "rung: -1", "whole number, at least 0"),
        ("rung: 1", "rung: 1, grab: 1/2", "do not stand together"),
        ("grab: 1/10", "grab: 1/50", "grabs must not fall"),
        ("seek, rung: 1", "hold, against: seek, rung: 0", "nothing to back down from"),
        ("  ladder:\n    - {risk: 0, grab: 1/20}\n    - {risk: 1/50, grab: 1/10}\n", "",
         "no `ladder`"),
    ],
)  # fmt: skip
def test_bad_steps(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    file = tmp_path / "bad.yaml"
    assert old in SPEC
    file.write_text(SPEC.replace(old, new))
    with pytest.raises(DetenteError, match=sentence):
        load(file).realise()
