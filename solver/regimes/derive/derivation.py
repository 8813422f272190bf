"""The answer of `detente derive`: thresholds and closed forms of one spec."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games.display import Document, Table
from solver.regimes.derive.writing import to_expression
from solver.solution.patterns import SignRegimes
from solver.solution.threshold import ClosedForm, DerivedThreshold

if TYPE_CHECKING:
    from games.spec import Spec


@dataclass(frozen=True)
class Derivation:
    """What was derived for one spec.

    target: what was asked for, None for everything. refused: (topic, why it has nothing here).
    """

    label: str
    digest: str
    name: str
    target: str | None
    thresholds: tuple[DerivedThreshold, ...]
    forms: tuple[ClosedForm, ...]
    regimes: tuple[SignRegimes, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls,
        spec: Spec,
        target: str | None,
        found: Iterable[object],
        refused: Sequence[tuple[str, str]],
    ) -> Derivation:
        """Sort what the derivers found."""
        items = tuple(found)
        return cls(
            spec.label,
            spec.digest,
            spec.title or spec.label,
            target,
            tuple(item for item in items if isinstance(item, DerivedThreshold)),
            tuple(item for item in items if isinstance(item, ClosedForm)),
            tuple(item for item in items if isinstance(item, SignRegimes)),
            tuple(refused),
        )

    @property
    def status(self) -> str:
        """ "complete"; "incomplete" where a threshold has no closed form; "undecided" where some
        pattern of signs has neither witness nor proof.
        """
        if any(not item.settled for item in self.regimes):
            return "undecided"
        return "complete" if all(t.value is not None for t in self.thresholds) else "incomplete"

    @property
    def title(self) -> str:
        """What the report is called."""
        return f"Thresholds of {self.name}"

    @property
    def headline(self) -> str:
        """How much was derived, in one sentence."""
        if self.regimes:
            return " ".join(_counted(item) for item in self.regimes)
        count = len(self.thresholds)
        solved = sum(t.value is not None for t in self.thresholds)
        forms = f"{len(self.forms)} closed form{'s' * (len(self.forms) != 1)}"
        if not count:
            return f"{forms}."
        said = f"{count} threshold{'s' * (count != 1)}, each solved for and substituted back."
        if solved < count:
            said = f"{solved} of {count} thresholds have a closed form."
        return f"{said} {forms} beside." if self.forms else said

    def document(self) -> Document:
        """The report, which every format writes."""
        from solver.regimes.derive.document import report

        return report(self)

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/derive/1`."""
        from solver.regimes.derive.envelope import envelope

        return envelope(self)

    def csv(self) -> Table:
        """One row per threshold and party, every number exact."""
        from solver.regimes.derive.document import rows

        return rows(self)

    def __str__(self) -> str:
        return self.document().to_text()

    def __repr__(self) -> str:
        return f"<Derivation of {self.name!r}: {self.headline}>"

    def _repr_html_(self) -> str:
        return self.document().to_html()


def _counted(found: SignRegimes) -> str:
    unknown = found.count("not known")
    occurring = found.count("occurs")
    seen = sum(p.witness is not None for stratum in found.strata for p in stratum.patterns)
    points = "each with an exact witness" if seen == occurring else f"{seen} with an exact witness"
    said = f"{occurring} patterns of signs occur, {points}; {found.count('empty')} are proved empty"
    said += f"; of {unknown} neither is known." if unknown else "; no other is left."
    return said + "".join(f" Not listed: where {where}." for where in found.left)


def expression(threshold: DerivedThreshold) -> Any:
    """The threshold as a sympy expression in plain symbols, abbreviations written out.

    Raises `ValueError` where it has no closed form.
    """
    if threshold.value is None:
        raise ValueError(threshold.reason)
    return to_expression(threshold.value)
