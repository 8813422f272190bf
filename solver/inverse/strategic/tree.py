"""Two-move games with errors: who reaches which outcome with what probability.

Player A moves left or right; behind a branch lies an outcome, or a choice of player B between two.
Three outcomes: left ends the game. Four: B chooses on both sides. With utilities U_A, U_B of the
outcomes, B's probability of the second outcome of a node and A's of going right are

    p = G( (U_B(second) - U_B(first)) / (sigma_B s_B) ),
    P(right) = G( (EU_A(right) - EU_A(left)) / (sigma_A s_A) ),  EU_A = (1-p) U_A(first) + p U_A(..)

Agent error (each move errs on its own): s_A = s_B = sqrt 2. Private information (each player's
utility of each outcome carries a normal shock that only that player knows): s_B = sqrt 2,
s_A^2 = the sum over outcomes of the squared probability that A's choice leads there. Quantal
response equilibria of extensive games: McKelvey and Palfrey (1998); as estimators: Signorino
(1999, 2003). The logit here is the agent logit of precision 1 / (sqrt 2 sigma). With private
information and logit the shocks are type I extreme values of scale sqrt 2: B's choice is the same
logit, A's has a distribution of its own (`solver.inverse.strategic.weighted`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, mul

import numpy as np

from solver.inverse.strategic.jet import Array, Jet
from solver.inverse.strategic.link import Link
from solver.inverse.strategic.weighted import equivalent_index

_HALF_ROOT = float(np.sqrt(0.5))

#: Outcomes behind A's left and right move.
BRANCHES: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {
    3: ((0,), (1, 2)),
    4: ((0, 1), (2, 3)),
}


@dataclass(frozen=True)
class Choice:
    """One binary choice: the index whose G is the probability of the second alternative.

    first, second: the outcomes still possible after either alternative.
    """

    player: int
    index: Jet
    first: tuple[int, ...]
    second: tuple[int, ...]


def choices(
    utilities: Sequence[Sequence[Jet]],
    log_scales: Sequence[Jet | None],
    link: Link,
    model: str,
) -> tuple[Choice, ...]:
    """Return A's choice, then B's, from utilities [player][outcome] and log sigma [player]."""
    branches = BRANCHES[len(utilities[0])]
    variables = len(utilities[0][0].gradient)
    weights = [-scale if scale is not None else None for scale in log_scales]
    found: list[Choice] = []
    expected: list[Jet] = []
    answers: list[Jet] = []
    for branch in branches:
        if len(branch) == 1:
            expected.append(utilities[0][branch[0]])
            answers.append(Jet.constant(np.zeros_like(utilities[0][0].value), variables))
            continue
        low, high = branch
        index = (utilities[1][high] - utilities[1][low]) * _HALF_ROOT
        if weights[1] is not None:
            index = index * weights[1].exp()
        found.append(Choice(1, index, (low,), (high,)))
        p = link.probability(index)
        expected.append(utilities[0][low] + p * (utilities[0][high] - utilities[0][low]))
        answers.append(p)
    index = expected[1] - expected[0]
    if model == "private" and link.name == "probit":
        left, right = ((1.0 - p) * (1.0 - p) + p * p for p in answers)
        index = index * (left + right).power(-0.5)
    else:
        index = index * _HALF_ROOT
    if weights[0] is not None:
        index = index * weights[0].exp()
    if model == "private" and link.name == "logit":
        index = equivalent_index(index, answers[0], answers[1])
    return (Choice(0, index, branches[0], branches[1]), *found)


def probabilities(moves: Sequence[Choice], link: Link, outcomes: int) -> list[Jet]:
    """Return the probability of every outcome."""
    factors: list[list[Jet]] = [[] for _ in range(outcomes)]
    for move in moves:
        for behind, index in ((move.first, -move.index), (move.second, move.index)):
            for outcome in behind:
                factors[outcome].append(link.probability(index))
    return [reduce(mul, parts) for parts in factors]


def log_likelihood(moves: Sequence[Choice], link: Link, observed: Array) -> Jet:
    """Return the log probability of each row's outcome; `observed` holds outcome numbers."""
    terms = []
    for move in moves:
        took_second = np.isin(observed, move.second)
        reached = took_second | np.isin(observed, move.first)
        term = link.log_probability(move.index * np.where(took_second, 1.0, -1.0))
        terms.append(term if reached.all() else term * reached.astype(float))
    return reduce(add, terms)


def reach(moves: Sequence[Choice], link: Link) -> list[Array]:
    """Return the probability with which the players come to each choice."""
    first = moves[0]
    right = link.distribution(first.index.value)[0]
    left = link.distribution(-first.index.value)[0]
    behind = [right if set(move.first) <= set(first.second) else left for move in moves[1:]]
    return [np.ones_like(right), *behind]
