"""The letters of the model: what each stands for, and the spec's games on free letters."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from games.exact import Number, Scalar, parameter
from games.spec import Realisation, Spec
from solver.solution.threshold import Symbol

ZERO, ONE = Fraction(0), Fraction(1)

COSINE = Symbol("c", "cosine", -ONE, ONE)
LOSS = Symbol("d", "expected_loss", ZERO, ONE)
PROBABILITY = Symbol("q", "destruction_probability", ZERO, ONE)
FRACTION = Symbol("D", "destruction_fraction", ZERO, ONE)
STAKES = Symbol("k", "stakes", ZERO, ONE)
WIN = Symbol("p", "win_probability", ZERO, ONE)
SHARE = Symbol("s", "share", ZERO, ONE)
RESISTANCE = Symbol("rho", "resistance", ZERO, ONE)
GRAB = Symbol("gamma", "grab", ZERO, ONE)

#: By address in specs.
BY_ADDRESS = {
    symbol.name: symbol
    for symbol in (
        COSINE,
        LOSS,
        PROBABILITY,
        FRACTION,
        STAKES,
        WIN,
        SHARE,
        RESISTANCE,
        GRAB,
    )
}


def spec_letters(spec: Spec, split: bool = False, grab: bool = False) -> dict[str, Symbol]:
    """Address -> letter of every quantity of a spec that its game is built on.

    split: destruction by probability and fraction, in place of the expected loss; so too where a
    party holds a belief about either. grab: as a quantity of its own also where it follows the
    stakes. A belief of party 1 in its own victory is p_1, and so on.
    """
    found: dict[str, Symbol] = {}
    names = list(_names(spec))
    quantities = {quantity.address: quantity for quantity in spec.quantities()}
    for address in quantities:
        owner, _, key = address.removeprefix("beliefs.").rpartition(".")
        if address.startswith("beliefs.") and key in BY_ADDRESS:
            base = BY_ADDRESS[key]
            letter = f"{base.letter}_{names.index(owner) + 1}"
            found[address] = Symbol(letter, address, base.low, base.high)
            split = split or key.startswith("destruction")
    split = split and "destruction_probability" in quantities
    left_out = {"expected_loss"} if split else {"destruction_probability", "destruction_fraction"}
    for address, symbol in BY_ADDRESS.items():
        if address not in quantities or address in left_out:
            continue
        if address == "grab" and quantities[address].derived and not grab:
            continue
        found[address] = symbol
    return found


def _names(spec: Spec) -> tuple[str, ...]:
    world = spec.realise().world
    return () if world is None else world.names


def on_letters(spec: Spec, chosen: Mapping[str, Symbol]) -> Realisation:
    """The spec's game with a free letter at each of these addresses."""
    values: dict[str, Scalar] = {
        address: parameter(symbol.letter) for address, symbol in chosen.items()
    }
    return spec.realise(values)


def values_here(spec: Spec, chosen: Mapping[str, Symbol]) -> dict[str, Number]:
    """What each letter is at the spec's own numbers."""
    return {symbol.letter: spec.quantity(address).value for address, symbol in chosen.items()}
