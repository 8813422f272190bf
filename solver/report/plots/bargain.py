"""The picture of bargaining: which transfers both prefer to conflict, over one quantity.

Two lines in the parties' colours are their reservation offers: the least transfer that party 1
accepts and the most that party 2 gives. Between them, within what there is to give, lie the
transfers that both prefer to conflict (shaded); where the lines have crossed no transfer satisfies
both. A broken line is what is agreed, where there is one agreement. The ring is the spec's own
value and its settlement.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import DetenteError, GameError
from games.exact import Number
from games.forms.bargaining import BargainingGame
from solver.dynamic.bargaining import bargain
from solver.report.plots.style import FAINT, INK, PALETTE, RULE, colours, house

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from games.spec import Spec

#: Values of the quantity at which the bargaining is solved, exactly.
POINTS = 121
#: The quantity along x unless another is named: the first of these that the spec has.
DEFAULTS = ("win_probability", "expected_loss", "stakes", "cosine")


@dataclass(frozen=True)
class Deal:
    """The bargaining at one value of the quantity.

    accepts: least transfer that party 1 accepts; gives: most that party 2 gives; None where any
    will do. within: the range inside the bounds, None where conflict follows. agreed: the transfer.
    """

    at: Number
    accepts: Number | None
    gives: Number | None
    bounds: tuple[Number, Number]
    within: tuple[Number, Number] | None
    agreed: Number | None


def deal(game: BargainingGame, at: Number) -> Deal:
    """What bargaining comes to in one game."""
    found = bargain(game)
    agreed = None if found.settlement is None else found.settlement.transfer
    span = found.range
    return Deal(at, span.low, span.high, (game.low, game.high), span.within, agreed)


def deals(spec: Spec, address: str, low: Number, high: Number) -> tuple[Deal, ...]:
    """The bargaining at evenly spaced values; values at which there is no game are left out."""
    found = []
    for step in range(POINTS):
        at = low + (high - low) * Fraction(step, POINTS - 1)
        try:
            game = spec.realise({address: at}).game
        except DetenteError:
            continue
        found.append(deal(game, at))
    return tuple(found)


def transfers(
    axes: Axes, players: tuple[str, str], found: tuple[Deal, ...], here: Deal | None = None
) -> Axes:
    """Draw the transfers over the quantity; here: where the spec stands."""
    import numpy as np

    x = np.array([float(each.at) for each in found])

    def row(pick: Any) -> Any:
        values = [pick(each) for each in found]
        return np.array([np.nan if v is None else float(v) for v in values])

    bottom, top = row(lambda d: d.bounds[0]), row(lambda d: d.bounds[1])
    low = row(lambda d: d.within[0] if d.within else None)
    high = row(lambda d: d.within[1] if d.within else None)
    axes.fill_between(x, low, high, color=PALETTE["green"], alpha=0.16, lw=0,
                      label="both prefer it to conflict")  # fmt: skip
    axes.plot(x, bottom, ":", color=FAINT, lw=1.0)
    axes.plot(x, top, ":", color=FAINT, lw=1.0, label="all there is")
    shades = colours(players)
    accepts, gives = row(lambda d: d.accepts), row(lambda d: d.gives)
    axes.plot(x, accepts, color=shades[0], label=f"least that {players[0]} accepts")
    axes.plot(x, gives, color=shades[1], label=f"most that {players[1]} gives")
    axes.plot(x, row(lambda d: d.agreed), "--", color=INK, lw=1.1, label="what is agreed")
    if here is not None:
        axes.axvline(float(here.at), color=RULE, lw=0.8, zorder=0)
        if here.agreed is not None:
            axes.plot(float(here.at), float(here.agreed), "o", mfc="none", mec=INK, ms=7, mew=1.4)
    margin = 0.12 * float(np.nanmax(top) - np.nanmin(bottom) or 1.0)
    axes.set_ylim(np.nanmin(bottom) - margin, np.nanmax(top) + margin)
    axes.set_xlim(x[0], x[-1])
    axes.axhline(0, color=RULE, lw=0.7, zorder=0)
    axes.set_ylabel(f"share that passes to {players[0]}")
    return axes


def _axis(spec: Spec, x: Any) -> tuple[str, Number, Number]:
    """The quantity along x, and its ends."""
    if x is None:
        known = {quantity.address for quantity in spec.quantities()}
        name = next((name for name in DEFAULTS if name in known), None)
        if name is None:
            raise GameError("plot: name the quantity along x", hint="--x win_probability")
        x = (name, None)
    quantity = spec.quantity(x[0])
    if x[1] is not None:
        return quantity.address, *x[1]
    if quantity.low is None or quantity.high is None:
        raise GameError(
            f"plot: {quantity.address} has no bounds of its own",
            found=quantity.domain,
            hint=f"--x {quantity.address}=LOW..HIGH",
        )
    return quantity.address, quantity.low, quantity.high


def figure(spec: Spec, *, x: Any = None) -> Figure:
    """The figure of a spec. x: (address, range or None); raises `GameError` without bargaining."""
    game = spec.realise().game
    if not isinstance(game, BargainingGame):
        raise GameError(
            f"plot: a game of kind {spec.kind!r} has no bargaining to draw",
            found=spec.kind,
            allowed="bargaining",
            hint="try escalation/bargain",
        )
    address, low, high = _axis(spec, x)
    found = deals(spec, address, low, high)
    if len(found) < 2:
        raise GameError(f"plot: no bargaining for {address} between {low} and {high}")
    here: Any = spec.quantity(address).value
    from matplotlib.figure import Figure

    with house():
        drawn = Figure(figsize=(7.4, 4.2), layout="constrained")
        axes = drawn.subplots()
        transfers(axes, game.players, found, deal(game, here) if low <= here <= high else None)
        axes.set_xlabel(address.replace("_", " "))
        drawn.legend(loc="outside right upper", fontsize=8)
        if spec.title:
            axes.set_title(spec.title)
    return drawn
