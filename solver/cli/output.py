"""Where answers go: standard output, or a file that is either whole or not there."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from games.errors import DetenteError, Place


class OutputError(DetenteError):
    """The place the answer should go to cannot be written."""

    kind = "output"


def write(text: str, target: str | None) -> None:
    """Write text to standard output, or to a file, atomically."""
    if target is None or target == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_bytes(text.encode("utf-8"), target)


def write_bytes(data: bytes, target: str) -> None:
    """Write a file beside its place and rename it there, so that no reader sees half of it."""
    path = Path(target)
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        # mkstemp makes files private; give the answer the permissions any new file would have.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, (path.stat().st_mode & 0o777) if path.exists() else 0o666 & ~mask)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot write the output: {reason}",
            place=Place(file=target),
            hint="name a file in an existing folder that you may write to",
        ) from error
    finally:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)
