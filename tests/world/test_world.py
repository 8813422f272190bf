from fractions import Fraction as F

import pytest

from games.errors import NumberError, WorldError
from games.world import Party, World


def two(c, m1=F(2), m2=F(3), **rest):
    return World.of_two(Party("red", m1), Party("blue", m2), c, **rest)


def test_two_party_payoffs():
    world = two(F(1, 2))
    assert world.shares == (F(2, 5), F(3, 5))
    assert world.share_payoffs == (F(2, 5) + F(3, 10), F(3, 5) + F(1, 5))
    assert sum(world.share_payoffs) == 1 + F(1, 2)
    assert world.payoffs == tuple(5 * v for v in world.share_payoffs)
    assert (world.rank, world.dimension) == (2, 2)


def test_payoff_can_be_negative():
    assert two(F(-1), F(1), F(3)).share_payoffs == (F(-1, 2), F(1, 2))


def test_directions_any_length_are_the_same_world():
    world = World((Party("a", 1, (F(3), F(4))), Party("b", 2, (F(0), F(7)))))
    assert world.alignment[0][1] == F(4, 5)
    assert world.directions == ((F(3, 5), F(4, 5)), (F(0), F(1)))
    assert world.outcome == (F(3, 5), F(14, 5))
    assert world.dimension == 2


def test_outcome_gives_the_payoffs():
    arrows = ((0, 1), (F(4, 5), F(3, 5)), (F(-4, 5), F(3, 5)))
    parties = tuple(Party(n, m, u) for n, m, u in zip("abc", (1, 2, 4), arrows, strict=True))
    world = World(parties)
    W = world.outcome
    assert (F(-8, 5), 1 + F(18, 5)) == W
    for u, v in zip(arrows, world.payoffs, strict=True):
        assert u[0] * W[0] + u[1] * W[1] == v


def test_balance_alignment():
    world = two(F(-1, 3))
    assert world.balance_alignment("red") == F(-1, 3)
    others = ((0, 1), (F(4, 5), F(3, 5)), (F(-4, 5), F(3, 5)))
    three = World(tuple(Party(n, 1, u) for n, u in zip("abc", others, strict=True)))
    assert three.balance_alignment("a") == 1  # the others' arrow is (0, 6/5)
    opposed = World((Party("a", 1, (0, 1)), Party("b", 1, (1, 0)), Party("c", 1, (-1, 0))))
    assert opposed.balance_alignment("a") is None
    assert two(F(1, 2), m2=F(0)).balance_alignment("red") is None


def test_coordinates_reproduce_the_matrix():
    c = F(3, 5)
    world = two(c)
    (a, b), (x, y) = world.directions
    assert a * x + b * y == c
    assert x * x + y * y == 1


def test_rank_and_dimension():
    assert two(F(1)).rank == 1
    assert two(F(1)).dimension == 2
    assert two(F(1, 2), dimension=5).dimension == 5
    with pytest.raises(WorldError, match="need 2 dimensions; got 1"):
        two(F(1, 2), dimension=1)


def three(ab, ac, bc):
    parties = [Party(n, 1) for n in ("ann", "bob", "cyd")]
    return World.from_cosines(parties, {("ann", "bob"): ab, ("cyd", "ann"): ac, ("bob", "cyd"): bc})


def test_three_parties_pairwise_opposed_are_refused():
    with pytest.raises(WorldError, match="ann, bob, cyd is -4") as info:
        three(F(-1), F(-1), F(-1))
    assert "more than 360 deg" in str(info.value)
    assert three(F(-1, 2), F(-1, 2), F(-1, 2)).rank == 2


@pytest.mark.parametrize(
    ("cosines", "wide"),
    [
        ((F(0), F(9, 10), F(9, 10)), "ann-bob"),
        ((F(9, 10), F(0), F(9, 10)), "ann-cyd"),
        ((F(9, 10), F(9, 10), F(0)), "bob-cyd"),
    ],
)
def test_triangle_inequality_of_angles_is_named(cosines, wide):
    with pytest.raises(WorldError, match=f"the angle {wide} is wider than"):
        three(*cosines)


def test_a_violation_among_four_names_only_those_who_make_it():
    names = ("a", "b", "c", "d")
    c = F(-1, 2)
    matrix = [[F(1), c, c, 0], [c, F(1), c, 0], [c, c, F(1), F(9, 10)], [0, 0, F(9, 10), F(1)]]
    with pytest.raises(WorldError, match="no directions of") as info:
        World(tuple(Party(n, 1) for n in names), tuple(map(tuple, matrix)))
    assert "principal minor" in str(info.value)


def test_four_parties_all_repelling():
    c = F(-2, 5)  # four unit vectors cannot all be more opposed than -1/3; any three can
    matrix = tuple(tuple(F(1) if i == j else c for j in range(4)) for i in range(4))
    with pytest.raises(WorldError, match="every smaller group of them would be possible"):
        World(tuple(Party(n, 1) for n in "abcd"), matrix)
    c = F(-1, 3)
    matrix = tuple(tuple(F(1) if i == j else c for j in range(4)) for i in range(4))
    assert World(tuple(Party(n, 1) for n in "abcd"), matrix).rank == 3


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Party("a", -1), "power of 'a' must be >= 0; got -1"),
        (lambda: two(F(1, 2), F(0), F(0)), "every party has power 0"),
        (lambda: two(F(3, 2)), "cosine must be in"),
        (lambda: Party("a", 1, (0, 0)), "zero vector"),
        (lambda: World((Party("a", 1),)), "at least two"),
        (lambda: two(F(1), F(1), F(1)) and World((Party("a", 1), Party("a", 1))), "twice"),
        (lambda: World((Party("a", 1), Party("b", 1))), "alignment: missing"),
        (
            lambda: World((Party("a", 1, (1, 0)), Party("b", 1))),
            "direction of 'b' is missing",
        ),
        (
            lambda: World((Party("a", 1, (1, 0)), Party("b", 1, (1, 0, 0)))),
            "one common number",
        ),
        (
            lambda: World((Party("a", 1), Party("b", 1)), ((1, F(1, 2)), (0, 1))),
            "must be symmetric",
        ),
        (
            lambda: World((Party("a", 1), Party("b", 1)), ((2, 0), (0, 1))),
            "with itself must be 1",
        ),
        (lambda: World((Party("a", 1), Party("b", 1)), ((1, 0),)), "need a 2x2 matrix"),
        (lambda: World.from_cosines([Party(n, 1) for n in "abc"], {("a", "b"): 0}), "missing"),
        (lambda: World.from_cosines([Party(n, 1) for n in "ab"], {("a", "x"): 0}), "no party"),
    ],
)
def test_refusals(make, words):
    with pytest.raises(WorldError, match=words):
        make()


def test_floats_are_refused_with_the_way_out():
    with pytest.raises(NumberError, match="binary float"):
        Party("a", 0.5)
