"""Mutants of certificates, and judges that share no code with the checkers.

A judge says whether a claim is true and its witnesses show it, by brute force; data of another
shape raise an error, which counts as false.
"""

from __future__ import annotations

import copy
import itertools
import json
from fractions import Fraction

from games.errors import WorldError
from games.world.observation import Observation
from solver.inverse.identified import identified_set
from tests import reference

EPSILON = Fraction(1, 10**12)


def numbers(value):
    """Nested lists of exact texts as Fractions."""
    if isinstance(value, list):
        return [numbers(entry) for entry in value]
    assert isinstance(value, str)
    return Fraction(value)


def matrices(game):
    """Both payoff matrices, of one shape."""
    A, B = numbers(game["payoffs"])
    assert [len(row) for row in A] == [len(row) for row in B] == [len(A[0])] * len(A)
    return A, B


def judge_equilibria(game, witnesses):
    A, B = matrices(game)
    m, n = len(A), len(A[0])
    assert [len(names) for names in game["actions"]] == [m, n]
    for item in witnesses["equilibria"]:
        x, y = numbers(item["strategies"])
        assert (len(x), len(y)) == (m, n)
        if not reference.is_equilibrium(A, B, x, y):
            return False
        if "payoffs" in item:
            both = [
                sum(x[i] * table[i][j] * y[j] for i in range(m) for j in range(n))
                for table in (A, B)
            ]
            if numbers(item["payoffs"]) != both:
                return False
    for first, second in witnesses.get("subsets", []):
        assert first
        assert second
        for x, y in itertools.product(numbers(first), numbers(second)):
            assert (len(x), len(y)) == (m, n)
            if not reference.is_equilibrium(A, B, x, y):
                return False
    return True


def judge_completeness(game, witnesses):
    A, B = matrices(game)
    replies = ([list(column) for column in zip(*B, strict=True)], A)
    first, second = witnesses["polytopes"]
    for C, stated in zip(replies, (first, second), strict=True):
        shift, divisor = numbers(stated["shift"]), numbers(stated["divisor"])
        d = len(C[0])
        assert len(shift) == len(divisor) == d
        rows = [[(row[i] - shift[i]) / divisor[i] for i in range(d)] for row in C]
        if min(divisor) <= 0 or min(map(min, rows)) < 0:
            return False
        if any(all(row[i] == 0 for row in rows) for i in range(d)):
            return False
        listed = [frozenset(labels) for labels in stated["bases"]]
        if len(listed) != len(set(listed)) or set(listed) != perturbed_bases(rows):
            return False
    claimed = {(tuple(x), tuple(y)) for x, y in numbers(witnesses["equilibria"])}
    return claimed == reference.extreme_equilibria(A, B)


def perturbed_bases(rows):
    """All feasible bases of {z >= 0, rows z <= 1 + (e, e^2, ..)}, e a tiny number."""
    k, d = len(rows), len(rows[0])
    common = [[entry * 1 for entry in row] for row in rows]
    bound = [1 + EPSILON ** (j + 1) for j in range(k)]
    found = set()
    for labels in itertools.combinations(range(d + k), d):
        equations = [
            [int(c == label) for c in range(d)] if label < d else common[label - d]
            for label in labels
        ]
        right = [0 if label < d else bound[label - d] for label in labels]
        point = cramer(equations, right)
        if point is None:
            continue
        slack = [
            bound[j] - sum(a * z for a, z in zip(common[j], point, strict=True))
            for j in range(k)
            if d + j not in labels
        ]
        inside = [point[i] for i in range(d) if i not in labels]
        if all(value > 0 for value in [*slack, *inside]):
            found.add(frozenset(labels))
    return found


def cramer(rows, right):
    """The solution of a small square system by Cramer's rule; None where it is singular."""
    whole = determinant(rows)
    if whole == 0:
        return None
    return [
        determinant([[*row[:i], b, *row[i + 1 :]] for row, b in zip(rows, right, strict=True)])
        / Fraction(whole)
        for i in range(len(rows))
    ]


def determinant(rows):
    """Laplace expansion along the first row."""
    if not rows:
        return 1
    return sum(
        (-1) ** c * entry * determinant([[*row[:c], *row[c + 1 :]] for row in rows[1:]])
        for c, entry in enumerate(rows[0])
        if entry != 0
    )


