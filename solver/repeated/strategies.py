"""Strategies of repeated games under their names, as automata.

- Reversion (grim trigger): play a path; after a deviation by player i alone, the stage equilibrium
  e^i for ever (Friedman 1971). Simultaneous deviations are answered like the first player's; those
  of a player whose action is a best reply in that period are ignored, for they gain nothing, and
  the equilibrium could be one that the player likes better.
- Tit-for-tat: the first action, then what the other did last (Rapoport; Axelrod 1984).
- Punishment for n periods: play a profile; after a deviation, n periods of a punishing profile,
  then back; a deviation during the punishment restarts it (for n = 1 and equal players this is
  win-stay, lose-shift, "Pavlov"). With a minmax profile as punishment: Fudenberg and Maskin 1986.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from games.errors import GameError
from games.forms.automaton import Automaton, Lottery, Machine, combine, sure
from games.forms.normal import NormalFormGame, Profile
from games.forms.repeated import best_deviation, check_profile
from solver.repeated.reversion import worst_equilibria


def first_deviator(profile: Profile, played: Profile) -> int | None:
    """Return the first player who did not play the profile, or None."""
    return next((i for i, (a, b) in enumerate(zip(profile, played, strict=True)) if a != b), None)


def reversion(
    stage: NormalFormGame,
    path: Sequence[Profile],
    equilibria: Sequence[Profile] | None = None,
) -> Automaton:
    """Return the automaton that plays the path as a cycle and reverts to stage equilibria.

    equilibria: [player], played for ever after that player deviates; by default the worst pure
    stage equilibrium of each.
    """
    punishments = worst_equilibria(stage) if equilibria is None else tuple(equilibria)
    length = len(path)
    outputs = (*path, *punishments)
    tables: list[Mapping[Profile, Lottery]] = []
    for state, prescribed in enumerate(outputs):
        table = {}
        content = [
            best_deviation(stage, i, prescribed)[0] == prescribed[i]
            for i in range(len(stage.players))
        ]
        for played in stage.profiles():
            deviator = first_deviator(prescribed, played)
            if state >= length:
                table[played] = sure(state)
            elif deviator is None or content[deviator]:
                table[played] = sure((state + 1) % length)
            else:
                table[played] = sure(length + deviator)
        tables.append(table)
    names = [f"path {t + 1}" for t in range(length)]
    names += [f"revert against {player}" for player in stage.players]
    return Automaton(tuple(names), outputs, tuple(tables), sure(0), "reversion")


def tit_for_tat(stage: NormalFormGame, cooperate: Profile, defect: Profile) -> Automaton:
    """Return the automaton of two tit-for-tat players.

    cooperate, defect: [player], the two actions of each. Any action of the other that is not its
    cooperative one counts as defection.
    """
    if len(stage.players) != 2:
        raise GameError(
            f"tit_for_tat(): two players are supported; got {len(stage.players)}",
            allowed="2 players",
        )
    check_profile(stage, cooperate)
    check_profile(stage, defect)
    profiles = list(stage.profiles())
    machines = []
    for player in range(2):
        other = 1 - player
        answer = {played: int(played[other] != cooperate[other]) for played in profiles}
        machines.append(Machine(("C", "D"), (cooperate[player], defect[player]), (answer, answer)))
    return combine(machines, "tit-for-tat")


def punishment_for(
    stage: NormalFormGame, profile: Profile, punishment: Profile, periods: int
) -> Automaton:
    """Return the automaton that answers any deviation with n periods of a punishing profile."""
    check_profile(stage, profile)
    check_profile(stage, punishment)
    if periods < 1:
        raise GameError(f"punishment_for(): periods must be at least 1; got {periods}")
    outputs = (profile,) + (punishment,) * periods
    tables: list[Mapping[Profile, Lottery]] = [
        {
            played: sure(1 if played != prescribed else (state + 1) % (periods + 1) if state else 0)
            for played in stage.profiles()
        }
        for state, prescribed in enumerate(outputs)
    ]
    names = ("play", *(f"punish {t + 1}" for t in range(periods)))
    return Automaton(names, outputs, tuple(tables), sure(0), f"punishment for {periods} periods")
