"""Assessments of signalling games: what everybody does, and what the uninformed believe.

An assessment is a strategy of the sender, [type][message], a reply to every message,
[message][outcome], and a belief after every message, [message][type] (Kreps and Wilson 1982).
Equilibria of signalling games come in sets, so what is kept is a product of convex sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from games.exact import Number

Weights = tuple[Number, ...]
#: When a message is sent: in all assessments of a set, in some of them, in none.
Path = Literal["always", "sometimes", "never"]


@dataclass(frozen=True)
class BeliefSet:
    """Beliefs after one message. vertices: their extreme points, [type].

    On the path they follow from the sender's strategy by Bayes' rule; off it every one of them is
    compatible with everything else in the set. states: the same over [state], where a state also
    says how a type breaks its own ties later.
    """

    path: Path
    vertices: tuple[Weights, ...]
    states: tuple[Weights, ...]

    def probability(self, t: int) -> tuple[Number, Number]:
        """The least and the greatest probability of a type."""
        weights = [vertex[t] for vertex in self.vertices]
        return min(weights), max(weights)


@dataclass(frozen=True)
class AssessmentSet:
    """A product of convex sets of assessments, each given by its extreme points.

    sender: [vertex][type][message], probabilities. masses: [vertex][message][state], prior times
    probability, the states of a message being a type with its choice among its best later moves.
    replies: [vertex][message][outcome]. beliefs: [message]; a free factor for messages that are
    never sent. idle: [message][vertex][move], what the second receiver would do where no reply
    reaches it, () where it is reached or does not exist.
    """

    sender: tuple[tuple[Weights, ...], ...]
    masses: tuple[tuple[Weights, ...], ...]
    replies: tuple[tuple[Weights, ...], ...]
    beliefs: tuple[BeliefSet, ...]
    idle: tuple[tuple[Weights, ...], ...]
