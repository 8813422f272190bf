"""Conditions: the sign questions on which an answer turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from games.exact import Number, Scalar, sign

Relation: TypeAlias = Literal[">", "<", "=", ">=", "<="]


@dataclass(frozen=True)
class Condition:
    """A quantity whose sign decides something, with what it means and where it is valid.

    polynomial: a Scalar (a Number, a rational function of parameters, or a sympy expression).
    meaning: one sentence, what holds where it stands in `relation` to zero. validity: the
    assumptions, in words.
    """

    polynomial: Scalar
    meaning: str
    validity: str = "everywhere"
    relation: Relation = ">"

    def holds(self, value: Number) -> bool:
        """Whether a value of the polynomial meets the condition."""
        found = sign(value)
        return {
            ">": found > 0,
            "<": found < 0,
            "=": found == 0,
            ">=": found >= 0,
            "<=": found <= 0,
        }[self.relation]
