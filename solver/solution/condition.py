"""Conditions: the sign questions on which an answer turns."""

from __future__ import annotations

from dataclasses import dataclass

from games.exact import Scalar


@dataclass(frozen=True)
class Condition:
    """A quantity whose sign decides something, with what it means and where it is valid.

    polynomial: a Scalar (a Number, a rational function of parameters, or a sympy expression).
    meaning: one sentence, what holds where it is positive. validity: the assumptions, in words.
    """

    polynomial: Scalar
    meaning: str
    validity: str = "everywhere"
