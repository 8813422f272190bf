"""The ladder: payoffs of its rungs, rules of play, and equilibria against a plain recursion."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from games.build.ladder import RungTerms, ladder
from games.errors import GameError, LimitError, WorldError
from games.exact import parameter, sqrt
from games.forms import Chance, Decision, ExtensiveGame, Terminal
from games.forms.ladder import Ladder, LadderGame
from games.world import Beliefs, Conflict, Party, World, conflict_value
from solver.dynamic.induction import backward_induction

F = Fraction
CONFLICT = Conflict(
    stakes=F(1, 2),
    win_probability=F(2, 5),
    destruction_probability=F(1),
    destruction_fraction=F(4, 5),
)
WORLD = World.of_two(Party("red", 2), Party("blue", 3), F(-1, 5))


def small(moves: int = 6, climb_only: bool = False) -> LadderGame:
    terms = [
        RungTerms(F(0), F(1, 20)),
        RungTerms(F(1, 10), F(1, 5), destruction_probability=F(1, 2)),
        RungTerms(F(1), F(1, 2)),
    ]
    return ladder(WORLD, CONFLICT, terms, first="blue", moves=moves, climb_only=climb_only)


def test_payoffs_of_the_rungs() -> None:
    rules = small().ladder
    s, c = F(2, 5), F(-1, 5)
    V = (s + (1 - s) * c, (1 - s) + s * c)
    assert rules.status_quo == V
    assert rules.first == 1
    assert rules.rungs[0].conflict == (
        conflict_value(s, c, F(1, 2), F(2, 5), F(4, 5)),
        conflict_value(1 - s, c, F(1, 2), F(3, 5), F(4, 5)),
    )
    assert rules.rungs[1].loss == F(2, 5)
    taken = F(1, 5) * s
    assert rules.rungs[1].backed_down[0] == (V[0] - taken * (1 - c), V[1] + taken * (1 - c))
    taken = F(1, 5) * (1 - s)
    assert rules.rungs[1].backed_down[1] == (V[0] + taken * (1 - c), V[1] - taken * (1 - c))


@pytest.mark.parametrize("moves", [1, 2, 3, 7])
@pytest.mark.parametrize("climb_only", [False, True])
def test_positions_are_a_valid_folded_tree(moves: int, climb_only: bool) -> None:
    game = small(moves, climb_only)
    checked = ExtensiveGame(game.players, tuple(game.nodes), game.measures, game.seeking)
    assert len(checked.nodes) == len(game.nodes)
    assert checked.has_perfect_information


def test_moves_of_the_first_positions() -> None:
    game = small()
    start = game.nodes[0]
    assert isinstance(start, Decision)
    assert (start.player, start.actions) == (1, ("escalate", "hold"))
    assert game.name(0) == "rung 0, blue to make move 1"
    first = game.nodes[start.children[0]]
    assert isinstance(first, Decision)
    assert (first.player, first.actions) == (0, ("escalate", "back down", "hold"))
    risk, down, _ = (game.nodes[child] for child in first.children)
    assert isinstance(risk, Chance)
    assert risk.odds == (F(1, 10), F(9, 10))
    assert isinstance(down, Terminal)
    assert down.payoffs == game.ladder.rungs[0].backed_down[0]
    assert game.name(first.children[1]) == "red backs down from rung 1"


def recursion(rules: Ladder) -> frozenset[tuple[Fraction, ...]]:
    """The set of equilibrium payoffs, straight from the rules."""

    @cache
    def at(made: int, rung: int, held: bool) -> frozenset[tuple[Fraction, ...]]:
        if made == rules.moves:
            return frozenset([(*rules.status_quo, F(0), F(0))])
        player = (rules.first + made) % 2
        options = []
        if rung == len(rules.rungs):
            top = rules.rungs[-1]
            options.append(frozenset([(*top.conflict, F(1), top.loss)]))
        else:
            up = rules.rungs[rung]
            war = (*up.conflict, F(1), up.loss)
            options.append(
                frozenset(
                    tuple(up.risk * w + (1 - up.risk) * v for w, v in zip(war, after, strict=True))
                    for after in (at(made + 1, rung + 1, False) if up.risk != 1 else [war])
                )
            )
        if rung:
            options.append(frozenset([(*rules.rungs[rung - 1].backed_down[player], F(0), F(0))]))
        quiet = frozenset([(*rules.status_quo, F(0), F(0))])
        if rules.climb_only:
            options += [] if rung else [quiet]
        elif not held:
            options.append(at(made + 1, rung, True))
        else:
            options.append(at(made + 1, rung - 1, False) if rung else quiet)
        found = set()
        for number, own in enumerate(options):
            rest = options[:number] + options[number + 1 :]
            bar = max((min(v[player] for v in other) for other in rest), default=None)
            found |= {v for v in own if bar is None or v[player] >= bar}
        return frozenset(found)

    return at(0, 0, False)


def random_rules(generator: random.Random) -> LadderGame:
    def share() -> Fraction:
        return F(generator.randint(0, 4), 4)

    world = World.of_two(
        Party("a", generator.randint(1, 3)), Party("b", generator.randint(1, 3)), 2 * share() - 1
    )
    conflict = Conflict(
        stakes=share(),
        win_probability=share(),
        destruction_probability=F(1),
        destruction_fraction=share(),
    )
    terms = [
        RungTerms(share() if generator.random() < 0.7 else F(0), share())
        for _ in range(generator.randint(1, 4))
    ]
    return ladder(
        world,
        conflict,
        terms,
        first=generator.choice("ab"),
        moves=generator.randint(1, 8),
        climb_only=generator.random() < 0.3,
    )


def test_equilibrium_values_equal_the_recursion() -> None:
    generator = random.Random(5)
    several = climbs = 0
    for _ in range(120):
        game = random_rules(generator)
        induction = backward_induction(game)
        assert induction is not None
        expected = recursion(game.ladder)
        assert set(induction.vectors()) == expected
        several += len(expected) > 1
        climbs += any(vector[2] for vector in expected)
    assert several > 5
    assert climbs > 10


def test_without_power_to_take_nobody_climbs() -> None:
    """Perfect alignment: conflict only destroys, so no equilibrium risks it."""
    world = World.of_two(Party("a", 1), Party("b", 2), 1)
    terms = [RungTerms(F(1, 10), F(1, 2)), RungTerms(F(1), F(1, 2))]
    induction = backward_induction(ladder(world, CONFLICT, terms, moves=6))
    assert induction is not None
    assert induction.vectors() == ((1, 1, 0, 0),)


def test_relabelling_the_parties_swaps_the_values() -> None:
    generator = random.Random(8)
    for _ in range(20):
        game = random_rules(generator)
        rules = game.ladder
        swapped = replace(
            rules,
            first=1 - rules.first,
            status_quo=rules.status_quo[::-1],
            rungs=tuple(
                replace(
                    rung,
                    conflict=rung.conflict[::-1],
                    backed_down=(rung.backed_down[1][::-1], rung.backed_down[0][::-1]),
                )
                for rung in rules.rungs
            ),
        )
        one, two = map(backward_induction, (game, LadderGame.of(("b", "a"), swapped)))
        assert one is not None
        assert two is not None
        assert {(v[1], v[0], *v[2:]) for v in one.vectors()} == set(two.vectors())


def test_irrational_and_free_quantities() -> None:
    world = World.of_two(Party("a", 1), Party("b", 1), sqrt(3) / 2)
    game = ladder(world, CONFLICT, [RungTerms(F(1, 10), F(1, 2))], moves=3)
    induction = backward_induction(game)
    assert induction is not None
    free = ladder(WORLD, CONFLICT, [RungTerms(parameter("r"), F(1, 2))], moves=3)
    assert any(isinstance(node, Chance) for node in free.nodes)
    with pytest.raises(GameError, match="is no number"):
        backward_induction(ladder(WORLD, CONFLICT, [RungTerms(F(0), parameter("g"))], moves=3))


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        (RungTerms(F(-1, 2), F(0)), "rung 1: risk"),
        (RungTerms(F(3, 2), F(0)), "rung 1: risk"),
        (RungTerms(F(0), F(2)), "rung 1: grab"),
        (RungTerms(F(0), F(0), destruction_fraction=F(-1)), "rung 1: destruction_fraction"),
    ],
)
def test_terms_outside_their_domain_are_refused(terms: RungTerms, message: str) -> None:
    with pytest.raises((GameError, WorldError), match=message):
        ladder(WORLD, CONFLICT, [terms], moves=3)


def test_what_a_ladder_cannot_mean_is_refused() -> None:
    with pytest.raises(GameError, match="advantage of moving first"):
        ladder(WORLD, replace(CONFLICT, advantage=F(1, 10)), [RungTerms(F(0), F(0))], moves=3)
    believer = World.of_two(
        Party("a", 1, beliefs=Beliefs(destruction_fraction=F(1, 2))), Party("b", 1), 0
    )
    with pytest.raises(GameError, match="'a' holds its own belief"):
        ladder(believer, CONFLICT, [RungTerms(F(0), F(0), None, F(1, 3))], moves=3)
    with pytest.raises(GameError, match="at least one rung"):
        ladder(WORLD, CONFLICT, [], moves=3)
    with pytest.raises(LimitError, match="positions"):
        ladder(WORLD, CONFLICT, [RungTerms(F(0), F(0))] * 3000, moves=3000)


def test_a_party_climbs_on_its_own_beliefs() -> None:
    """An optimist about winning sees conflict as worth more than it is."""
    seen = World.of_two(
        Party("a", 1, beliefs=Beliefs(win_probability=F(1))), Party("b", 1), F(-1, 5)
    )
    plain = World.of_two(Party("a", 1), Party("b", 1), F(-1, 5))
    terms = [RungTerms(F(1), F(1, 2))]
    optimist, sober = (ladder(w, CONFLICT, terms, moves=2).ladder.rungs[0] for w in (seen, plain))
    assert optimist.conflict[0] > sober.conflict[0]
    assert optimist.conflict[1] == sober.conflict[1]


def test_names_tell_positions_apart() -> None:
    game = small(5)
    names = [game.name(index) for index in range(len(game.nodes))]
    assert len(set(names)) == len(names)
    for first, second in itertools.pairwise(range(len(game.nodes))):
        assert game.nodes[first : second + 1][0] == game.nodes[first]
