"""Published results on escalation, each tree written out from its source."""

from __future__ import annotations

from fractions import Fraction

import pytest

from games import catalogue
from games.exact import parameter
from games.forms import Chance, Decision, ExtensiveGame, Terminal
from games.forms.extensive import Draft
from solver.dynamic.conditions import conditions
from solver.dynamic.equilibria import EquilibriumGraph
from solver.dynamic.induction import Induction, backward_induction
from solver.nash.zerosum import zero_sum_value

F = Fraction


def solved(game: ExtensiveGame) -> Induction:
    induction = backward_induction(game)
    assert induction is not None
    return induction


def dollar_auction(prize: Fraction, budget: int) -> ExtensiveGame:
    """Two bid in turn in whole units, the higher bid takes the prize, both pay (Shubik 1971)."""
    nodes: dict[str, Draft] = {}

    def name(who: int, own: int, other: int) -> str:
        return f"{'ab'[who]} {own} {other}"

    for other in range(budget + 1):
        for own in range(max(other, 1)):
            for who in (0, 1):
                pays = [F(0), F(0)]
                if other:
                    pays[who], pays[1 - who] = F(-own), prize - other
                end = name(who, own, other) + " end"
                nodes[end] = Terminal(tuple(pays))
                bids = range(other + 1, budget + 1)
                nodes[name(who, own, other)] = Decision(
                    who,
                    ("drop", *(f"bid {bid}" for bid in bids)),
                    (end, *(name(1 - who, other, bid) for bid in bids)),
                )
    reached, stack = set(), ["a 0 0"]
    while stack:
        if (here := stack.pop()) not in reached:
            reached.add(here)
            node = nodes[here]
            stack += node.children if isinstance(node, Decision) else ()
    return ExtensiveGame.from_names(
        ("a", "b"), "a 0 0", {key: nodes[key] for key in nodes if key in reached}
    )


@pytest.mark.parametrize(
    ("stake", "budget"), [(2, 4), (3, 5), (3, 8), (4, 7), (4, 8), (5, 11), (6, 9)]
)
def test_opening_bid_of_the_dollar_auction(stake: int, budget: int) -> None:
    """O'Neill (1986): open with (b - 1) mod (s - 1) + 1 units; the other drops.

    He lets a bidder who gains nothing by bidding drop: so it is for a prize just below s units.
    """
    bid = (budget - 1) % (stake - 1) + 1
    game = dollar_auction(F(stake) - F(1, 10), budget)
    induction = solved(game)
    start = game.nodes[0]
    assert isinstance(start, Decision)
    assert {start.actions[action] for action, _ in induction.supports(0)} == {f"bid {bid}"}
    assert induction.vectors() == ((F(stake) - F(1, 10) - bid, 0),)
    assert EquilibriumGraph(induction).count == 1


def test_with_ties_the_published_bid_is_one_of_several() -> None:
    game = dollar_auction(F(4), 8)
    start = game.nodes[0]
    assert isinstance(start, Decision)
    openings = {start.actions[action] for action, _ in solved(game).supports(0)}
    assert openings == {"drop", "bid 1", "bid 2", "bid 3", "bid 4"}


def test_the_catalogue_holds_the_same_auction() -> None:
    game = catalogue.load("escalation/dollar-auction").realise().game
    assert solved(game).vectors() == solved(dollar_auction(F(39, 10), 8)).vectors()
    assert len(game.nodes) == len(dollar_auction(F(39, 10), 8).nodes)


def test_three_cornered_duel() -> None:
    """Mosteller (1965), problem 20; Kilgour (1975): A hits with 3/10, B always, C with 1/2.

    A's chances: 3/10 by firing in the air, 363/1300 at B, 21/100 at C. The duel of A and C that
    may follow has A winning with 3/13 when C fires first; payoffs are chances to survive.
    """
    duel = (F(3, 13), F(0), F(10, 13))
    nodes: dict[str, Draft] = {
        "A": Decision(0, ("air", "at B", "at C"), ("B", "hits B", "hits C")),
        "hits B": Chance((F(3, 10), F(7, 10)), ("duel", "B")),
        "hits C": Chance((F(3, 10), F(7, 10)), ("B alone", "B")),
        "B alone": Terminal((0, 1, 0)),
        "duel": Terminal(duel),
        "B": Decision(1, ("at A", "at C"), ("C fires", "A fires")),
        "C fires": Chance((F(1, 2), F(1, 2)), ("C wins", "B alone")),
        "A fires": Chance((F(3, 10), F(7, 10)), ("A wins", "B alone")),
        "C wins": Terminal((0, 0, 1)),
        "A wins": Terminal((1, 0, 0)),
    }
    game = ExtensiveGame.from_names(("A", "B", "C"), "A", nodes)
    induction = solved(game)
    assert induction.vectors()[0][0] == F(3, 10)
    start = game.nodes[0]
    assert isinstance(start, Decision)
    pays = {
        action: induction.vectors(child)[0][0]
        for action, child in zip(start.actions, start.children, strict=True)
    }
    assert pays == {"air": F(3, 10), "at B": F(363, 1300), "at C": F(21, 100)}
    assert EquilibriumGraph(induction).count == 1


