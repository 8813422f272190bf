"""What a GAME argument means: a file or standard input."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from games.errors import Place, SpecError
from games.forms.nfg import MAX_CHARACTERS, read_nfg
from games.forms.normal import NormalFormGame

#: Files beyond this many bytes are refused before they are read.
MAX_BYTES = MAX_CHARACTERS


def read(argument: str) -> NormalFormGame:
    """Return the game an argument names."""
    if argument == "-":
        name = "standard input"
        return read_nfg(_decoded(sys.stdin.buffer.read(MAX_BYTES + 1), name), name)
    path = Path(argument)
    if not os.path.exists(argument):
        raise SpecError(
            f"there is no game {argument!r}: no file of that name",
            place=Place(file=argument),
            found=argument,
        )
    return read_nfg(read_text(path), argument)


def read_text(path: Path) -> str:
    """Return the text of a file of reasonable size; raises `SpecError` for anything else."""
    try:
        with path.open("rb") as stream:
            return _decoded(stream.read(MAX_BYTES + 1), str(path))
    except OSError as error:
        raise SpecError(
            f"the file cannot be read: {error.strerror}", place=Place(file=str(path))
        ) from error


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise SpecError(
            f"the file is larger than {MAX_BYTES} bytes",
            place=Place(file=name),
            allowed=f"at most {MAX_BYTES} bytes",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(
            f"the file is no text: byte {error.start} is not UTF-8", place=Place(file=name)
        ) from error
