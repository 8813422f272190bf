"""Importing this module makes every kernel ready: compiled, or loaded from the cache.

Each is called once on the smallest polytopes, so that no later search waits for the compiler.
"""

from __future__ import annotations

import numpy as np

from solver.nash.kernel.exploration import CERTIFIED, LIMBS, Exploration
from solver.nash.kernel.explore import rehash
from solver.nash.kernel.join import complements, covers
from solver.nash.kernel.middle import solve_middle

for _tier in (*LIMBS, CERTIFIED):
    Exploration([[1, 2], [2, 1]], _tier).advance(8)
_masks = np.array([1, 2], np.int64)
rehash(_masks, np.zeros(8, np.int64))
complements(_masks, _masks, 3, np.empty(2, np.int64))
covers(_masks, _masks, 3, 0, np.empty((4, 2), np.int64), np.zeros(1, np.int64))
solve_middle((0,), *np.ones((2, 2, 2), np.int64), 16)
