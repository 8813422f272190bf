"""What comes of reputation in a finitely repeated game of entry."""

from __future__ import annotations

from dataclasses import dataclass

from games.exact import Number
from solver.solution.equilibrium import MethodRecord


@dataclass(frozen=True)
class ReputationStage:
    """What is done with `left` periods to go, this one included, at one belief.

    belief: that the incumbent is tough. threshold: the belief at which the challenger is
    indifferent. stays_out: probability. fights: of the weak type, once entered. tested: belief
    after a fight; after yielding it is 0. entering: what entering is worth to the challenger.
    value: what the weak incumbent expects from here on; entered: once the challenger has entered.
    left_alone: expected number of challengers that stay out from here on, if it is tough.
    """

    left: int
    belief: Number
    threshold: Number
    stays_out: Number
    fights: Number
    tested: Number
    entering: Number
    value: Number
    entered: Number
    left_alone: Number


@dataclass(frozen=True)
class ReputationOutcome:
    """The sequential equilibrium and what is seen of it.

    path: from the prior on, a fight after every entry that may happen. rules: what is done at every
    (periods to go, belief) that can come up, after deviations too. thresholds: [n], n = 1..N.
    deterred: periods at the start in which the challenger stays out for sure. knife_edge: periods
    to go at which the prior is exactly the threshold, None where it is at none; then any
    probability of staying out there is an equilibrium on the path.
    """

    path: tuple[ReputationStage, ...]
    rules: tuple[ReputationStage, ...]
    thresholds: tuple[Number, ...]
    deterred: int
    knife_edge: int | None
    method: MethodRecord

    @property
    def first_entry(self) -> int | None:
        """The first period, from 1, whose challenger may enter; None where none may."""
        return None if self.deterred == len(self.path) else self.deterred + 1
