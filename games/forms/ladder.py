"""Escalation ladders: two players take turns on rungs 0..K, with risk on the way up.

A position is (moves made, rung, whether the last move was a hold). The player to move may
- escalate to the next rung j: conflict j breaks out with odds risk_j, else the other moves there;
  at the top, rung K, escalating is conflict K;
- back down, on a rung above 0: the game ends, the other takes its prize;
- hold: the turn passes. Two holds in a row lead one rung down, without risk; on rung 0 they end
  the game in the status quo.
After `moves` moves the game ends in the status quo. Source of the idea: Schelling (1966), "Arms
and Influence", the threat that leaves something to chance.

The positions form a folded tree: each is stored once, however it was reached, and its node is
worked out from a few integers when it is asked for.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, overload

from games.errors import GameError, LimitError
from games.exact import Real, Scalar, to_json
from games.forms.extensive import MAX_NODES, Chance, Decision, ExtensiveGame, Node, Terminal

ESCALATE, BACK_DOWN, HOLD = "escalate", "back down", "hold"
#: What the measures of a ladder are called.
MEASURES = ("conflict_probability", "expected_loss")
_CHANCE = 2

Payoffs = tuple[Scalar, Scalar]


@dataclass(frozen=True)
class Rung:
    """One rung above peace.

    risk: odds that escalating to it brings conflict. conflict: payoffs if it does, [player]; loss:
    the expected fraction then destroyed. backed_down: [who backs down], payoffs then, [player].
    """

    risk: Scalar
    conflict: Payoffs
    loss: Scalar
    backed_down: tuple[Payoffs, Payoffs]


@dataclass(frozen=True)
class Ladder:
    """The rules: rungs 1..K, payoffs of the status quo, who moves first, most moves.

    climb_only: nobody can hold above rung 0, and holding on rung 0 ends the game at once.
    Raises `GameError` for a risk outside [0, 1] or without rungs.
    """

    rungs: tuple[Rung, ...]
    status_quo: Payoffs
    first: int = 0
    moves: int = 1
    climb_only: bool = False

    def __post_init__(self) -> None:
        if not self.rungs:
            raise GameError("ladder: needs at least one rung above peace")
        if self.moves < 1:
            raise GameError(f"ladder: moves must be at least 1; got {self.moves}")
        if self.first not in (0, 1):
            raise GameError(f"ladder: the first mover is player 0 or 1; got {self.first}")
        for number, rung in enumerate(self.rungs, 1):
            for name, value in (("risk", rung.risk), ("loss", rung.loss)):
                if isinstance(value, (int, Fraction, Real)) and not 0 <= value <= 1:
                    raise GameError(
                        f"rung {number}: {name} must be in [0, 1]; found {value}",
                        found=str(value),
                        allowed="[0, 1]",
                    )

    def mover(self, moves_made: int) -> int:
        """Whose turn it is."""
        return (self.first + moves_made) % 2


class Positions(Sequence[Node]):
    """The nodes of a ladder: positions by moves made, chance moves between them, then the ends.

    Raises `LimitError` beyond MAX_NODES nodes.
    """

    def __init__(self, ladder: Ladder) -> None:
        self.ladder = ladder
        self.move, self.rung = array("i"), array("i")
        self.state = array("b")
        self.up, self.down, self.hold = array("i"), array("i"), array("i")
        self.ends: list[Terminal] = []
        self._end_numbers: dict[tuple[str, int, int], int] = {}
        self._odds = [(rung.risk, 1 - rung.risk) for rung in ladder.rungs]
        self._lay()

    def _end(self, kind: str, rung: int = 0, player: int = 0) -> int:
        """A negative code for an end, turned into its number once all positions have theirs."""
        key = (kind, rung, player)
        if key not in self._end_numbers:
            self._end_numbers[key] = len(self.ends)
            if kind == "peace":
                end = Terminal(self.ladder.status_quo, (0, 0), "status quo")
            elif kind == "conflict":
                terms = self.ladder.rungs[rung - 1]
                end = Terminal(terms.conflict, (1, terms.loss), f"conflict on rung {rung}")
            else:
                terms = self.ladder.rungs[rung - 1]
                label = f"player {player + 1} backs down from rung {rung}"
                end = Terminal(terms.backed_down[player], (0, 0), label)
            self.ends.append(end)
        return -1 - self._end_numbers[key]

    def _lay(self) -> None:
        """Number the positions move by move, the chance moves of a layer before the next one.

        Within a layer a position is the integer 2 rung + held.
        """
        rules, top = self.ladder, self.top
        risks = [None, *(rung.risk for rung in rules.rungs)]
        certain = [risk == 1 for risk in risks]
        open_ = [not (risk == 0 or risk == 1) for risk in risks]
        reach = certain.index(True) - 1 if True in certain else top
        self._check_size(min(reach, rules.moves))
        layer, start = [0], 0
        for made in range(rules.moves):
            last = made + 1 == rules.moves
            ahead: dict[int, int] = {}
            drawn: dict[int, int] = {}
            risky = start + len(layer)
            for place in layer:
                rung = place >> 1
                if rung < top and not certain[rung + 1]:
                    ahead.setdefault(2 * rung + 2, len(ahead))
                    if open_[rung + 1]:
                        drawn.setdefault(rung + 1, risky + len(drawn))
                if not rules.climb_only and place != 1:
                    ahead.setdefault(place - 3 if place & 1 else place + 1, len(ahead))
            base = risky + len(drawn)
            goals = dict.fromkeys(ahead, self._end("peace"))
            if not last:
                goals = {place: base + number for place, number in ahead.items()}
            for place in layer:
                rung = place >> 1
                if rung == top or certain[rung + 1]:
                    up = self._end("conflict", min(rung + 1, top))
                elif open_[rung + 1]:
                    up = drawn[rung + 1]
                else:
                    up = goals[2 * rung + 2]
                down = self._end("back down", rung, rules.mover(made)) if rung else 0
                if place == 1 or (rules.climb_only and not rung):
                    hold = self._end("peace")
                elif rules.climb_only:
                    hold = 0
                else:
                    hold = goals[place - 3 if place & 1 else place + 1]
                self._add(made, rung, place & 1, up, down, hold)
            for rung in drawn:
                war = self._end("conflict", rung)
                self._add(made + 1, rung, _CHANCE, war, goals[2 * rung], 0)
            if last or not ahead:
                break
            layer, start = list(ahead), base
        count = len(self.move)
        for targets in (self.up, self.down, self.hold):
            for index, target in enumerate(targets):
                if target < 0:
                    targets[index] = count - 1 - target

    def _check_size(self, reach: int) -> None:
        """Refuse beforehand what would hold too many positions; reach: the highest rung."""
        moves = self.ladder.moves
        layers = (
            reach
            if self.ladder.climb_only
            else reach * (reach + 1) + 2 * (moves - reach) * (reach + 1)
        )
        if 2 * layers > MAX_NODES:
            raise LimitError(
                f"a ladder of {self.top} rungs and {moves} moves may have {2 * layers} positions "
                f"and chance moves",
                allowed=f"at most {MAX_NODES}",
                hint="lower `moves` or the number of rungs",
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Positions) and self.ladder == other.ladder

    def __hash__(self) -> int:
        return hash(self.ladder)

    @property
    def top(self) -> int:
        """K, the number of rungs above peace."""
        return len(self.ladder.rungs)

    def _add(self, made: int, rung: int, state: int, up: int, down: int, hold: int) -> None:
        self.move.append(made)
        self.rung.append(rung)
        self.state.append(state)
        self.up.append(up)
        self.down.append(down)
        self.hold.append(hold)

    def __len__(self) -> int:
        return len(self.move) + len(self.ends)

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Node, ...]: ...
    def __getitem__(self, index: int | slice) -> Node | tuple[Node, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        count = len(self.move)
        if index >= count:
            return self.ends[index - count]
        if self.state[index] == _CHANCE:
            goals = (self.up[index], self.down[index])
            return Chance(self._odds[self.rung[index] - 1], goals, ("conflict", "no conflict"))
        up, down, hold = self.up[index], self.down[index], self.hold[index]
        player = self.ladder.mover(self.move[index])
        if not down:
            return Decision(player, (ESCALATE, HOLD), (up, hold))
        if not hold:
            return Decision(player, (ESCALATE, BACK_DOWN), (up, down))
        return Decision(player, (ESCALATE, BACK_DOWN, HOLD), (up, down, hold))

    def name(self, index: int, players: Sequence[str]) -> str:
        """A position in words."""
        count = len(self.move)
        if index >= count:
            label = self.ends[index - count].label
            for number, player in enumerate(players, 1):
                label = label.replace(f"player {number} ", f"{player} ")
            return label
        rung, made = self.rung[index], self.move[index]
        if self.state[index] == _CHANCE:
            return f"risk of rung {rung} after {made} move{'s' * (made != 1)}"
        held = ", after a hold" if self.state[index] else ""
        return f"rung {rung}, {players[self.ladder.mover(made)]} to make move {made + 1}{held}"


@dataclass(frozen=True)
class LadderGame(ExtensiveGame):
    """The extensive game of a ladder; its nodes are worked out as they are asked for."""

    ladder: Ladder = field(kw_only=True)

    @classmethod
    def of(cls, players: Sequence[str], ladder: Ladder, title: str = "") -> LadderGame:
        """The game of these rules for two players."""
        if len(players) != 2:
            raise GameError(f"ladder: has two players; got {len(players)}")
        both = frozenset({ESCALATE})
        nodes = Positions(ladder)
        return cls(tuple(players), nodes, MEASURES, (both, both), title, ladder=ladder)

    def __post_init__(self) -> None:
        """The rules were checked; the positions fit by construction, as the tests show."""

    def name(self, node: int) -> str:
        """A position in words."""
        assert isinstance(self.nodes, Positions)
        return self.nodes.name(node, self.players)

    @cached_property
    def has_perfect_information(self) -> bool:
        """Everybody sees everything."""
        return True

    @cached_property
    def digest(self) -> str:
        """sha256 of players and rules."""

        def plain(value: Any) -> Any:
            if isinstance(value, tuple):
                return [plain(entry) for entry in value]
            return to_json(value)

        rules = self.ladder
        body = [
            "ladder",
            list(self.players),
            [plain((r.risk, r.conflict, r.loss, r.backed_down)) for r in rules.rungs],
            plain(rules.status_quo),
            [rules.first, rules.moves, rules.climb_only],
        ]
        text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
