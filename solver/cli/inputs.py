"""What a GAME argument means: a label of the catalogue, a file, or standard input."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from games.errors import SpecError

if TYPE_CHECKING:
    from games.spec import Spec


def read(argument: str, settings: Mapping[str, str] | None = None) -> Spec:
    """Return the spec an argument names, with the values of --set put in.

    A file wins over a label; a name that is neither is taken for what it looks like.
    """
    spec = _read(argument)
    return spec.with_values(settings) if settings else spec


def _read(argument: str) -> Spec:
    from games import catalogue
    from games.spec import load

    if argument == "-" or os.path.exists(argument):
        return load(argument)
    if catalogue.is_label(argument):
        return catalogue.load(argument)
    if argument.lower().endswith((".yaml", ".yml", ".json", ".nfg")):
        return load(argument)
    try:
        return catalogue.load(argument)
    except SpecError as error:
        raise SpecError(
            f"there is no game {argument!r}: no file of that name, and no label of the catalogue",
            found=argument,
            hint=error.hint,
        ) from None
