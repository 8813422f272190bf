"""Families of games for the comparisons, and lrsnash as the peer they are compared with."""

import random
import shutil
import subprocess
from fractions import Fraction
from math import lcm

#: (lowest, highest payoff) of the degenerate families.
TIES = {"{0,1}": (0, 1), "{0,1,2}": (0, 2), "[-2,2]": (-2, 2)}


def matrices(rng, m, n, low, high):
    return [[[rng.randint(low, high) for _ in range(n)] for _ in range(m)] for _ in range(2)]


def escalation(rng, m, n):
    """Levels of escalation: conflict with odds that rise in both levels, else the higher grabs.

    Where conflict is certain once anyone escalates, whole rows and columns tie.
    """
    share, win, loss, grab = (Fraction(rng.randint(0, 8), 8) for _ in range(4))
    cosine = Fraction(rng.randint(-8, 8), 8)
    resistance = Fraction(rng.choice([0, 1, 1, 2]), 2)
    worth = [share + (1 - share) * cosine, 1 - share + share * cosine]
    shift = (win - share) * (1 - cosine)
    fight = [(1 - loss) * (worth[0] + shift), (1 - loss) * (worth[1] - shift)]
    tables = [[[Fraction(0)] * n for _ in range(m)] for _ in range(2)]
    for i in range(m):
        for j in range(n):
            x, y = Fraction(i, max(m - 1, 1)), Fraction(j, max(n - 1, 1))
            risk = x * y + resistance * (x * (1 - y) + y * (1 - x))
            taken = grab * (x - y) * (1 - cosine)
            taken *= (1 - share) if x > y else share
            for player, sign in ((0, 1), (1, -1)):
                peace = worth[player] + sign * taken
                tables[player][i][j] = (1 - risk) * peace + risk * fight[player]
    return tables


def random_game(seed, largest):
    """Three quarters degenerate: payoffs with many ties, or a ladder of escalation."""
    rng = random.Random(seed)
    m, n = rng.randint(1, largest), rng.randint(1, largest)
    kind = seed % 8
    if kind == 0:
        return escalation(rng, m, n)
    low, high = (*TIES.values(), (-99, 99))[seed % 4]
    return matrices(rng, m, n, low, high)


def whole(matrix):
    common = lcm(*(Fraction(entry).denominator for row in matrix for entry in row))
    return [[int(entry * common) for entry in row] for row in matrix]


def lrsnash_present():
    return shutil.which("lrsnash") is not None


def lrsnash(A, B, folder):
    """The extreme equilibria that lrsnash finds: blocks of one player's strategies, then both."""
    m, n = len(A), len(A[0])
    lines = [f"{m} {n}", ""]
    for matrix in (A, B):
        lines += [" ".join(map(str, row)) for row in whole(matrix)] + [""]
    file = folder / "game"
    file.write_text("\n".join(lines))
    result = subprocess.run(
        ["lrsnash", "-s", str(file)], capture_output=True, text=True, check=True, timeout=600
    )
    found = set()
    xs, ys = [], []
    for line in [*result.stdout.splitlines(), ""]:
        fields = line.split()
        if not fields:
            found |= {(x, y) for x in xs for y in ys}
            xs, ys = [], []
        elif fields[0] == "1" and len(fields) == m + 2:
            xs.append(tuple(map(Fraction, fields[1:-1])))
        elif fields[0] == "2" and len(fields) == n + 2:
            ys.append(tuple(map(Fraction, fields[1:-1])))
    return found