def test_critical_risk() -> None:
    """Ellsberg (1959): escalate below the risk (win - submit) / (win - disaster)."""
    win, submit, disaster = F(5), F(-1), F(-7)
    risk = parameter("r")
    nodes: dict[str, Draft] = {
        "choice": Decision(0, ("escalate", "submit"), ("luck", "submit")),
        "luck": Chance((risk, 1 - risk), ("disaster", "win")),
        **{
            name: Terminal((value,))
            for name, value in (("win", win), ("submit", submit), ("disaster", disaster))
        },
    }
    game = ExtensiveGame.from_names(("a",), "choice", nodes)
    (gain,) = conditions(game, {"r": F(1, 10)})
    assert gain.polynomial.at({"r": (win - submit) / (win - disaster)}) == 0
    assert gain.polynomial.at({"r": F(49, 100)}) > 0 > gain.polynomial.at({"r": F(51, 100)})


def cuban_brinkmanship(hard: object, war: object) -> ExtensiveGame:
    """Dixit and Skeath, Games of Strategy, chapter 14; payoffs (United States, Soviet Union)."""
    nodes: dict[str, Draft] = {
        "US": Decision(0, ("threaten", "no threat"), ("type", "calm")),
        "calm": Terminal((-2, 2)),
        "type": Chance((hard, 1 - hard), ("hard", "soft")),  # type: ignore[operator]
    }
    for kind, loss, retreat in (("hard", -4, -8), ("soft", -8, -4)):
        nodes[kind] = Decision(1, ("defy", "retreat"), (f"{kind} risk", f"{kind} retreats"))
        nodes[f"{kind} risk"] = Chance(
            (war, 1 - war),  # type: ignore[operator]
            (f"{kind} war", f"{kind} free"),
        )
        nodes[f"{kind} retreats"] = Terminal((1, retreat))
        nodes[f"{kind} war"] = Terminal((-10, loss))
        nodes[f"{kind} free"] = Terminal((-2, 2))
    return ExtensiveGame.from_names(("US", "USSR"), "US", nodes)


def test_brinkmanship_over_cuba() -> None:
    """A sure threat pays iff p < 3/11; the soft retreat iff q >= 3/5; q at most 3(1-p)/(8p)."""
    game = cuban_brinkmanship(parameter("p"), parameter("q"))
    found = {
        each.meaning.split(",")[0]: each.polynomial
        for each in conditions(game, {"p": F(1, 5), "q": F(7, 10)})
    }
    assert found["at soft"].at({"q": F(3, 5)}) == 0
    threat = found["at US"]
    for p in (F(1, 4), F(3, 11), F(3, 10)):
        assert threat.at({"p": p, "q": 3 * (1 - p) / (8 * p)}) == 0
    assert threat.at({"p": F(3, 11), "q": F(1)}) == 0
    assert threat.at({"p": F(1, 4), "q": F(1)}) > 0
    for p, q, threatens in (
        (F(1, 5), F(1), True),
        (F(3, 10), F(1), False),
        (F(3, 10), F(7, 10), True),
        (F(4, 10), F(7, 10), False),
        (F(1, 5), F(1, 2), False),
    ):
        fixed = cuban_brinkmanship(p, q)
        actions = {action for action, _ in solved(fixed).supports(0)}
        assert (actions == {0}) == threatens, (p, q)


