"""A judge of certified maps that shares no code with the checker: sympy, and brute force at points.

It serves maps on which every zero is rational: each pattern then has a rational point, at which all
equilibria are found from all bases and the verdict from the enumeration of the Nash engine.
"""

from __future__ import annotations

import functools
import itertools
import json
import random
import re
from fractions import Fraction

import sympy
from sympy.polys.polyerrors import BasePolynomialError

from games.forms.normal import NormalFormGame
from solver.nash import solve_bimatrix
from solver.verdict import verdict
from tests import reference
from tests.verify.mutants import determinant


@functools.lru_cache(maxsize=4096)
def code(text):
    return compile(re.sub(r"\d+", r"F(\g<0>)", text), "text", "eval")


def value(text, at):
    assert isinstance(text, str)
    return Fraction(eval(code(text), {"F": Fraction, **at}))


@functools.lru_cache(maxsize=4096)
def poly(text, *names):
    return sympy.Poly(sympy.sympify(text), *sympy.symbols(names), domain="QQ")


def exact(x):
    return Fraction(int(x.p), int(x.q))


def rational(x):
    return sympy.Rational(x.numerator, x.denominator)


def judge(game, witnesses):
    axes = [axis["symbol"] for axis in game["axes"]]
    ends = [(Fraction(axis["low"]), Fraction(axis["high"])) for axis in game["axes"]]
    assert all(low < high for low, high in ends)
    pool = witnesses["pool"]
    assert all(poly(text, *axes).total_degree() > 0 for text in pool)
    if not identities(game, witnesses, axes):
        return False
    patterns = [item["signs"] for item in witnesses["patterns"]]
    assert len(set(patterns)) == len(patterns)
    stated = witnesses["map"]
    cells = line if len(axes) == 1 else box
    places = cells(pool, axes, ends, stated)
    if places is None:
        return False
    used = {}
    for number, signs, point in places:
        assert type(number) is int
        assert number >= 0
        if patterns[number] != signs:
            return False
        used.setdefault(number, point)
    if len(used) != len(patterns):
        return False
    regimes = [label_of(item) for item in witnesses["regimes"]]
    assert all(a != b for a, b in itertools.combinations(regimes, 2))
    seen = set()
    for number, item in enumerate(witnesses["patterns"]):
        truth = truth_at(json.dumps(game), tuple(zip(axes, used[number], strict=True)))
        regime = item["regime"]
        if truth is None or regime is None:
            if truth is not None or regime is not None:
                return False
            continue
        assert type(regime) is int
        assert regime >= 0
        seen.add(regime)
        if regimes[regime] != truth:
            return False
    return seen == set(range(len(regimes)))


def identities(game, witnesses, axes):
    rng = random.Random(1)
    pool, tables = witnesses["pool"], game["payoffs"]
    shape = (len(game["actions"][0]), len(game["actions"][1]))
    for table in tables:
        assert len(table) == shape[0]
        assert all(len(row) == shape[1] for row in table)
    bottoms = []
    for text in (*(v for t in tables for row in t for v in row), *game["worth"]):
        bottom = sympy.fraction(sympy.together(sympy.sympify(text)))[1]
        if bottom.free_symbols and not any((bottom / b).simplify().is_number for b in bottoms):
            bottoms.append(bottom)
    assert len(bottoms) == len(witnesses["denominators"])
    poles = set()
    for _, powers in witnesses["denominators"]:
        assert all(e > 0 for _, e in powers)
        poles |= {k for k, _ in powers}
    products = [p for *_, p in (*witnesses["minors"][0], *witnesses["minors"][1])]
    products += witnesses["worth"]
    for _, powers in (*products, *witnesses["denominators"]):
        assert len({k for k, _ in powers}) == len(powers)
        for k, e in powers:
            assert type(k) is type(e) is int
            assert k >= 0
            assert 0 < abs(e) <= 64
            assert e > 0 or k in poles
    assert len(witnesses["worth"]) == len(game["worth"])
    for _ in range(12):
        at = {name: Fraction(rng.randint(-999, 999), 1009) for name in axes}
        members = [value(text, at) for text in pool]

        def product(item, members=members):
            total = Fraction(item[0])
            for k, e in item[1]:
                total *= members[k] ** e
            return total

        A, B = ([[value(v, at) for v in row] for row in table] for table in tables)
        for own, stated in zip(
            (A, [list(c) for c in zip(*B, strict=True)]), witnesses["minors"], strict=True
        ):
            right = {
                (S, T): determinant([[*(own[i][j] for j in T), 1] for i in S])
                for k in range(1, len(own))
                for S in itertools.combinations(range(len(own)), k + 1)
                for T in itertools.combinations(range(len(own[0])), k)
            }
            assert len(stated) == len(right)
            if {(tuple(S), tuple(T)): product(p) for S, T, p in stated} != right:
                return False
        if any(
            value(text, at) != product(item)
            for text, item in zip(game["worth"], witnesses["worth"], strict=True)
        ):
            return False
        point = {sympy.Symbol(name): rational(v) for name, v in at.items()}
        for bottom, item in zip(bottoms, witnesses["denominators"], strict=True):
            # A denominator is known up to a number here; the next point has the same.
            ratio = exact(bottom.subs(point)) / product(item)
            if abs(ratio) != 1:
                return False
    return True


