"""`detente verify`: a certificate file against the definitions and its spec, nothing else."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from games import __version__
from games.display import Document, Items, Section, Table
from games.errors import Place
from solver.cli.inputs import read as read_game
from solver.cli.options import shared
from solver.cli.output import write
from solver.report.render import render_document
from solver.verify.file import (
    MAX_BYTES,
    CertificateError,
    CertificateFile,
    FileVerification,
    read,
    verify,
)

_FORMS = ("text", "json", "markdown", "latex", "html")


@click.command()
@click.argument("file", metavar="CERTIFICATE")
@click.option("--game", metavar="GAME", help="The game the certificate should be about.")
@shared("output", "format")
def command(file: str, game: str | None, output: str | None, form: str) -> int:
    """Check a CERTIFICATE file by definition, from its claims and its spec alone.

    Exit code 0 where all it claims is shown, 1 where a claim is false or was changed, 2 where the
    file cannot be read as a certificate, 3 where a claim holds of the game written beside it but
    nothing here builds that game from the spec.
    """
    if form not in _FORMS:
        raise click.UsageError(f"verify writes {', '.join(_FORMS)}")
    certificate = read(_bytes(file), file)
    found = verify(certificate, None if game is None else read_game(game))
    if form == "json":
        text = json.dumps(_envelope(certificate, found), indent=2, ensure_ascii=False) + "\n"
    else:
        text = render_document(_document(certificate, found), form, 6, 96)
    write(text, output)
    if not found.valid:
        return 1
    return 3 if found.unbuilt else 0


def _bytes(name: str) -> bytes:
    """At most one byte more than a certificate may have."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CertificateError(
            f"the file cannot be read: {reason}",
            place=Place(name),
            hint="`detente certify GAME -o FILE` writes one",
        ) from None


def _sentence(file: CertificateFile, found: FileVerification) -> str:
    about = f"{file.spec.label} ({file.spec.digest})"
    if found.valid and found.unbuilt:
        return (
            f"Undecided: every claim about {about} holds of the game written beside it, but "
            "nothing here builds that game from the spec."
        )
    if found.valid:
        number = len(found.claims)
        what = "the claim" if number == 1 else f"all {number} claims"
        return f"Valid: {what} about {about} {'holds' if number == 1 else 'hold'}."
    first = next(
        (f"{claim}: {kept.reasons[0]}" for claim, kept in found.claims if not kept.valid), None
    )
    return f"False: {found.reasons[0] if found.reasons else first}."


def _document(file: CertificateFile, found: FileVerification) -> Document:
    rows = [
        [claim, "holds" if kept.valid else "false", "; ".join(kept.reasons)]
        for claim, kept in found.claims
    ]
    sections = [Section("Claims", (Table("", ("claim", "", "why not"), rows),))]
    if found.reasons:
        sections.append(Section("The file", (Items(tuple(f"{r}." for r in found.reasons)),)))
    if file.unproved:
        lines = [
            f"{item.claim}: {item.standing}: {item.reason}"
            + (f" ({'; '.join(item.checks)})" if item.checks else "")
            + "."
            for item in file.unproved
        ]
        sections.append(
            Section("Stated without proof, and not checked here", (Items(tuple(lines)),))
        )
    title = f"Certificate of {file.spec.title or file.spec.label}"
    return Document(title, (_sentence(file, found),), tuple(sections))


def _envelope(file: CertificateFile, found: FileVerification) -> dict[str, Any]:
    return {
        "schema": "detente/verify/1",
        "detente": __version__,
        "valid": found.valid,
        "spec": {"label": file.spec.label, "digest": file.spec.digest},
        "written_by": file.version,
        "claims": [
            {
                "claim": claim,
                "valid": kept.valid,
                "reasons": list(kept.reasons),
                "game_compared": claim not in found.unbuilt,
            }
            for claim, kept in found.claims
        ],
        "reasons": list(found.reasons),
        "unproved": [
            {
                "claim": item.claim,
                "standing": item.standing,
                "reason": item.reason,
                "checks": list(item.checks),
            }
            for item in file.unproved
        ],
    }
