"""The question how common feigned misalignment is over a box, with its answer as a report.

The post behind the model: "Deceptively pretending to be misaligned should be systematically rarer"
(than pretending to be aligned). Part of a box in which the aligned type feigns misalignment, for
some or for every equilibrium, beside that in which the misaligned type feigns alignment, and that
in which it deceives; before the third party of a spec and without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games import __version__
from games.display import Block, Cell, Document, Items, Section, Table
from games.errors import GameError
from games.exact import Number, to_json
from solver.beliefs.boxes import Interval
from solver.beliefs.feigning import (
    CLAIMS,
    MOST,
    NOTIONS,
    Claim,
    Enclosure,
    Estimate,
    enclosed,
    sampled,
)

if TYPE_CHECKING:
    from games.spec import Spec

#: How an answer to the claim is said; the middle word is for the claim itself.
_ANSWERS = {True: "rarer", False: "commoner", None: "undecided"}
_SOME = {"some": "in some equilibrium", "every": "in every equilibrium"}


@dataclass(frozen=True)
class Comparison:
    """Feigned misalignment against another notion. rarer: None where the bounds overlap."""

    other: str
    quantifier: str
    rarer: bool | None


@dataclass(frozen=True)
class FeigningRegions:
    """Parts of a box. alone: of the two parties; before: with the third party, None without one.

    Both are enclosures (proved), or both estimates by the same draws.
    """

    title: str
    label: str
    digest: str
    third: str | None
    box: Mapping[str, Interval]
    alone: Enclosure | Estimate
    before: Enclosure | Estimate | None

    @property
    def status(self) -> str:
        """ "complete", or "incomplete" where a limit was reached."""
        return "incomplete" if any(found.stopped for _, found in self.audiences()) else "complete"

    @property
    def proved(self) -> bool:
        """Whether the bounds are proved, not estimated."""
        return isinstance(self.alone, Enclosure)

    def audiences(self) -> Iterator[tuple[str, Enclosure | Estimate]]:
        """(in words, what was found), the third party first."""
        if self.before is not None:
            yield f"before {self.third}", self.before
        yield "two parties alone" if self.before is not None else "", self.alone

    def document(self) -> Document:
        """The report, which every format writes."""
        ranges = ", ".join(f"{name} in [{low}, {high}]" for name, (low, high) in self.box.items())
        lead = [f"Over {ranges}; all else as in the spec."]
        for words, found in self.audiences():
            lead += [_sentence(words, item, self.proved) for item in comparisons(found)]
        blocks: list[Block] = [_table(words, found) for words, found in self.audiences()]
        return Document(
            f"Feigned misalignment in {self.title}",
            tuple(lead),
            (
                Section(f"Parts of the {'box' if self.proved else 'draws'}", tuple(blocks)),
                Section("How it was found", (Items(tuple(self._method())),)),
            ),
        )

    def _method(self) -> Iterator[str]:
        for words, found in self.audiences():
            start = f"{words[0].upper()}{words[1:]}: " if words else ""
            if isinstance(found, Enclosure):
                yield (
                    f"{start}{found.boxes} boxes looked at, halved until every sign on which the "
                    "equilibria turn is certain; bounds are rigorous. Undecided part: "
                    f"{float(found.undecided):.4g}."
                )
            else:
                yield (
                    f"{start}{found.samples} uniform draws, each solved exactly; error bar "
                    f"{found.error:.4g} at 95% for each number (Hoeffding). {found.impossible} "
                    "draws were no game and were drawn again."
                )
            if found.stopped:
                yield f"{start}stopped at a limit; more time narrows the bounds."

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/feigning/1`."""
        return {
            "schema": "detente/feigning/1",
            "detente": __version__,
            "question": "feigning",
            "status": self.status,
            "title": self.title,
            "spec": {"label": self.label, "digest": self.digest},
            "box": {name: [to_json(end) for end in ends] for name, ends in self.box.items()},
            "method": "enclosure" if self.proved else "sample",
            "third_party": self.third,
            "before_third_party": None if self.before is None else _json(self.before),
            "alone": _json(self.alone),
        }

    def csv(self) -> Table:
        """One row per audience and claim."""
        rows: list[list[Cell]] = []
        for words, found in self.audiences():
            bounds = _bounds(found)
            for claim in CLAIMS:
                ends = [str(end) for end in (*found.measures[claim], *bounds[claim])]
                rows.append([words or "two parties alone", *claim, *ends])
        return Table(
            "",
            ("audience", "notion", "equilibria", "least", "greatest", "bound below", "bound above"),
            rows,
        )