def stack(polys, ends, samples):
    """(signs, place) of every cell, or None; polys in one variable, the places rational."""
    inside = [ends[0], *samples, ends[1]]
    if not samples or any(a >= b for a, b in itertools.pairwise(inside)):
        return None
    roots = {}
    for k, p in enumerate(polys):
        if p.degree() > 0:
            for root in sympy.real_roots(p, multiple=True):
                assert root.is_Rational
                roots.setdefault(exact(root), set()).add(k)
    inner = sorted(r for r in roots if ends[0] < r < ends[1])
    if len(inner) != len(samples) - 1:
        return None
    if any(not a < r < b for a, r, b in zip(samples, inner, samples[1:], strict=False)):
        return None
    places = [ends[0], samples[0]]
    for root, sample in zip(inner, samples[1:], strict=True):
        places += [root, sample]
    return [("".join(sign(p, t) for p in polys), t) for t in (*places, ends[1])]


def sign(p, t):
    v = p.eval(rational(t))
    return "+" if v > 0 else "-" if v < 0 else "0"


def line(pool, axes, ends, stated):
    samples = [Fraction(s) for s in stated["samples"]]
    found = stack([poly(text, *axes) for text in pool], ends[0], samples)
    if found is None or len(stated["cells"]) != len(found):
        return None
    points = [tuple(map(Fraction, pair)) for pair in stated["points"]]
    assert len(points) == len(samples) + 1
    for k, (low, high) in enumerate(points):
        place = found[0] if k == 0 else found[-1] if k == len(samples) else found[2 * k]
        if not low <= place[1] <= high:
            return None
        if k in (0, len(samples)):
            if low != high:
                return None
        elif not samples[k - 1] < low <= high < samples[k]:
            return None
    return [(n, s, (t,)) for n, (s, t) in zip(stated["cells"], found, strict=True)]


