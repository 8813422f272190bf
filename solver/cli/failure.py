"""How every failure ends: one sentence, one exit code, no traceback.

Bad input and usage end with 2, unfinished answers with 3, an interrupt with 130 and our own
bugs with 70. Where the answer was asked for as JSON, so is the error.
"""

from __future__ import annotations

import difflib
import json
import os
import sys
from collections.abc import Iterable
from typing import Any

import click

from games import __version__
from games.errors import DetenteError

INTERRUPTED = 130
BUG = 70


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ' Did you mean ..?' for the closest known names, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    if not close:
        return ""
    return f" Did you mean {' or '.join(repr(candidate) for candidate in close)}?"


def error_object(error: DetenteError) -> dict[str, Any]:
    """Return an error as the JSON document `detente/error/1`."""
    return _document(
        {
            "kind": error.kind,
            "message": error.message,
            "file": error.place.file,
            "line": error.place.line,
            "column": error.place.column,
            "key": error.place.key,
            "found": error.found,
            "allowed": error.allowed,
            "hint": error.hint,
        },
        error.exit_code,
    )


def _document(error: dict[str, Any], code: int) -> dict[str, Any]:
    return {"schema": "detente/error/1", "error": error, "exit_code": code}


def _plain(kind: str, message: str, code: int, hint: str | None = None) -> dict[str, Any]:
    fields = ("file", "line", "column", "key", "found", "allowed")
    body: dict[str, Any] = {"kind": kind, "message": message}
    body.update(dict.fromkeys(fields), hint=hint)
    return _document(body, code)


def _wants_json(arguments: list[str]) -> bool:
    """Whether the arguments ask for JSON, read before they are known to be valid."""
    for position, argument in enumerate(arguments):
        if argument in ("--format=json", "--format=jsonl"):
            return True
        if argument == "--format" and arguments[position + 1 : position + 2] in (
            ["json"],
            ["jsonl"],
        ):
            return True
    return False


def say(document: dict[str, Any], sentence: str, as_json: bool) -> None:
    """Tell the user of an error: JSON on standard output, or a sentence on standard error."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        click.echo(f"detente: {sentence}", err=True)


def run(group: click.Group) -> None:
    """Run the group on the process's arguments and exit with the code of what happened."""
    arguments = sys.argv[1:]
    as_json = _wants_json(arguments)
    try:
        # Not group.main(): it would print a line of its own on Ctrl-C and on a closed pipe.
        with group.make_context("detente", arguments) as context:
            code = group.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.UsageError as error:
        hint = f"try `{error.ctx.command_path} --help`" if error.ctx else None
        sentence = " ".join(error.format_message().split())
        say(
            _plain("usage", sentence, 2, hint),
            f"{sentence} ({hint})" if hint else sentence,
            as_json,
        )
        code = 2
    except click.ClickException as error:
        say(_plain("usage", error.format_message(), 2), error.format_message(), as_json)
        code = 2
    except DetenteError as error:
        say(error_object(error), str(error), as_json)
        code = error.exit_code
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python would complain again while shutting down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except (KeyboardInterrupt, click.Abort):
        say(_plain("interrupted", "interrupted", INTERRUPTED), "interrupted", as_json)
        code = INTERRUPTED
    except MemoryError:
        sentence = "out of memory; nothing that was found could be kept"
        hint = "give more with --limit-memory, or ask for a smaller game"
        say(_plain("limit", sentence, 3, hint), f"{sentence} ({hint})", as_json)
        code = 3
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG") == "1":
            raise
        sentence = (
            f"this is a bug in detente {__version__}: {type(error).__name__}: {error}; "
            "please report it with the command and its input (DETENTE_DEBUG=1 shows the traceback)"
        )
        say(_plain("bug", sentence, BUG), sentence, as_json)
        code = BUG
    sys.exit(code if isinstance(code, int) else 0)
