"""What holding still shows when it may be feigned.

A party that holds may be trusted, gain the share eta, and strike later with its win probability
raised by phi. Compare striking then with seeking openly now, when open seeking would be met by
conflict: divided by (1-d)(1-c) the difference is

    [z - (1-s-eta) + k (p+phi-s-eta)] - [z - (1-s) + k (p-s)] = eta (1-k) + k phi >= 0,

whatever the alignment and the loss. So where a known rival would be fought, every type (strictly
every misaligned one if eta (1-k) + k phi > 0) prefers to hold first: holding pools, and the half-
plane a naive reading draws from it is void. What does tell is restraint afterwards: a trusted party
that does not strike shows the half-plane of holding at (s + eta, p + phi).

When the incumbent trusts: with prior mu on misaligned and both types holding, iff
mu <= mu* = B1/(B1+B2), where

    B1 = d V_I(s; c_A) + [(1-d) k (p-s) - eta] (1-c_A)      worth of trusting the aligned
    B2 = (1-d) (1-c_M) [eta (1-k) + k phi]                  cost of trusting the misaligned

and V_I(s; c) = (1-s) + s c. In pooling on hold the belief stays mu: likelihood ratio 1. Above mu*
trust requires a likelihood ratio that holding cannot have while the misaligned prefer to hold too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number, sign
from games.world.history import RecordedChoice
from games.world.observation import Observation
from solver.inverse.identified import IdentifiedSet, identified_set


@dataclass(frozen=True)
class Feigned:
    """Naive and deception-aware identified sets of one party.

    void: names of the holds that may have been feigned and so restrict nothing by themselves.
    """

    naive: IdentifiedSet
    aware: IdentifiedSet
    void: tuple[str, ...]


def deception_aware(choices: Sequence[RecordedChoice], *, restrained: bool = False) -> Feigned:
    """Return the identified sets with and without faith in holds that could be feigned.

    restrained: whether the party was trusted after each such hold and is known not to have struck.
    """
    naive: list[Observation] = []
    aware: list[Observation] = []
    void = []
    for choice in choices:
        readings = choice.readings("decision")
        naive += readings
        if choice.action == "hold" and choice.growth is not None and choice.surprise is not None:
            void.append(choice.name)
            if restrained and choice.win_probability is not None:
                aware.append(
                    Observation(
                        "hold",
                        choice.share + choice.growth,
                        choice.win_probability + choice.surprise,
                        choice.stakes,
                        name=f"{choice.name}: restraint after it",
                    )
                )
        else:
            aware += readings
    return Feigned(identified_set(naive), identified_set(aware), tuple(void))


@dataclass(frozen=True)
class Pooling:
    """Evidence of a hold that is trusted, when both types may hold.

    reward, cost: B1, B2. trusted_up_to: mu*, None where trust never (B1 <= 0) or always (B2 <= 0)
    pays. belief: in misalignment after a trusted hold, None where no hold is trusted: the prior
    (pooling) up to mu*, else mu*, which trust then requires. likelihood_ratio: P(hold | aligned) /
    P(hold | misaligned) behind that belief.
    """

    reward: Number
    cost: Number
    trusted_up_to: Number | None
    belief: Number | None
    likelihood_ratio: Number | None
    strikes_misaligned: bool
    strikes_aligned: bool


def hold_evidence(
    *,
    share: Number,
    win_probability: Number,
    stakes: Number,
    loss: Number,
    aligned: Number,
    misaligned: Number,
    prior: Number,
    growth: Number,
    surprise: Number,
) -> Pooling:
    """Return what a hold is worth as evidence when only the misaligned would strike later."""
    s, p, k, d, eta, phi = share, win_probability, stakes, loss, growth, surprise
    own = (1 - s) + s * aligned
    reward = d * own + ((1 - d) * k * (p - s) - eta) * (1 - aligned)
    cost = (1 - d) * (1 - misaligned) * (eta * (1 - k) + k * phi)
    later = Observation("seek", s + eta, p + phi, k)
    strikes = [sign(later.gain(c, d)) > 0 for c in (misaligned, aligned)]
    threshold: Number | None = None
    belief: Number | None = None
    ratio: Number | None = None
    if sign(reward) > 0 and sign(cost) > 0:
        threshold = reward / (reward + cost)
        if sign(threshold - prior) >= 0:
            belief, ratio = prior, Fraction(1)
        else:
            belief = threshold
            ratio = prior * (1 - threshold) / ((1 - prior) * threshold)
    elif sign(reward) > 0:
        belief, ratio = prior, Fraction(1)
    return Pooling(reward, cost, threshold, belief, ratio, strikes[0], strikes[1])