def box(pool, axes, ends, stated):
    polys = [poly(text, *axes) for text in pool]
    x, y = sympy.symbols(axes)
    points = []
    for item in stated["points"]:
        low, high = map(Fraction, item["within"])
        assert all(type(c) is int for c in item["polynomial"])
        assert item["polynomial"][-1] != 0
        p = sympy.Poly(item["polynomial"][::-1], x, domain="QQ")
        assert p.is_sqf
        assert p.degree() > 0
        here = [r for r in sympy.real_roots(p) if rational(low) <= r <= rational(high)]
        if len(here) != 1 or low > high or (low < high and p.eval(low) * p.eval(high) >= 0):
            return None
        assert here[0].is_Rational
        points.append((low, exact(here[0]), high))
        inside = [r for r in sympy.real_roots(p) if ends[0][0] <= r <= ends[0][1]]
        listed = [q for q in stated["points"] if q["polynomial"] == item["polynomial"]]
        if len(inside) != len(listed):
            return None
    samples = [Fraction(s) for s in stated["samples"]]
    assert len(points) == len(samples) + 1 >= 2
    assert len(stated["stacks"]) == 2 * len(points) - 1
    if (points[0][0], points[0][2]) != (ends[0][0], ends[0][0]) or points[-1][0] != ends[0][1]:
        return None
    for a, s, b in zip(points, samples, points[1:], strict=False):
        if not a[2] < s < b[0]:
            return None
    needed = set()
    curves = [p for p in polys if p.degree(y) > 0]
    for p in polys:
        if p.degree(y) == 0:
            needed |= {p.as_expr()}
    for k, p in enumerate(curves):
        needed |= {p.as_expr().subs(y, rational(end)) for end in ends[1]}
        needed |= {sympy.resultant(p.as_expr(), q.as_expr(), y) for q in curves[:k]}
        assert p.degree(y) == 1
    known = {middle for _, middle, _ in points}
    for f in needed:
        assert f != 0
        if f.free_symbols:
            for root in sympy.real_roots(sympy.Poly(f, x)):
                inside = rational(ends[0][0]) <= root <= rational(ends[0][1])
                if inside and (not root.is_Rational or exact(root) not in known):
                    return None
    found = []
    over = [p[1] for p in points]
    columns = [over[k // 2] if k % 2 == 0 else samples[k // 2] for k in range(2 * len(over) - 1)]
    for column, item in zip(columns, stated["stacks"], strict=True):
        univariate = [sympy.Poly(p.as_expr().subs(x, rational(column)), y) for p in polys]
        cells = stack(univariate, ends[1], [Fraction(s) for s in item["samples"]])
        if cells is None or len(item["cells"]) != len(cells):
            return None
        found += [(n, s, (column, t)) for n, (s, t) in zip(item["cells"], cells, strict=True)]
    return found


# ---- labels


def once(items):
    items = list(items)
    assert len(set(items)) == len(items)
    return frozenset(items)


def label_of(item):
    """A regime as stated, in the terms of `truth_at`."""
    structure = item["structure"]
    sides = [
        [(once(s["support"]), once(s["replies"])) for s in side] for side in structure["strategies"]
    ]
    assert len(sides) == 2
    for own in sides:
        once(own)

    def pick(player, k):
        assert type(k) is int
        assert k >= 0
        return sides[player][k]

    components = []
    for component in structure["components"]:
        subsets = [
            (s["dimension"], *(once(pick(p, k) for k in s["strategies"][p]) for p in (0, 1)))
            for s in component["subsets"]
        ]
        assert all(len(s["strategies"]) == 2 for s in component["subsets"])
        components.append((component["dimension"], once(subsets)))
    pairs = []
    for a, b, c in structure["extreme"]:
        assert type(c) is int
        assert c >= 0
        pair = pick(0, a), pick(1, b)
        assert any(pair[0] in u and pair[1] in w for _, u, w in components[c][1])
        pairs.append(pair)
    for player in (0, 1):
        assert {pair[player] for pair in pairs} == set(sides[player])
    return once(pairs), once(components), json.dumps(item["verdict"], sort_keys=True)


def affine(points):
    """Dimension of a hull, by the rank of differences."""
    first, *rest = [list(map(rational, p)) for p in points]
    rows = [[a - b for a, b in zip(p, first, strict=True)] for p in rest]
    return sympy.Matrix(rows).rank() if rows else 0


@functools.lru_cache(maxsize=4096)
def truth_at(text, point):
    """Structure and verdict of the game at a rational point; None where a payoff has a pole."""
    game = json.loads(text)
    at = dict(point)
    try:
        A, B = ([[value(v, at) for v in row] for row in table] for table in game["payoffs"])
        worth = [value(v, at) for v in game["worth"]]
    except ZeroDivisionError:
        return None
    pairs = reference.extreme_equilibria(A, B)

    def named(player, own):
        rows = A if player else [list(c) for c in zip(*B, strict=True)]
        earned = [sum(r * w for r, w in zip(row, own, strict=True)) for row in rows]
        replies = frozenset(j for j, e in enumerate(earned) if e == max(earned))
        return frozenset(i for i, w in enumerate(own) if w), replies

    subsets = [(affine(u) + affine(w), u, w) for u, w in reference.maximal_nash_subsets(pairs)]
    groups = []
    for subset in subsets:
        near = [g for g in groups if any(subset[1] & s[1] or subset[2] & s[2] for s in g)]
        groups = [g for g in groups if g not in near] + [[subset, *itertools.chain(*near)]]
    components = frozenset(
        (
            max(d for d, _, _ in group),
            frozenset(
                (d, frozenset(named(0, x) for x in u), frozenset(named(1, y) for y in w))
                for d, u, w in group
            ),
        )
        for group in groups
    )
    words = None
    if game["seeking"] is not None:
        played = NormalFormGame.from_bimatrix(
            A, B, seeking=tuple(frozenset(own) for own in game["seeking"])
        )
        found = verdict(played, solve_bimatrix(played), None)
        words = {
            "kind": found.kind,
            "parties": [
                {
                    "dominance": party.dominance,
                    "seeks": party.seeks,
                    "seeks_undominated": party.seeks_undominated,
                }
                for party in found.parties
            ],
            "destruction_pays": [n for n, w in zip(game["players"], worth, strict=True) if w < 0]
            if worth
            else None,
        }
    return (
        frozenset((named(0, x), named(1, y)) for x, y in pairs),
        components,
        json.dumps(words, sort_keys=True),
    )


def judged(game, witnesses):
    """Whether the claim is true and shown; data of another shape are false."""
    try:
        return judge(game, witnesses)
    except (
        AssertionError,
        ArithmeticError,
        AttributeError,
        LookupError,
        NameError,
        SyntaxError,
        TypeError,
        ValueError,
        sympy.SympifyError,
        BasePolynomialError,
    ):
        return False
