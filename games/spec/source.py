"""Reading the bytes of a spec or game file: size, kind and encoding, before anything is parsed."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from games.errors import LimitError, Place, SpecError
from games.spec.tree import MAX_BYTES

#: Gambit's files list every payoff of the game, so they may be longer.
MAX_NFG_BYTES = 8_000_000


def read(path: str | os.PathLike[str]) -> tuple[str, str]:
    """Return the text of a file, and its name for messages; `-` reads standard input.

    Raises `SpecError` for a file that is missing, empty, binary or not UTF-8, `LimitError` for one
    that is too large; no more than the limit is ever read.
    """
    name = os.fspath(path)
    if name == "-":
        data = sys.stdin.buffer.read(MAX_NFG_BYTES + 1)
        return _decode(data, "<stdin>", MAX_NFG_BYTES), "<stdin>"
    limit = MAX_NFG_BYTES if name.lower().endswith((".nfg", ".efg")) else MAX_BYTES
    try:
        status = os.stat(name)
        if stat.S_ISDIR(status.st_mode):
            raise SpecError("this is a directory, not a spec file", place=Place(name))
        if stat.S_ISREG(status.st_mode) and status.st_size > limit:
            raise _too_large(name, status.st_size, limit)
        with Path(name).open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise SpecError("there is no such file", place=Place(name), hint=_nearby(name)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SpecError(f"the file cannot be read: {reason}", place=Place(name)) from None
    return _decode(data, name, limit), name


def _decode(data: bytes, name: str, limit: int) -> str:
    if len(data) > limit:
        raise _too_large(name, None, limit)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SpecError(
            "the file is UTF-16 text", place=Place(name), hint="save it as UTF-8", allowed="UTF-8"
        )
    if b"\0" in data:
        raise SpecError(
            "this is a binary file, not a spec", place=Place(name), allowed="UTF-8 text"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SpecError(
            f"the file is not UTF-8 text (byte 0x{data[error.start]:02x})",
            place=Place(name, line),
            allowed="UTF-8 text",
            hint="save it as UTF-8",
        ) from None
    if not text.strip():
        raise _empty(name)
    return text


def checked(text: str, name: str) -> str:
    """The text of a spec; refuse one that is empty or too long, whoever read it."""
    if len(text.encode()) > MAX_BYTES:
        raise _too_large(name, len(text.encode()), MAX_BYTES)
    if not text.strip():
        raise _empty(name)
    return text


def _empty(name: str) -> SpecError:
    return SpecError(
        "the file is empty", place=Place(name), hint="`detente new FILE` writes a spec to edit"
    )


def _too_large(name: str, size: int | None, limit: int) -> LimitError:
    found = f"{size} bytes" if size is not None else f"more than {limit} bytes"
    return LimitError(
        f"the file is too large: {found}; at most {limit} bytes are read",
        place=Place(name),
        found=found,
        allowed=f"at most {limit} bytes",
    )


def _nearby(name: str) -> str | None:
    """A file of nearly the same name in the same directory, as a hint."""
    import difflib

    path = Path(name)
    try:
        names = [entry.name for _, entry in zip(range(1000), path.parent.iterdir(), strict=False)]
    except OSError:
        return None
    close = difflib.get_close_matches(path.name, names, 1, 0.75)
    return f"did you mean `{path.parent / close[0]}`?" if close else None
