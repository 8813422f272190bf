"""The ridge as a table: what the choices leave if the stakes were other than assumed."""

from __future__ import annotations

from games.display import Table, decimal
from solver.inverse.intervals import interval
from solver.inverse.stakes import Ridge


def ridge_table(ridge: Ridge) -> Table:
    """Return the ranges of d and c at each factor of the stakes, and what is identified."""
    rows = []
    for factor, found in ridge.sets:
        if found.empty:
            rows.append((f"{factor} x", "none", "none"))
            continue
        loss, cosine = found.bounds()[:2]
        rows.append((f"{factor} x" if factor != 1 else "as assumed", interval(loss),
                     interval(cosine)))  # fmt: skip
    return Table("The ridge", ("were the stakes", "loss d", "alignment c"), rows, (_note(ridge),))


def _note(ridge: Ridge) -> str:
    if not ridge.exact:
        return (
            "Grabs or concessions weigh the loss apart from the stakes, so d/((1-d) k) is not all "
            "that shows; still every row with ranges explains the choices."
        )
    if ridge.low is None:
        return "Nothing was at stake: the choices show d at any stakes alike."
    what = "d/((1-d) f), stakes f times those assumed," if ridge.stakes is None else "d/((1-d) k)"
    left = "[" if ridge.low_closed else "("
    right = "]" if ridge.high_closed and ridge.high is not None else ")"
    high = "infinity" if ridge.high is None else str(ridge.high)
    exact = f"{left}{ridge.low}, {high}{right}"
    short = (
        f"{left}{decimal(ridge.low, 4)}, "
        f"{'infinity' if ridge.high is None else decimal(ridge.high, 4)}{right}"
    )
    shown = exact if exact == short else f"{exact} ≈ {short}"
    return f"Identified are the alignment and {what} in {shown}; d itself only with the stakes."
