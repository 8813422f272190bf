"""The combinations of supports that an equilibrium can have somewhere in a family of games."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from solver.dynamic.bounds import Bounds


@dataclass
class Allowance:
    """Nodes that a search may still visit."""

    left: int


#: A group of choices per state, by number.
Combination = tuple[int, ...]


def possible_supports(
    bounds: Bounds, allowance: Allowance, nodes: int, most: int, stopped: Callable[[], bool]
) -> list[Combination] | None:
    """Combinations that the bounds do not rule out; None beyond `most`, or where a limit ended it.

    nodes: limit on this search, besides the allowance.
    """
    todo, found, visited = [bounds.start()], [], 0
    while todo:
        if visited >= nodes or allowance.left <= 0 or stopped():
            return None
        box = todo.pop()
        visited += 1
        allowance.left -= 1
        if not bounds.tighten(box):
            continue
        wide = [s for s, groups in enumerate(box.alive) if len(groups) > 1]
        if not wide:
            found.append(tuple(next(iter(groups)) for groups in box.alive))
            if len(found) > most:
                return None
            continue
        s = min(wide, key=lambda state: (len(box.alive[state]), state))
        for group in sorted(box.alive[s], reverse=True):
            part = box.copy()
            part.alive[s] = frozenset((group,))
            todo.append(part)
    return found