def judge_dominance(game, witnesses):
    A, B = matrices(game)
    own = (A, [list(column) for column in zip(*B, strict=True)])
    for item in witnesses["answers"]:
        player, action = item["player"], item["action"]
        assert player in (0, 1)
        assert action in range(len(own[player]))
        rows = own[player]
        weights = numbers(item["by" if "by" in item else "belief"])
        if min(weights) < 0 or sum(weights) != 1:
            return False
        if "by" in item:
            mixed = [
                sum(w * u for w, u in zip(weights, column, strict=True))
                for column in zip(*rows, strict=True)
            ]
            more = [u > v for u, v in zip(mixed, rows[action], strict=True)]
            less = [u < v for u, v in zip(mixed, rows[action], strict=True)]
            right = all(more) if item["kind"] == "strict" else any(more) and not any(less)
        else:
            values = [sum(p * u for p, u in zip(weights, row, strict=True)) for row in rows]
            right = values[action] == max(values)
            right = right and (item["kind"] == "strict" or min(weights) > 0)
        if not right or item["kind"] not in ("strict", "weak"):
            return False
    return True


def judge_identified(game, witnesses):
    """Against the polygon that the history itself gives, corner by corner in cyclic order."""
    keys = ("share", "win_probability", "stakes", "risk", "grab", "loss_if_held")
    history = []
    for item in game["observations"]:
        values = [Fraction(item[key]) for key in keys]
        assert all(0 <= value <= 1 for value in values)
        history.append(Observation(item["action"], *values))
    polygon = identified_set(history, ties=game["ties"] is True).polygon
    if polygon.empty or polygon.dimension != 2:
        return False
    right = [
        (corner.infinite, corner.included, *ray(corner.position, corner.infinite))
        for corner in polygon.corners
    ]
    stated = [
        (
            item["direction"],
            item["included"],
            *ray([Fraction(item["w"]), Fraction(item["z"])], item["direction"]),
        )
        for item in witnesses["corners"]
    ]
    turns = [right[k:] + right[:k] for k in range(len(right))]
    return stated in turns


def ray(position, infinite):
    """A point as it is; a direction by its largest coordinate."""
    if not infinite:
        return tuple(position)
    largest = max(map(abs, position))
    return tuple(value / largest for value in position)


JUDGES = {
    "equilibria": judge_equilibria,
    "completeness": judge_completeness,
    "dominance": judge_dominance,
    "identified_set": judge_identified,
}


def judged(claim, game, witnesses):
    """Whether the claim is true and shown; data of another shape are false."""
    try:
        return JUDGES[claim](game, witnesses)
    except (AssertionError, ArithmeticError, LookupError, TypeError, ValueError, WorldError):
        return False


def places(value, path=()):
    """Paths of everything inside."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, entry in items:
        yield (*path, key)
        if isinstance(entry, (dict, list)):
            yield from places(entry, (*path, key))


def mutant(document, rng):
    """A deep copy with one change at a random place."""
    document = copy.deepcopy(document)
    while True:
        path = rng.choice(list(places(document)))
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        changed = alter(holder[path[-1]], rng, document)
        if changed is not None:
            holder[path[-1]] = changed
            return document


def alter(value, rng, document):
    """Another value of the same kind, or None where there is none."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return rng.choice([value + 1, value - 1, rng.randrange(8)])
    if isinstance(value, str):
        try:
            number = Fraction(value)
        except ValueError:
            return rng.choice(["strict", "weak", "seek", "hold"])
        every = [Fraction(text) for text in texts(document)]
        other = rng.choice(
            [number + 1, number / 2, 2 * number, -number, 1 - number, Fraction(0), Fraction(1)]
            + [rng.choice(every)] * 3
        )
        if rng.random() < 0.1:  # the same number in other words: stays true
            return f"{2 * number.numerator}/{2 * number.denominator}"
        return str(other)
    if isinstance(value, list) and value:
        kind = rng.choice(["drop", "double", "swap", "turn", "replace"])
        i, j = rng.randrange(len(value)), rng.randrange(len(value))
        if kind == "drop":
            return value[:i] + value[i + 1 :]
        if kind == "double":
            return [*value, value[i]]
        if kind == "turn":
            return value[i:] + value[:i]
        changed = list(value)
        changed[i] = value[j]
        if kind == "swap":
            changed[j] = value[i]
        return changed
    return None


def texts(value):
    """All texts of rational numbers inside."""
    if isinstance(value, str):
        try:
            Fraction(value)
        except ValueError:
            return
        yield value
    elif isinstance(value, (dict, list)):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from texts(entry)


def plain(value):
    """A deep copy as JSON types."""
    return json.loads(json.dumps(value))
