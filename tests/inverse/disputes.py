"""The dispute records that several tests fit, and the model they are known by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "data" / "disputes" / "war1800.csv"

MODEL: dict[str, Any] = {
    "outcome": ["sq", "capit", "war"],
    "utilities": {
        "A.sq": "s_wt_re1 + revis1",
        "A.war": "regime1",
        "B.war": "balanc + regime2",
    },
    "missing": "drop",
}


def disputes() -> Any:
    """Read the 313 dispute records."""
    import pandas as pd

    return pd.read_csv(FILE)
