"""All sign patterns of the polynomials on which a game turns, each with a witness or a proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from games.exact import Number, Scalar
from solver.solution.threshold import Abbreviation, Symbol

Existence: TypeAlias = Literal["occurs", "empty", "not known"]


@dataclass(frozen=True)
class SignPattern:
    """One choice of signs and the game it makes.

    signs: [polynomial], -1, 0 or 1. gains: the signs of the four gains they give. equilibria: the
    pure ones, in words. kind: class of the headline of the verdict, None where no action is said to
    seek. witness: exact values of all letters with these signs. proof: why there are none, or why
    one that occurs has no witness.
    """

    signs: tuple[int, ...]
    gains: tuple[int, ...]
    equilibria: tuple[str, ...]
    kind: str | None
    existence: Existence
    witness: Mapping[str, Number] | None = None
    proof: str = ""


@dataclass(frozen=True)
class Stratum:
    """A part of the domain on which the same polynomials decide.

    conditions: in words, what holds there. polynomials: irreducible, each with its text and LaTeX.
    """

    conditions: tuple[str, ...]
    polynomials: tuple[Scalar, ...]
    texts: tuple[str, ...]
    latex: tuple[str, ...]
    patterns: tuple[SignPattern, ...]


@dataclass(frozen=True)
class SignRegimes:
    """The finite list of regimes of a 2x2 game with all quantities free.

    gains: the four gains in factors. names: abbreviations used in the texts. left: parts of the
    domain that are not listed, in words.
    """

    players: tuple[str, ...]
    symbols: tuple[Symbol, ...]
    names: tuple[Abbreviation, ...]
    gains: tuple[str, ...]
    strata: tuple[Stratum, ...]
    left: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether every pattern is known to occur or proved empty, all over the domain."""
        return not self.left and all(
            pattern.existence != "not known"
            for stratum in self.strata
            for pattern in stratum.patterns
        )

    def count(self, existence: Existence) -> int:
        """How many patterns occur, are empty, or are not known."""
        return sum(
            pattern.existence == existence
            for stratum in self.strata
            for pattern in stratum.patterns
        )
