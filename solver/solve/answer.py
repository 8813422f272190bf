"""What every answer offers, whatever the game: its status, a report, and the same as data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from games.display import Document, Table

if TYPE_CHECKING:
    from rich.text import Text

    from solver.solution.certificate import Certificate, Unproved
    from solver.solution.verdict import Distance


class Answer(ABC):
    """The answer to one question about one game; the subclasses are frozen dataclasses.

    certificate: the claim that the checker accepted, None if there is none to check. distances: how
    far each quantity of the spec is from another verdict; none without a spec or a certain verdict.
    """

    certificate: Certificate | None
    distances: tuple[Distance, ...] = ()

    @property
    @abstractmethod
    def status(self) -> str:
        """ "complete", "incomplete" or "undecided"."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the report is called."""

    @property
    @abstractmethod
    def headline(self) -> str:
        """The answer in one sentence, or why there is none."""

    @abstractmethod
    def document(self) -> Document:
        """The report, which every format writes."""

    @abstractmethod
    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""

    @abstractmethod
    def csv(self) -> Table:
        """The rows that a spreadsheet wants, every number exact."""

    def proofs(self) -> tuple[Certificate | Unproved, ...]:
        """What shows the answer: its certificates, and what stays without one.

        May cost more than the answer did; `detente certify` writes it down.
        """
        return () if self.certificate is None else (self.certificate,)

    @property
    def refuted(self) -> bool:
        """Whether something that was checked turned out false."""
        return False

    def __str__(self) -> str:
        return self.document().to_text()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.title!r}: {self.headline}>"

    def _repr_html_(self) -> str:
        return self.document().to_html()

    def __rich__(self) -> Text:
        return styled(str(self))


def styled(text: str) -> Text:
    """Return a text report with its headings and headline set off, for a terminal."""
    from rich.text import Text

    result = Text(text, overflow="ignore", no_wrap=True)
    result.highlight_regex(r"(?m)^.+\n[═─]{3,}$", "bold")
    first = text.split("\n\n")[1] if "\n\n" in text else ""
    result.highlight_words([first], "bold green")
    return result
