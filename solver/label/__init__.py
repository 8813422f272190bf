"""Permanent labels: what was asked of which game, and what was answered, by content.

A digest is the sha256 of canonical JSON: keys sorted, no spaces, UTF-8, no clock time. Equal
questions have equal digests on every machine and in every version of the format they name. A label
is a digest's first twelve hexadecimal digits behind the name of the question, short enough to
cite; 48 bits keep a collection of a million labels free of collisions with odds better than 99%.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from solver.solution.certificate import Certificate

_SHORT = 12


def digest(document: Any) -> str:
    """Return "sha256:.." of a document of JSON types."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def label(question: str, fingerprint: str) -> str:
    """Return the short permanent label of a question or a result, such as equilibria.3f2a..."""
    return f"{question}.{fingerprint.removeprefix('sha256:')[:_SHORT]}"


def question_digest(question: str, game_digest: str, **options: Any) -> str:
    """Return the digest of a question asked of a game; options are JSON types."""
    return digest({"question": question, "game": game_digest, "options": options})


def certificate_digest(certificate: Certificate) -> str:
    """Return the digest of a certificate: its claim, game and witnesses."""
    return digest(
        {
            "claim": certificate.claim,
            "game": _plain(certificate.game),
            "witnesses": _plain(certificate.witnesses),
        }
    )


def _plain(value: Any) -> Any:
    """Mappings and sequences as the dict and list that JSON knows."""
    if hasattr(value, "items"):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value


def table_label(entry: str, question: str, revision: int | str) -> str:
    """Return the label of a table, such as T.post.left.equilibria.1.

    entry: label in the catalogue, or the digest of a spec; revision: number in the register, or
    the digest of the result.
    """
    return f"T.{_part(entry)}.{question}.{_part(str(revision))}"


def _part(name: str) -> str:
    if name.startswith("sha256:"):
        return name.removeprefix("sha256:")[:_SHORT]
    return name.replace("/", ".")