def ranges(
    spec: Spec, wanted: Sequence[tuple[str, tuple[Number, Number] | None]]
) -> dict[str, Interval]:
    """The box of named quantities with their ranges, None for the whole domain.

    Raises `GameError` for a quantity without a bounded rational range, or named twice.
    """
    box: dict[str, Interval] = {}
    for name, ends in wanted:
        quantity = spec.quantity(name)
        low, high = ends or (quantity.low, quantity.high)
        if not isinstance(low, Fraction) or not isinstance(high, Fraction):
            raise GameError(
                f"feigning: {name} needs a range of rational numbers, NAME=LOW..HIGH",
                hint="an angle runs over its cosine; give cosine.TYPE with rational ends"
                if quantity.address.startswith(("cosine", "third_party.cosine"))
                else f"{name}=1..2, for example",
            )
        if quantity.address in box:
            raise GameError(f"feigning: {quantity.address} is named twice")
        box[quantity.address] = (low, high)
    return box


def feigning_regions(
    spec: Spec,
    box: Mapping[str, Interval],
    *,
    boxes: int = 2000,
    samples: int | None = None,
    seed: int = 1,
    stop: Callable[[], bool] = lambda: False,
) -> FeigningRegions:
    """Enclose or estimate the parts of a box in which types feign.

    samples: draw so many; without it one or two quantities are enclosed with `boxes` boxes and
    more are estimated by 200 draws. Raises `GameError` as `enclosed` and `sampled` do.
    """

    def found(third: bool) -> Enclosure | Estimate:
        if samples is None and len(box) <= MOST:
            return enclosed(spec, box, boxes, stop, third)
        return sampled(spec, box, samples or 200, seed, stop, third)

    alone = found(False)
    setting = spec.realise().rules["setting"]
    third = None if setting.third is None else setting.third.name
    return FeigningRegions(
        spec.title,
        spec.label,
        spec.digest,
        third,
        dict(box),
        alone,
        None if third is None else found(True),
    )


def comparisons(found: Enclosure | Estimate) -> tuple[Comparison, ...]:
    """Whether feigned misalignment is rarer, by bounds that do not overlap."""
    bounds = _bounds(found)
    result = []
    for other in NOTIONS[1:]:
        for quantifier in ("some", "every"):
            (low, high), (least, most) = bounds[NOTIONS[0], quantifier], bounds[other, quantifier]
            rarer = True if high < least else False if most < low else None
            result.append(Comparison(other, quantifier, rarer))
    return tuple(result)


def _bounds(
    found: Enclosure | Estimate,
) -> Mapping[Claim, tuple[Fraction | float, Fraction | float]]:
    return found.measures if isinstance(found, Enclosure) else found.bounds


def _sentence(words: str, item: Comparison, proved: bool) -> str:
    start = f"{words[0].upper()}{words[1:]}, f" if words else "F"
    sure = "proved" if proved else "by the draws; both error bars hold with 90%"
    where = _SOME[item.quantifier]
    if item.rarer is None:
        more = "" if proved else " by these draws"
        return (
            f"{start}eigned misalignment {where} against {item.other}: not decided{more}, the "
            "bounds overlap."
        )
    return (
        f"{start}eigned misalignment {where} is {_ANSWERS[item.rarer]} than {item.other}: {sure}."
    )


def _table(words: str, found: Enclosure | Estimate) -> Table:
    rows: list[list[Cell]] = []
    for notion, quantifier in CLAIMS:
        low, high = found.measures[notion, quantifier]
        shown = f"{float(low):.4f}" if low == high else f"{float(low):.4f} .. {float(high):.4f}"
        if isinstance(found, Estimate):
            shown += f" +- {found.error:.3f}"
        rows.append([notion, quantifier, shown])
    return Table(words, ("", "in equilibria", "part"), rows)


def _json(found: Enclosure | Estimate) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "measures": [
            {
                "notion": notion,
                "quantifier": quantifier,
                "part": [to_json(end) for end in found.measures[notion, quantifier]],
            }
            for notion, quantifier in CLAIMS
        ],
        "comparisons": [
            {"other": item.other, "quantifier": item.quantifier, "answer": _ANSWERS[item.rarer]}
            for item in comparisons(found)
        ],
        "stopped": found.stopped,
    }
    if isinstance(found, Enclosure):
        return shared | {"undecided": to_json(found.undecided), "boxes": found.boxes}
    return shared | {
        "error": found.error,
        "confidence": 0.95,
        "samples": found.samples,
        "impossible": found.impossible,
    }
