"""The combinations of supports that an equilibrium can have somewhere in a family of games."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from solver.dynamic.bounds import Bounds, Box


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
    visited = 0

    def spent() -> bool:
        nonlocal visited
        if visited >= nodes or allowance.left <= 0 or stopped():
            return True
        visited += 1
        allowance.left -= 1
        return False

    found: list[Combination] = []
    for box in leaves(bounds, spent):
        if box is None or len(found) == most:
            return None
        found.append(tuple(next(iter(groups)) for groups in box.alive))
    return found


def leaves(bounds: Bounds, spent: Callable[[], bool]) -> Iterator[Box | None]:
    """Branch and bound: the boxes with one group of choices in every state that bounds leave.

    spent: asked at every node; once it is true None comes, and nothing after it.
    """
    todo = [bounds.start()]
    while todo:
        if spent():
            yield None
            return
        box = todo.pop()
        if not bounds.tighten(box):
            continue
        wide = [s for s, groups in enumerate(box.alive) if len(groups) > 1]
        if not wide:
            yield box
            continue
        s = min(wide, key=lambda state: (len(box.alive[state]), state))
        for group in sorted(box.alive[s], reverse=True):
            part = box.copy()
            part.alive[s] = frozenset((group,))
            todo.append(part)
