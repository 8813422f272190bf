"""The one table of options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

FORMATS = ("text", "json", "jsonl", "markdown", "latex", "csv", "html")

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _setting(_ctx: click.Context, _parameter: click.Parameter, pairs: Any) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = str(pair).partition("=")
        if not equals or not name.strip() or not value.strip():
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE, as in --set stakes=1/2")
        values[name.strip()] = value.strip()
    return values


_UNITS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_SIZES = {"K": 2**10, "M": 2**20, "G": 2**30}


def _seconds(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> float | None:
    if text is None:
        return None
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz ")
    unit = text[len(number) :].strip() or "s"
    try:
        seconds = float(number) * _UNITS[unit]
    except (ValueError, KeyError):
        seconds = 0.0
    if not 0 < seconds < 1e9:
        raise click.BadParameter(f"{text!r} is no time; write seconds, or 30s, 5m, 2h")
    return seconds


def _bytes(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> int | None:
    if text is None:
        return None
    number = text.upper().removesuffix("IB").removesuffix("B")
    size = _SIZES.get(number[-1:], 1)
    try:
        value = int(float(number[:-1] if size > 1 else number) * size)
    except ValueError:
        value = 0
    if not 0 < value < 2**60:
        raise click.BadParameter(f"{text!r} is no amount of memory; write bytes, or 500M, 2G")
    return value


_TABLE: dict[str, Decorator] = {
    "output": click.option(
        "-o", "--output", metavar="FILE", help="Write to FILE (whole or not at all)."
    ),
    "format": click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="Form of the answer.",
    ),
    "set": click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=VALUE",
        callback=_setting,
        help="Change a quantity of the spec; repeatable.",
    ),
    "x": click.option("--x", metavar="NAME[=LOW..HIGH]", help="The quantity that varies in a map."),
    "y": click.option("--y", metavar="NAME[=LOW..HIGH]", help="A second one."),
    "limit_time": click.option(
        "--limit-time", metavar="TIME", callback=_seconds, help="Stop after 30s, 5m, 2h .."
    ),
    "limit_memory": click.option(
        "--limit-memory", metavar="SIZE", callback=_bytes, help="Use at most 500M, 2G .."
    ),
    "quiet": click.option("--quiet", is_flag=True, help="No remarks on standard error."),
    "digits": click.option(
        "--digits",
        type=click.IntRange(1, 1000),
        default=6,
        show_default=True,
        help="Significant digits of approximations.",
    ),
    "timing": click.option("--timing", is_flag=True, help="Say on standard error what took long."),
}


def shared(*names: str) -> Decorator:
    """Add the named shared options to a command, in the order of the table."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(_TABLE):
            if name in names:
                function = _TABLE[name](function)
        return function

    return decorate
