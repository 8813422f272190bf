"""Maps of regimes from their definition; `solver.verify.regimes.claim` says what is shown.

Loaded only where such a claim is checked, because it needs polynomial arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def check_regimes(game: Mapping[str, Any], witnesses: Mapping[str, Any]) -> list[str]:
    """Return every reason why the claim fails; none if it holds."""
    from solver.verify.regimes.claim import check

    return check(game, witnesses)
