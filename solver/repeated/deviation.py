"""Values of automata and the one-shot deviation test, exact.

The value of state s for player i solves the linear system

    v_i(s) = (1 - delta_i) g_i(f(s)) + delta_i sum_s' tau(s, f(s))(s') v_i(s'),

f the outputs and tau the transitions. A profile of strategies is a subgame-perfect equilibrium iff
no player gains by deviating once in any state (Blackwell 1965; for repeated games, the one-shot
deviation principle): for every state s, player i and action b,

    v_i(s) >= (1 - delta_i) g_i(b, f_-i(s)) + delta_i sum_s' tau(s, (b, f_-i(s)))(s') v_i(s').

States that no history reaches are tested too: drop them first if they are not meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from games.exact import Number, sign
from games.forms.automaton import Automaton, Lottery
from games.forms.repeated import RepeatedGame, deviations
from solver.repeated.linear import solve


@dataclass(frozen=True)
class OneShotDeviation:
    """A deviation that pays: in `state`, `player` gains `gain` by `action` once."""

    state: int
    player: int
    action: int
    gain: Number


@dataclass(frozen=True)
class AutomatonTest:
    """Outcome of the one-shot deviation test.

    values: [state][player], normalised. payoffs: of the initial lottery.
    deviations: those that pay; the automaton is subgame perfect iff there is none.
    slack: the least margin over all states, players and deviations; None without deviations.
    """

    values: tuple[tuple[Number, ...], ...]
    payoffs: tuple[Number, ...]
    deviations: tuple[OneShotDeviation, ...]
    slack: Number | None

    @property
    def subgame_perfect(self) -> bool:
        """Whether no one-shot deviation pays in any state."""
        return not self.deviations


def state_values(game: RepeatedGame, automaton: Automaton) -> tuple[tuple[Number, ...], ...]:
    """Return v_i(s) as [state][player]."""
    automaton.check(game.stage)
    count = len(automaton.states)
    columns = []
    for player, discount in enumerate(game.discounts):
        rows: list[list[Number]] = []
        right: list[Number] = []
        for state, profile in enumerate(automaton.outputs):
            row: list[Number] = [Fraction(int(state == other)) for other in range(count)]
            for following, weight in automaton.after(state, profile):
                row[following] = row[following] - discount * weight
            rows.append(row)
            right.append((1 - discount) * game.stage.payoff(player, profile))
        columns.append(solve(rows, right))
    return tuple(tuple(column[state] for column in columns) for state in range(count))


def expected(lottery: Lottery, values: tuple[tuple[Number, ...], ...], player: int) -> Number:
    """Expected value of a lottery over states for one player."""
    return sum((weight * values[state][player] for state, weight in lottery), Fraction(0))


def one_shot_test(game: RepeatedGame, automaton: Automaton) -> AutomatonTest:
    """Test every one-shot deviation of every player in every state."""
    values = state_values(game, automaton)
    paying: list[OneShotDeviation] = []
    slack: Number | None = None
    for state, profile in enumerate(automaton.outputs):
        for player, discount in enumerate(game.discounts):
            for action, (played, payoff) in deviations(game.stage, player, profile).items():
                after = expected(automaton.after(state, played), values, player)
                margin = values[state][player] - (1 - discount) * payoff - discount * after
                if sign(margin) < 0:
                    paying.append(OneShotDeviation(state, player, action, -margin))
                if slack is None or margin < slack:
                    slack = margin
    payoffs = tuple(
        expected(automaton.initial, values, player) for player in range(len(game.players))
    )
    return AutomatonTest(values, payoffs, tuple(paying), slack)