@pytest.mark.parametrize("steps", [9, 10, 15])
def test_noisy_duel(steps: int) -> None:
    """Dresher (1961), Karlin (1959): one bullet each, accuracy t, each shot heard.

    A miss is answered by a sure hit, so to fire at t is worth 2t - 1. In the limit both fire at
    1/2; on a grid on which they may fire in turn, as soon as the accuracies now and at the next
    turn add up to one.
    """
    times = [F(k, steps) for k in range(1, steps + 1)]
    nodes: dict[str, Draft] = {"nobody": Terminal((0, 0))}
    for k, t in enumerate(times):
        who = k % 2
        after = f"turn {k + 1}" if k + 1 < steps else "nobody"
        nodes[f"turn {k}"] = Decision(who, ("fire", "wait"), (f"shot {k}", after))
        nodes[f"shot {k}"] = Chance((t, 1 - t), (f"hit {k}", f"miss {k}"))
        won = (1, -1) if who == 0 else (-1, 1)
        nodes[f"hit {k}"] = Terminal(won)
        nodes[f"miss {k}"] = Terminal((-won[0], -won[1]))
    game = ExtensiveGame.from_names(("a", "b"), "turn 0", nodes)
    induction = solved(game)
    optimal = {
        game.name(node): {at.actions[a] for a, _ in induction.supports(node)}
        for node, at in game.decisions()
    }
    for k in range(steps - 1):
        total = times[k] + times[k + 1]
        wanted = {"fire", "wait"} if total == 1 else {"fire"} if total > 1 else {"wait"}
        assert optimal[f"turn {k}"] == wanted, k
    first = next(k for k in range(steps) if "fire" in optimal[f"turn {k}"])
    assert abs(times[first] - F(1, 2)) <= F(1, steps)


def silent(x: F, y: F) -> F:
    """What the first of two silent shooters expects who fire at times x and y, accuracy t at t."""
    if x == y:
        return F(0)
    return x - y + x * y if x < y else x - y - x * y


def test_silent_duel() -> None:
    """Dresher (1961), Karlin (1959): value 0; fire with density 1/(4 t^3) on [1/3, 1].

    Against it a rival that fires at s gets 0 for s >= 1/3 and (3s - 1)/2 before. On a grid of
    width w each probability of a cell sits at its end: off by at most the mass 27/4 w of a cell
    that meets s, where the payoff jumps by at most 2, and 2w elsewhere.
    """
    few = [F(k, 16) for k in range(1, 17)]
    assert zero_sum_value([[silent(x, y) for y in few] for x in few]).value == 0
    size = 240
    times = [F(k, size) for k in range(1, size + 1)]

    def reached(t: F) -> F:
        return max(F(0), (9 - 1 / t**2) / 8)

    weights = [reached(t) - (reached(t - F(1, size)) if t > F(1, size) else 0) for t in times]
    assert sum(weights) == 1
    for rival in times[::12]:
        pay = sum((w * silent(rival, t) for w, t in zip(weights, times, strict=True)), F(0))
        published = F(0) if rival >= F(1, 3) else (3 * rival - 1) / 2
        assert abs(pay - published) <= (F(27, 2) + 2) / size, rival


@pytest.mark.parametrize(("p", "cost"), [(F(1, 2), F(1, 10)), (F(2, 5), F(1, 5))])
def test_a_demand_at_the_risk_of_war(p: F, cost: F) -> None:
    """Fearon (1995): against an unknown cost, uniform on [0, c], demand p + (c - c_A)/2.

    War follows with probability (c - c_A)/(2c). The grid of costs lies between that of demands, so
    that its accepting part is that of the continuum.
    """
    most, parts = F(1, 2), 40
    kinds = [most * F(2 * k + 1, 2 * parts) for k in range(parts)]
    demands = [most * F(j, parts) for j in range(parts + 1)]
    nodes: dict[str, Draft] = {
        "A": Decision(
            0,
            tuple(f"p + {extra}" for extra in demands),
            tuple(f"asked {j}" for j in range(len(demands))),
        )
    }
    odds = (F(1, parts),) * parts
    for j, extra in enumerate(demands):
        nodes[f"asked {j}"] = Chance(odds, tuple(f"B {j} {k}" for k in range(parts)))
        for k, own in enumerate(kinds):
            ends = (f"deal {j} {k}", f"war {j} {k}")
            nodes[f"B {j} {k}"] = Decision(1, ("accept", "fight"), ends)
            nodes[ends[0]] = Terminal((p + extra, 1 - p - extra), (0,))
            nodes[ends[1]] = Terminal((p - cost, 1 - p - own), (1,))
    game = ExtensiveGame.from_names(("A", "B"), "A", nodes, measures=("war",))
    induction = solved(game)
    ((action, _),) = induction.supports(0)
    assert demands[action] == (most - cost) / 2
    assert induction.vectors()[0][2] == (most - cost) / (2 * most)
