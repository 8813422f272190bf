"""The verdict on a game from its equilibria.

To seek is to play an action of the set S_i that the game marks as seeking; all others hold.

**Why extreme equilibria suffice.** The equilibria of a bimatrix game are a finite union of maximal
Nash subsets conv(U) x conv(W), with U x W extreme equilibria (Winkels 1979; Jansen 1981).

- The probability that a party seeks, sum of x_a over a in S_i, is linear in its own strategy, so on
  conv(U) it takes its minimum and maximum at points of U. Hence it is positive at every
  equilibrium iff at every extreme one, zero at every equilibrium iff at every extreme one, and its
  range over all equilibria lies between the extreme values (which are both attained).
- An expectation x^T Q y (conflict probability, expected loss) is bilinear: for fixed y it is
  minimal at a point of U, and then for that point minimal at a point of W. The same holds for the
  maximum.
- The equilibria of one subset in which nobody uses a given action are those of a face, because
  "weight 0" is a linear function at its minimum. So the undominated equilibria of a subset are
  again a product of hulls of extreme equilibria, those that are undominated themselves, and the
  first point applies to them.

**Dominance for several levels.** Seeking is strictly (weakly) dominant for a party if every action
that holds is strictly (weakly) dominated by a mixture of actions that seek; holding dominates with
the two sets exchanged. For one level these are the usual notions for two actions. Strict and weak
can hold for one side only: chains of weak domination that led from holding to seeking and back
would have to improve somewhere and never fall, for ever, among finitely many actions.

An undominated equilibrium is one in which no party gives weight to an action that is weakly
dominated by a pure or mixed strategy. Every finite game has one (a perfect equilibrium is one).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from games.display import Span
from games.exact import Number
from games.forms.mixed import expectation
from games.forms.normal import NormalFormGame
from solver.dominance import Domination, decide, dominated_actions
from solver.solution.equilibrium import EquilibriumSet, ExtremeEquilibrium
from solver.solution.verdict import Dominance, NoVerdict, PartyVerdict, Seeks, Verdict
from solver.verdict.words import headline, undecided


def verdict(
    game: NormalFormGame,
    equilibria: EquilibriumSet,
    status_quo: Sequence[Number] | None = None,
) -> Verdict | NoVerdict:
    """Judge a game by its equilibria.

    status_quo: [player], what each party has without any conflict (V_i); None for games without a
    world behind them. Returns `NoVerdict` with the reason where the game does not say which
    actions seek, or where no equilibrium is known.
    """
    if game.seeking is None:
        return NoVerdict("the game does not say which actions seek power (`seeking` in its spec)")
    if not equilibria.extreme:
        return NoVerdict("no equilibrium is known: " + equilibria.complete.reason)
    complete = equilibria.complete.value is True
    kept = undominated(game, equilibria)
    parties = tuple(
        _party(game, player, equilibria.extreme, kept, complete)
        for player in range(len(game.players))
    )
    if any("undecided" in (party.seeks, party.seeks_undominated) for party in parties):
        kind, sentence = undecided(parties)
    else:
        kind, sentence = headline(
            game.players,
            [party.seeks for party in parties],
            [party.seeks_undominated for party in parties],
        )
    return Verdict(
        headline=sentence,
        kind=kind,
        parties=parties,
        conflict_probability=_range(game, "conflict_probability", equilibria.extreme),
        expected_loss=_range(game, "expected_loss", equilibria.extreme),
        destruction_pays=None
        if status_quo is None
        else tuple(name for name, value in zip(game.players, status_quo, strict=True) if value < 0),
        caveat=None
        if complete
        else "Not all equilibria are known, so ranges may be wider and classes are left open: "
        + equilibria.complete.reason,
    )


def undominated(game: NormalFormGame, equilibria: EquilibriumSet) -> tuple[ExtremeEquilibrium, ...]:
    """The extreme equilibria in which nobody plays a weakly dominated action."""
    if all(item.undominated is not None for item in equilibria.extreme):
        return tuple(item for item in equilibria.extreme if item.undominated)
    dominated = {(item.player, item.action) for item in dominated_actions(game)}
    return tuple(
        item
        for item in equilibria.extreme
        if not any(
            weight != 0 and (player, action) in dominated
            for player, weights in enumerate(item.strategies)
            for action, weight in enumerate(weights)
        )
    )


def dominance(game: NormalFormGame, player: int) -> Dominance:
    """Whether seeking or holding is dominant for a player, strictly or weakly, or neither."""
    assert game.seeking is not None
    seek = sorted(game.seeking[player])
    hold = [action for action in range(game.shape[player]) if action not in game.seeking[player]]
    if not seek or not hold:
        return "none"
    seeking = _strength(game, player, seek, hold)
    if seeking == "strict":
        return "seek-strict"
    if seeking == "weak":
        return "seek-weak"
    holding = _strength(game, player, hold, seek)
    if holding == "strict":
        return "hold-strict"
    return "hold-weak" if holding == "weak" else "none"


def _strength(
    game: NormalFormGame, player: int, inside: Sequence[int], outside: Sequence[int]
) -> str | None:
    """How every action outside is dominated by mixtures of actions inside: the weakest kind."""
    kinds = set()
    for action in outside:
        remaining = tuple(
            tuple(sorted([*inside, action])) if index == player else tuple(range(size))
            for index, size in enumerate(game.shape)
        )
        answer = decide(game, player, action, "weak", remaining)
        if not isinstance(answer, Domination):
            return None
        kinds.add(answer.kind)
    return "strict" if kinds == {"strict"} else "weak"


def seeking_probability(
    game: NormalFormGame, player: int, equilibrium: ExtremeEquilibrium
) -> Number:
    """Probability that a player seeks in an equilibrium."""
    assert game.seeking is not None
    weights = equilibrium.strategies[player]
    return sum((weights[action] for action in sorted(game.seeking[player])), Fraction(0))


def _party(
    game: NormalFormGame,
    player: int,
    extreme: Sequence[ExtremeEquilibrium],
    kept: Sequence[ExtremeEquilibrium],
    complete: bool,
) -> PartyVerdict:
    chances = [seeking_probability(game, player, equilibrium) for equilibrium in extreme]
    return PartyVerdict(
        name=game.players[player],
        dominance=dominance(game, player),
        seeks=_seeks(chances, complete),
        seeks_undominated=_seeks(
            [seeking_probability(game, player, equilibrium) for equilibrium in kept], complete
        ),
        seeking_probability=Span(min(chances), max(chances)),
    )


def _seeks(chances: Sequence[Number], complete: bool) -> Seeks:
    """The class of the probabilities; some found on both sides is "some", known or not."""
    some = any(chance > 0 for chance in chances)
    none = any(chance == 0 for chance in chances)
    if some and none:
        return "some"
    if not complete or not chances:
        return "undecided"
    return "every" if some else "no"


def _range(
    game: NormalFormGame, measure: str, extreme: Iterable[ExtremeEquilibrium]
) -> Span | None:
    table = game.measures.get(measure)
    if table is None:
        return None
    values = [expectation(table, equilibrium.strategies) for equilibrium in extreme]
    return Span(min(values), max(values))
