"""A commented spec to start from, for `detente new`."""

from __future__ import annotations

from games.errors import SpecError
from games.spec.kinds import KINDS, kind_module
from games.spec.leaves import closest


def template(kind: str = "posture") -> str:
    """The commented template of a kind; raises `SpecError` for an unknown kind."""
    if kind not in KINDS:
        kinds = ", ".join(sorted(KINDS))
        raise SpecError(
            f"there is no kind of game `{kind}`; the kinds are {kinds}",
            found=kind,
            allowed=kinds,
            hint=closest(kind, list(KINDS)),
        )
    text: str = kind_module(kind).TEMPLATE
    return text
