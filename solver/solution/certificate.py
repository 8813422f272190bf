"""Certificates: a claim with its witnesses, as pure data that a checker needs no trust to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: How far something is known that no certificate shows.
Standing = Literal["cross-checked", "not known", "not complete"]
STANDINGS: tuple[Standing, ...] = ("cross-checked", "not known", "not complete")


@dataclass(frozen=True)
class Certificate:
    """What is claimed of which game, and what shows it.

    claim: the kind of claim, which names the checker ("equilibria", "completeness", ..).
    game: the game as plain data (JSON types). witnesses: plain data too.
    """

    claim: str
    game: Mapping[str, Any]
    witnesses: Mapping[str, Any]


@dataclass(frozen=True)
class Unproved:
    """What an answer says without a certificate: how far it is known, why, and what was checked.

    claim: what it is about, such as "completeness". reason: why there is no proof. checks: what
    speaks for it, in words; nothing here can be verified from a file.
    """

    claim: str
    standing: Standing
    reason: str
    checks: tuple[str, ...] = ()
