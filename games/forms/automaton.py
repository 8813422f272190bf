"""Strategies of repeated games as finite automata.

An automaton for a strategy profile (a Moore machine) has states s = 0..S-1. In state s the profile
`outputs[s]` is prescribed; after the profile a was actually played, the next state is drawn from
the public lottery `transitions[s][a]`. A deterministic automaton has lotteries on single states.
Every history leads to a state, so an automaton prescribes behaviour off the path too.
Sources: Rubinstein (1986) and Abreu and Rubinstein (1988) for automata as strategies.

A `Machine` is one player's own strategy; `combine` makes the automaton of a profile of machines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.errors import GameError
from games.exact import Number, exact, sign
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import check_profile

#: Pairs (state, probability), probabilities positive and summing to one.
Lottery = tuple[tuple[int, Number], ...]


def sure(state: int) -> Lottery:
    """The lottery that is certain of one state."""
    return ((state, Fraction(1)),)


@dataclass(frozen=True)
class Automaton:
    """A profile of strategies as one machine.

    states: names. outputs: [state]. transitions: [state][profile played] -> lottery, for every
    profile of the stage game. initial: lottery over the first state.
    Raises `GameError` where a lottery is none or names no state.
    """

    states: tuple[str, ...]
    outputs: tuple[Profile, ...]
    transitions: tuple[Mapping[Profile, Lottery], ...]
    initial: Lottery
    title: str = ""

    def __post_init__(self) -> None:
        count = len(self.states)
        if not count or len(self.outputs) != count or len(self.transitions) != count:
            raise GameError("Automaton: needs one output and one transition table per state")
        object.__setattr__(self, "initial", _lottery(self.initial, count))
        tables = tuple(
            {tuple(profile): _lottery(lottery, count) for profile, lottery in table.items()}
            for table in self.transitions
        )
        object.__setattr__(self, "transitions", tables)

    def check(self, stage: NormalFormGame) -> None:
        """Raise `GameError` unless outputs and transitions fit the stage game."""
        for profile in self.outputs:
            check_profile(stage, profile)
        for state, table in zip(self.states, self.transitions, strict=True):
            for profile in stage.profiles():
                if profile not in table:
                    raise GameError(
                        f"Automaton: state {state!r} does not say what follows profile {profile}"
                    )

    def after(self, state: int, profile: Profile) -> Lottery:
        """Lottery over next states when `profile` was played in `state`."""
        return self.transitions[state][profile]


def _lottery(lottery: Sequence[tuple[int, Number]], count: int) -> Lottery:
    pairs = tuple((int(state), exact(weight)) for state, weight in lottery)
    if not all(0 <= state < count and sign(weight) > 0 for state, weight in pairs):
        raise GameError(f"Automaton: {lottery!r} is no lottery over {count} states")
    if sign(sum((weight for _, weight in pairs), Fraction(0)) - 1) != 0:
        raise GameError(f"Automaton: the probabilities of {lottery!r} do not sum to 1")
    return pairs


@dataclass(frozen=True)
class Machine:
    """One player's strategy as a deterministic machine.

    actions: [state], the player's action. transitions: [state][profile played] -> next state.
    """

    states: tuple[str, ...]
    actions: tuple[int, ...]
    transitions: tuple[Mapping[Profile, int], ...]
    initial: int = 0


def combine(machines: Sequence[Machine], title: str = "") -> Automaton:
    """Return the automaton of a profile of machines, with every state some history reaches."""
    profiles = list(machines[0].transitions[0])
    start = tuple(machine.initial for machine in machines)
    found = {start: 0}
    order = [start]
    tables: list[dict[Profile, Lottery]] = []
    for joint in order:
        table: dict[Profile, Lottery] = {}
        for profile in profiles:
            following = tuple(
                machine.transitions[state][profile]
                for machine, state in zip(machines, joint, strict=True)
            )
            if following not in found:
                found[following] = len(order)
                order.append(following)
            table[profile] = sure(found[following])
        tables.append(table)
    return Automaton(
        states=tuple(
            "|".join(m.states[s] for m, s in zip(machines, joint, strict=True)) for joint in order
        ),
        outputs=tuple(
            tuple(m.actions[s] for m, s in zip(machines, joint, strict=True)) for joint in order
        ),
        transitions=tuple(tables),
        initial=sure(0),
        title=title,
    )
