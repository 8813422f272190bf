"""How large the regions are in which types feign, over a box of parameters.

Three notions of `coup`, each for some and for every equilibrium: the aligned type feigns
misalignment; the misaligned type feigns alignment; the misaligned type deceives (holds and is
trusted, though known it would be pre-empted).

Certified subdivision, in up to two quantities, with a third party or without. Over a box on which
every function of `signs` keeps a strict sign or vanishes identically, the answer at the middle is
the answer everywhere. Other boxes are halved, and what is left at the end is undecided.

Sampling: independent uniform draws with exact arithmetic; the error bar holds with probability 95%
(Hoeffding 1963).
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from games.errors import DetenteError, GameError
from games.exact import Scalar, parameter
from games.forms.signalling import SignallingGame
from solver.beliefs.boxes import Box, Interval
from solver.beliefs.coup import coup
from solver.beliefs.perfect_bayesian import perfect_bayesian_equilibria
from solver.beliefs.signs import Signs

if TYPE_CHECKING:
    from games.spec import Spec

NOTIONS = ("feigned misalignment", "feigned alignment", "deception")
#: (notion, "some" or "every").
Claim: TypeAlias = tuple[str, str]
CLAIMS: tuple[Claim, ...] = tuple((n, q) for n in NOTIONS for q in ("some", "every"))
#: Most quantities of a certified enclosure.
MOST = 2


@dataclass(frozen=True)
class Enclosure:
    """Parts of a box, between 0 and 1. measures: claim -> (least, greatest); undecided: the rest.

    boxes: how many were looked at. cells: the boxes that were settled, with the claims that hold on
    them, and None for those that were not. stopped: whether it was cut short.
    """

    box: Mapping[str, Interval]
    measures: Mapping[Claim, tuple[Fraction, Fraction]]
    undecided: Fraction
    boxes: int
    cells: tuple[tuple[Box, frozenset[Claim] | None], ...]
    stopped: bool = False


@dataclass(frozen=True)
class Estimate:
    """Parts of a box by sampling.

    measures: claim -> (least, greatest) part of the draws, apart by the draws that were not
    decided. error: half-width that holds with probability 95%, for each claim alone. impossible:
    draws that no game has, which were drawn again: parts are of what is possible.
    """

    box: Mapping[str, Interval]
    measures: Mapping[Claim, tuple[Fraction, Fraction]]
    error: float
    samples: int
    impossible: int
    stopped: bool = False

    @property
    def bounds(self) -> dict[Claim, tuple[float, float]]:
        """claim -> (least, greatest) part of the box, each claim with probability 95%."""
        return {
            claim: (max(0.0, float(low) - self.error), min(1.0, float(high) + self.error))
            for claim, (low, high) in self.measures.items()
        }


def claims(game: SignallingGame) -> frozenset[Claim] | None:
    """Which claims hold of a game of private alignment with two types, aligned first.

    None where not all equilibria of the game are known.
    """
    equilibria = perfect_bayesian_equilibria(game)
    if equilibria.complete.value is not True:
        return None
    aligned, misaligned = coup(game, equilibria).types
    found = set()
    for notion, answer in zip(
        NOTIONS,
        (aligned.feigns_misalignment, misaligned.feigns_alignment, misaligned.deceives),
        strict=True,
    ):
        if answer != "no":
            found.add((notion, "some"))
        if answer == "every":
            found.add((notion, "every"))
    return frozenset(found)


def game_of(spec: Spec, values: Mapping[str, Scalar], third: bool = True) -> SignallingGame:
    """The game of a spec at some values; third: with its third party, where it has one."""
    real = spec.realise(values)
    form: SignallingGame = real.form
    return form if third else replace(real.rules["setting"], third=None).game()


def check_box(spec: Spec, box: Mapping[str, Interval]) -> None:
    """Raise `GameError` unless the spec has two types and the box lies within every domain."""
    setting = spec.realise().rules.get("setting")
    if setting is None or len(setting.worlds) != 2:
        raise GameError(
            "feigning: regions are of a game of private alignment with two types",
            found=spec.kind if setting is None else f"{len(setting.worlds)} types",
        )
    for name, (low, high) in box.items():
        domain = spec.quantity(name)
        least, most = domain.low, domain.high
        if low >= high or (least is not None and low < least) or (most is not None and high > most):
            raise GameError(
                f"feigning: {name} cannot run over {low}..{high}; it must stay {domain.domain}",
                found=f"{low}..{high}",
                allowed=f"a range LOW..HIGH within {domain.domain}",
            )


def _check_possible(spec: Spec, box: Mapping[str, Interval], third: bool) -> None:
    """Raise `GameError` unless every point of the box is a game.

    Shares after growth and win probabilities with surprise rise or fall with each quantity, and the
    cosines of possible worlds are a convex set, so corners decide. Priors 0 and 1 are limits only.
    """
    ends = [
        [(low + high) / 2] if name.split(".")[0] == "prior" else [low, high]
        for name, (low, high) in box.items()
    ]
    for corner in itertools.product(*ends):
        point = dict(zip(box, corner, strict=True))
        try:
            game_of(spec, point, third)
        except DetenteError as error:
            where = ", ".join(f"{name} = {value}" for name, value in point.items())
            raise GameError(
                f"feigning: the box reaches {where}, where there is no game: {error.message}",
                hint="narrow its range, or draw samples, which leave such points out",
            ) from error


def sampled(
    spec: Spec,
    box: Mapping[str, Interval],
    samples: int = 200,
    seed: int = 1,
    stop: Callable[[], bool] = lambda: False,
    third: bool = True,
) -> Estimate:
    """Estimate the parts of a box by uniform draws; what no world allows is drawn again.

    Draws depend on the seed alone, so estimates with and without the third party share them.
    Raises `GameError` where hardly any point of the box is a game.
    """
    check_box(spec, box)
    draw = random.Random(seed)
    counts: dict[Claim, int] = dict.fromkeys(CLAIMS, 0)
    done = tries = unknown = 0
    stopped = False
    while done < samples:
        if stop():
            stopped = True
            break
        tries += 1
        if tries > 50 * samples:
            raise GameError("feigning: hardly any point of the box is a possible game")
        values = {
            name: low + (high - low) * Fraction(2 * draw.randrange(2**20) + 1, 2**21)
            for name, (low, high) in box.items()
        }
        try:
            spec.realise(values)
            game = game_of(spec, values, third)
        except DetenteError:
            continue
        done += 1
        found = claims(game)
        if found is None:
            unknown += 1
            continue
        for claim in found:
            counts[claim] += 1
    drawn = max(done, 1)
    return Estimate(
        dict(box),
        {
            claim: (Fraction(count, drawn), Fraction(count + unknown, drawn))
            if done
            else (Fraction(0), Fraction(1))
            for claim, count in counts.items()
        },
        math.sqrt(math.log(2 / 0.05) / (2 * drawn)),
        done,
        tries - done,
        stopped,
    )


def enclosed(
    spec: Spec,
    box: Mapping[str, Interval],
    boxes: int = 2000,
    stop: Callable[[], bool] = lambda: False,
    third: bool = True,
) -> Enclosure:
    """Enclose the parts of a box in one or two quantities, the others as the spec has them.

    boxes: how many may be looked at. third: with the third party, where the spec has one. Raises
    `GameError` for more types or quantities, and where a point of the box is no game.
    """
    names = tuple(box)
    if not 1 <= len(names) <= MOST:
        raise GameError(
            f"enclosed(): needs one or two quantities; got {len(names)}",
            found=str(len(names)),
            allowed=f"1 to {MOST}",
            hint="`sampled` estimates in any number",
        )
    check_box(spec, box)
    _check_possible(spec, box, third)
    unknowns = [f"x{i}" for i in range(len(names))]
    free: dict[str, Scalar] = {n: parameter(x) for n, x in zip(names, unknowns, strict=True)}
    signs = Signs(game_of(spec, free, third), unknowns)
    waiting: list[tuple[Box, dict[Any, int]]] = [(tuple(box[name] for name in names), {})]
    whole = _volume(waiting[0][0])
    cells: list[tuple[Box, frozenset[Claim] | None]] = []
    known: dict[tuple[Any, ...], frozenset[Claim] | None] = {}
    seen = 0
    stopped = False
    while waiting and seen < boxes and not stopped:
        here, settled = waiting.pop(0)
        seen += 1
        settled = dict(settled)
        key = signs.settle(here, settled)
        if key is None:
            waiting += [(half, settled) for half in _halves(here)]
        else:
            if key not in known:
                middle = {n: (low + high) / 2 for n, (low, high) in zip(names, here, strict=True)}
                known[key] = claims(game_of(spec, middle, third))
            cells.append((here, known[key]))
        stopped = stop()
    cells += [(here, None) for here, _ in waiting]
    undecided = sum((_volume(here) for here, told in cells if told is None), Fraction(0)) / whole
    measures = {}
    for claim in CLAIMS:
        part = sum((_volume(here) for here, told in cells if told and claim in told), Fraction(0))
        measures[claim] = (part / whole, part / whole + undecided)
    return Enclosure(dict(box), measures, undecided, seen, tuple(cells), stopped and bool(waiting))


def _volume(box: Box) -> Fraction:
    return math.prod((high - low for low, high in box), start=Fraction(1))


def _halves(box: Box) -> Sequence[Box]:
    """Both halves of a box across its widest side."""
    axis = max(range(len(box)), key=lambda a: box[a][1] - box[a][0])
    low, high = box[axis]
    middle = (low + high) / 2
    return [(*box[:axis], part, *box[axis + 1 :]) for part in ((low, middle), (middle, high))]
