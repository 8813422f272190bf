"""Checks the claim that a list of extreme equilibria of a bimatrix game is complete.

What is shown, from the game and the listed bases alone, in exact numbers:

For either player let C be the other player's payoffs, C[j][i], after taking a constant from each
column i and dividing it by a positive number, which changes no best reply. If C >= 0 and no column
is zero, {z >= 0 : C z <= 1} is a bounded polytope of full dimension d whose points, scaled to
sum 1, are the mixed strategies with the labels "action i unused" and "j a best reply". Perturb the
right-hand side to 1 + (e, e^2, ..).

1. Feasible: each listed set of d labels is a regular basis, and the vector (value, coefficients of
   e, e^2, ..) of each basic variable is lexicographically positive. So each is a vertex of the
   perturbed polytope, and no basic variable is zero there: the perturbed vertex is simple.
2. Closed: each set of d - 1 labels of a listed basis belongs to exactly two listed bases. So with
   a vertex all its neighbours are listed, and since the graph of a polytope is connected (Balinski
   1961), every vertex of the perturbed polytope is. Every vertex of the polytope itself is the
   limit of one of them, because a vertex keeps a feasible basis under a small perturbation.
3. Joined: the extreme equilibria are the pairs of vertices, origins excepted, whose tight labels
   together are all labels (Mangasarian 1964). They are formed anew and compared with the claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from games.exact import Number, from_json
from solver.solution.certificate import Certificate
from solver.verify.plain import index, read_strategy, sequence

Rows = list[list[Number]]
Point = tuple[Number, ...]


def check_completeness(certificate: Certificate) -> str | None:
    """Return None where the claim is proved, else what is wrong, in a sentence.

    game: {"payoffs": [player][i][j] as exact text}. witnesses: "polytopes": for each player
    {"shift": [i], "divisor": [i], "bases": [[label, ..], ..]} with labels 0..d-1 for own actions
    unused and d + j for the other's best replies; "equilibria": [[x, y], ..] as exact text.
    """
    row, column = (_matrix(table) for table in certificate.game["payoffs"])
    replies = ([list(line) for line in zip(*column, strict=True)], row)
    sides: list[dict[frozenset[int], Point]] = []
    for player, (payoffs, witness) in enumerate(
        zip(replies, certificate.witnesses["polytopes"], strict=True)
    ):
        found = _vertices(payoffs, witness)
        if isinstance(found, str):
            return f"polytope {player + 1}: {found}"
        sides.append(found)
    return _join(sides, len(row), len(row[0]), certificate.witnesses["equilibria"])


def _matrix(table: Sequence[Sequence[Any]]) -> Rows:
    return [[from_json(entry) for entry in line] for line in table]


def _vertices(payoffs: Rows, witness: Mapping[str, Any]) -> dict[frozenset[int], Point] | str:
    """Strategies by tight labels, or what is wrong with the witness."""
    shift = [from_json(entry) for entry in witness["shift"]]
    divisor = [from_json(entry) for entry in witness["divisor"]]
    d = len(payoffs[0])
    if len(shift) != d or len(divisor) != d or min(divisor) <= 0:
        return "shift and divisor need one entry per action, divisors above zero"
    rows = [[(line[i] - shift[i]) / divisor[i] for i in range(d)] for line in payoffs]
    if any(entry < 0 for line in rows for entry in line):
        return "the shift leaves a negative entry"
    if any(all(line[i] == 0 for line in rows) for i in range(d)):
        return "a column is zero, so the polytope is unbounded"
    size = d + len(rows)
    bases = [frozenset(index(at, size, "a label") for at in labels) for labels in witness["bases"]]
    if not bases or len(set(bases)) != len(bases):
        return "the bases must be listed, each once"
    found: dict[frozenset[int], Point] = {}
    for labels in bases:
        if len(labels) != d:
            return f"basis {sorted(labels)}: expected {d} different labels"
        solved = _solve(rows, labels)
        if solved is None:
            return f"basis {sorted(labels)} is singular or not lexicographically feasible"
        tight, point = solved
        weights = [z / g for z, g in zip(point, divisor, strict=True)]
        total = sum(weights)
        found[tight] = tuple(w / total for w in weights) if total else tuple(weights)
    ridges = Counter(ridge for labels in bases for ridge in combinations(sorted(labels), d - 1))
    for ridge, count in ridges.items():
        if count != 2:
            return f"labels {list(ridge)} belong to {count} listed bases instead of 2"
    return found


def _solve(rows: Rows, labels: frozenset[int]) -> tuple[frozenset[int], Point] | None:
    """All tight labels and the vertex of a basis; None where it is not feasible."""
    d, k = len(rows[0]), len(rows)
    inside = [i for i in range(d) if i not in labels]
    outside = [j for j in range(k) if d + j in labels]
    # M z = (right-hand side | its perturbation), rows and perturbations of the tight constraints
    size = len(inside)
    unit = [[Fraction(int(j == e)) for e in range(k)] for j in range(k)]
    work: Rows = [[*(rows[j][i] for i in inside), Fraction(1), *unit[j]] for j in outside]
    for c in range(size):
        found = next((r for r in range(c, size) if work[r][c] != 0), None)
        if found is None:
            return None
        work[c], work[found] = work[found], work[c]
        pivot = work[c][c]
        work[c] = [entry / pivot for entry in work[c]]
        for r in range(size):
            if r != c and work[r][c] != 0:
                factor = work[r][c]
                work[r] = [a - factor * b for a, b in zip(work[r], work[c], strict=True)]
    series = {i: work[r][size:] for r, i in enumerate(inside)}
    for j in range(k):
        if d + j not in labels:
            slack: list[Number] = [Fraction(1), *unit[j]]
            for i in inside:
                slack = [a - rows[j][i] * b for a, b in zip(slack, series[i], strict=True)]
            series[d + j] = slack
    tight = set(labels)
    for label, vector in series.items():
        if next((entry for entry in vector if entry != 0), Fraction(0)) <= 0:
            return None
        if vector[0] == 0:
            tight.add(label)
    point = tuple(series[i][0] if i in series else Fraction(0) for i in range(d))
    return frozenset(tight), point


def _join(
    sides: Sequence[Mapping[frozenset[int], Point]],
    m: int,
    n: int,
    claimed: Sequence[Sequence[Sequence[Any]]],
) -> str | None:
    """Compare the completely labelled pairs with the claim."""
    everything = frozenset(range(m + n))
    second = {
        frozenset(m + label if label < n else label - n for label in tight): y
        for tight, y in sides[1].items()
    }
    formed = {
        (x, y)
        for labels, x in sides[0].items()
        for others, y in second.items()
        if labels | others == everything and any(x) and any(y)
    }
    stated = {
        (read_strategy(x, m), read_strategy(y, n))
        for x, y in (sequence(pair, "an equilibrium", 2) for pair in claimed)
    }
    if formed - stated:
        return f"{len(formed - stated)} extreme equilibria are not in the claim"
    if stated - formed:
        return f"{len(stated - formed)} claimed extreme equilibria are none"
    return None
