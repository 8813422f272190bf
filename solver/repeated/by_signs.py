"""Whether a path is sustained, told from the signs of finitely many functions alone.

Payoffs and discount factors may be numbers or functions of parameters: nothing is compared but
through `ask`, which says the sign of a function where the answer is wanted. So the same steps
decide at a point, and all over a region on which the signs that they ask for do not change.

With f_i(t, b, P) the margin of `reversion` of leaving the cycle at position t for b when P is the
punishment, player i stays under P iff f_i(t, b, P) >= 0 at all t and all b that tempt it there.
f falls in P. Hence i stays under reversion to its worst stage equilibrium iff it stays under the
fear of one of them; and it stays if held to its pure minmax, min over c of max over b of g_i(b, c),
iff for some c it stays under the fear of every (b, c). No equilibrium has the path if it does not
(Fudenberg and Maskin 1986): its payoff after a deviation is at least the pure minmax. In 2x2 games
most of what remains between the two is settled too (`two_by_two`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from games.exact import Scalar
from games.forms.normal import Profile, lookup
from solver.repeated.reversion import margin
from solver.repeated.two_by_two import sustained_two_by_two
from solver.solution.discounting import PathVerdict

#: Sign of a function where the answer is wanted, with what its zero means.
Ask = Callable[[Scalar, str], int]


class PathBySigns:
    """A cycle of profiles in a repeated game of two players, whose functions are asked for signs.

    payoffs: [player][a_0][a_1]. discounts: [player], below 1. path: the cycle.
    """

    def __init__(
        self,
        players: Sequence[str],
        actions: Sequence[Sequence[str]],
        payoffs: Sequence[Any],
        discounts: Sequence[Scalar],
        path: Sequence[Profile],
    ) -> None:
        self.players = tuple(players)
        self.actions = actions
        self.payoffs = payoffs
        self.discounts = tuple(discounts)
        self.path = tuple(path)
        self.shape = tuple(len(names) for names in actions)
        # Each function is built once: whoever answers may know it again.
        self._gain = cache(self._gain_of)
        self._margin = cache(self._margin_of)
        self._above = cache(self._above_of)
        self._worse = cache(self._worse_of)
        self._later = cache(self._later_of)

    def verdict(self, ask: Ask) -> PathVerdict:
        """Whether the path is sustained by reversion, and under optimal penal codes."""
        tempted = [i for i in (0, 1) if any(self._tempting(i, t, ask) for t in self._positions)]
        if not tempted:
            return PathVerdict("untempted", (), (), (), "holds", ())
        equilibria = [
            profile
            for profile in self._profiles
            if all(self._content(i, profile, ask) for i in (0, 1))
        ]
        stays = {i: max((self._stays(i, e, ask) for e in equilibria), default=-1) for i in tempted}
        leaving = [i for i in tempted if stays[i] < 0]
        if not equilibria:
            reversion, leaving = "no equilibrium", []
        elif not leaving:
            reversion = "holds"
        else:
            hopeless = any(all(self._unhurt(i, e, ask) for e in equilibria) for i in tempted)
            reversion = "never" if hopeless else "fails"
        binding = self._binding(tempted, equilibria, ask) if equilibria else ()
        penal, breaking = ("holds", []) if reversion == "holds" else self._penal(stays, ask)
        return PathVerdict(
            reversion,
            self._names(leaving),
            self._names([i for i in tempted if stays[i] == 0]),
            self._names(binding),
            penal,
            self._names(breaking),
        )

    # ---- the functions, and what they say

    @property
    def _positions(self) -> range:
        return range(len(self.path))

    @property
    def _profiles(self) -> list[Profile]:
        return list(itertools.product(*map(range, self.shape)))

    def _names(self, players: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.players[i] for i in players)

    def _words(self, profile: Profile) -> str:
        named = (names[a] for names, a in zip(self.actions, profile, strict=True))
        return f"({', '.join(named)})"

    def _gain_of(self, i: int, profile: Profile, b: int) -> tuple[Scalar, str]:
        left = _with(profile, i, b)
        value = lookup(self.payoffs[i], left) - lookup(self.payoffs[i], profile)
        words = f"{self._words(profile)} and {self._words(left)}"
        return value, f"in one period {self.players[i]} gains nothing between {words}"

    def _margin_of(self, i: int, t: int, b: int, e: Profile) -> tuple[Scalar, str]:
        table = self.payoffs[i]
        rewards = [lookup(table, profile) for profile in (*self.path[t:], *self.path[:t])]
        left = _with(self.path[t], i, b)
        value = margin(rewards, lookup(table, left), lookup(table, e), self.discounts[i])
        where = "" if len(self.path) == 1 else f" in period {t + 1} of the cycle"
        return value, (
            f"{self.players[i]} is indifferent between the path and {self._words(left)}{where} "
            f"with {self._words(e)} for ever after"
        )

    def _above_of(self, i: int, e: Profile) -> tuple[Scalar, str]:
        table = self.payoffs[i]
        return lookup(table, self.path[0]) - lookup(table, e), (
            f"{self.players[i]} is as well off on the path as in {self._words(e)}"
        )

    def _worse_of(self, i: int, e: Profile, f: Profile) -> tuple[Scalar, str]:
        table = self.payoffs[i]
        return lookup(table, e) - lookup(table, f), (
            f"{self._words(e)} and {self._words(f)} are as bad for {self.players[i]}"
        )

    def _later_of(self, b: Profile, e: tuple[Profile, Profile]) -> tuple[Scalar, str]:
        """Whether player 0, tempted to b[0], needs a larger discount factor than player 1."""
        (first, one), (second, two) = (
            (
                lookup(table, _with(self.path[0], i, b[i])) - lookup(table, self.path[0]),
                lookup(table, _with(self.path[0], i, b[i])) - lookup(table, e[i]),
            )
            for i, table in enumerate(self.payoffs)
        )
        return first * two - second * one, "both have the same critical discount factor"

    def _tempting(self, i: int, t: int, ask: Ask) -> list[int]:
        """The actions that pay more than the path at position t, in that period."""
        profile = self.path[t]
        others = [b for b in range(self.shape[i]) if b != profile[i]]
        return [b for b in others if ask(*self._gain(i, profile, b)) > 0]

    def _content(self, i: int, profile: Profile, ask: Ask) -> bool:
        """Whether a profile is a best reply of i to the other's part of it."""
        others = [b for b in range(self.shape[i]) if b != profile[i]]
        return all(ask(*self._gain(i, profile, b)) <= 0 for b in others)

    def _stays(self, i: int, e: Profile, ask: Ask) -> int:
        """1, 0, -1: under the fear of e for ever i stays, is indifferent somewhere, or leaves."""
        return min(
            (
                ask(*self._margin(i, t, b, e))
                for t in self._positions
                for b in self._tempting(i, t, ask)
            ),
            default=1,
        )

    def _unhurt(self, i: int, e: Profile, ask: Ask) -> bool:
        """Whether e for ever is no worse for i than a constant path."""
        return len(self.path) == 1 and ask(*self._above(i, e)) <= 0

    # ---- who binds, and what harsher punishments do

    def _binding(
        self, tempted: Sequence[int], equilibria: Sequence[Profile], ask: Ask
    ) -> tuple[int, ...]:
        if len(self.path) > 1 or self.discounts[0] != self.discounts[1]:
            return ()
        hopeless = [i for i in tempted if all(self._unhurt(i, e, ask) for e in equilibria)]
        if hopeless or len(tempted) == 1:
            return tuple(hopeless or tempted)
        best = [self._best(i, ask) for i in (0, 1)]
        worst = [self._worst(i, equilibria, ask) for i in (0, 1)]
        later = ask(*self._later((best[0], best[1]), (worst[0], worst[1])))
        return (0,) if later > 0 else (1,) if later < 0 else (0, 1)

    def _best(self, i: int, ask: Ask) -> int:
        """A best reply of i to the other's part of a constant path."""
        choices = range(self.shape[i])
        return next(b for b in choices if self._content(i, _with(self.path[0], i, b), ask))

    def _worst(self, i: int, equilibria: Sequence[Profile], ask: Ask) -> Profile:
        """The first of the stage equilibria that is worst for i."""
        worst = equilibria[0]
        for e in equilibria[1:]:
            if ask(*self._worse(i, e, worst)) < 0:
                worst = e
        return worst

    def _penal(self, reverting: Mapping[int, int], ask: Ask) -> tuple[str, list[int]]:
        """What punishments harsher than reversion do, and who leaves whatever they are.

        reverting: per tempted player, whether it stays under reversion.
        """
        punished = {i: self._columns(i) for i in reverting}
        breaking = [
            i
            for i, columns in punished.items()
            if all(any(self._stays(i, e, ask) < 0 for e in column) for column in columns)
        ]
        if breaking:
            hopeless = any(
                all(any(self._unhurt(i, e, ask) for e in column) for column in punished[i])
                for i in breaking
            )
            return ("never" if hopeless else "fails"), breaking
        if self.shape != (2, 2) or len(self.path) > 1:
            return "open", []
        if ask(self.discounts[0] - self.discounts[1], "both discount alike") != 0:
            return "open", []
        (alone,) = (i for i, stays in reverting.items() if stays < 0)
        settled = sustained_two_by_two(self.payoffs, self.discounts[0], self.path[0], alone, ask)
        return settled, [alone] if settled == "fails" else []

    def _columns(self, i: int) -> list[list[Profile]]:
        """Per action of the other, the profiles among which i replies to it."""
        own, other = range(self.shape[i]), range(self.shape[1 - i])
        return [[(b, c) if i == 0 else (c, b) for b in own] for c in other]


def _with(profile: Profile, i: int, action: int) -> Profile:
    return (*profile[:i], action, *profile[i + 1 :])
