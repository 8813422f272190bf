"""Certificates: a claim with its witnesses, as pure data that a checker needs no trust to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Certificate:
    """What is claimed of which game, and what shows it.

    claim: the kind of claim, which names the checker ("equilibria", "completeness", ..).
    game: the game as plain data (JSON types). witnesses: plain data too.
    """

    claim: str
    game: Mapping[str, Any]
    witnesses: Mapping[str, Any]
