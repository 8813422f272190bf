"""The model's closed forms, typed here by hand, against what the code derives; and random games."""

from __future__ import annotations

import json
import random
from fractions import Fraction as F
from functools import cache
from importlib import import_module

import pytest

from games import catalogue
from games.exact import RationalFunction, parameter, parse
from games.forms.repeated import stage_equilibria
from games.spec import loads
from games.world import Conflict, Party, World
from games.world.decision import critical_risk, decision
from solver import solve
from solver.regimes.derive import DERIVERS, bargaining, convergence, discount, escalation, posture
from solver.regimes.derive.letters import on_letters, spec_letters
from solver.repeated.reversion import critical_discount

SPEC = """
detente: 1
parties: [{{name: red, power: {s}}}, {{name: blue, power: {t}}}]
alignment: {{cosine: {c}}}
conflict: {{stakes: {k}, win_probability: {{red: {p}}}, expected_loss: {d}}}
game: {{kind: posture, resistance: {rho}{grab}}}
"""

LETTERS = {x: parameter(x) for x in ("c", "d", "k", "p", "s", "rho", "gamma", "pi", "delta")}
V1, V2 = "(s + (1 - s)*c)", "(1 - s + s*c)"
SHIFT = "k*(p - s)*(1 - c)"
C1, C2 = f"(1 - d)*({V1} + {SHIFT})", f"(1 - d)*({V2} - {SHIFT})"
#: [party][against hold, against seek], from the four payoffs of the posture game.
GAINS = [
    (
        f"(1 - rho)*({V1} + gamma*(1 - s)*(1 - c)) + rho*({C1}) - {V1}",
        f"{C1} - ((1 - rho)*({V1} - gamma*s*(1 - c)) + rho*({C1}))",
    ),
    (
        f"(1 - rho)*({V2} + gamma*s*(1 - c)) + rho*({C2}) - {V2}",
        f"{C2} - ((1 - rho)*({V2} - gamma*(1 - s)*(1 - c)) + rho*({C2}))",
    ),
]


def spec_at(grab=True, **values):
    values = {"s": F(2, 5), "c": F(1, 3), "k": F(1, 2), "p": F(11, 20), "d": F(1, 5), **values}
    values = {"rho": F(3, 4), "gamma": F(1, 4), **values}
    extra = f", grab: {values['gamma']}" if grab else ""
    return loads(SPEC.format(t=1 - values["s"], grab=extra, **values))


@cache
def everything(grab):
    return posture.derive(spec_at(grab))


def draw_values(draw):
    def part(low=0):
        return draw.choice([F(low), F(1), F(1, 2), *(F(draw.randint(low * 12, 12), 12),) * 4])

    values = {x: part(-1 if x == "c" else 0) for x in ("c", "d", "k", "p", "rho", "gamma")}
    return {**values, "s": F(draw.randint(1, 11), 12)}


def at(f, values):
    return f.at(values) if isinstance(f, RationalFunction) else f


def test_the_four_gains_come_from_the_payoffs():
    asked = posture.questions(spec_at())
    typed = [parse(text, LETTERS) for pair in GAINS for text in pair]
    assert [item.function for item in asked] == typed
    following = posture.questions(spec_at(grab=False))
    assert [item.function for item in following] == [f.at({"gamma": LETTERS["k"]}) for f in typed]


@pytest.mark.parametrize("grab", [True, False])
def test_each_gain_turns_where_the_threshold_says(grab):
    """On random games the gain has the sign that the case and the value foretell."""
    draw = random.Random(29)
    derived = [t for t in everything(grab) if hasattr(t, "cases")]
    compared = set()
    for _ in range(25):
        values = draw_values(draw)
        if not grab:
            del values["gamma"]
        for number, t in enumerate(derived):
            low, high = (F(-1), F(1)) if t.letter == "c" else (F(0), F(1))
            for index, case in enumerate(t.cases):
                if not all(c.holds(at(c.polynomial, values)) for c in case.conditions):
                    continue
                compared.add((number, case.side))
                for x in (low, (low + high) / 3, values[t.letter], F(5, 8), high):
                    gains = at(t.function, {**values, t.letter: x}) > 0
                    if case.side in ("below", "above"):
                        root = at(t.value, values)
                        assert gains == (x < root if case.side == "below" else x > root)
                    elif case.side == "sign":
                        assert gains == (at(case.decides, values) > 0)
                    elif low < x < high:
                        assert gains == (case.side == "always"), (t.question, t.letter, index)
    assert len(compared) > len(derived)


def test_formulas_of_the_posture_game_read_back():
    for t in everything(True):
        if hasattr(t, "cases"):
            known = {a.letter: a.value for a in t.names}
            assert parse(t.text, {**LETTERS, **known}) == t.value


def test_profiles_and_dominance_against_the_solver():
    draw = random.Random(41)
    words = {"hold-strict": "holding", "seek-strict": "seeking"}
    for _ in range(25):
        spec = spec_at(**draw_values(draw))
        solution = solve(spec)
        pure = {
            tuple(weights.index(1) for weights in item.strategies)
            for item in solution.equilibria.extreme
            if all(max(weights) == 1 for weights in item.strategies)
        }
        forms = {form.name: form.here[0][1] for form in posture.profiles(spec)}
        for i, own in enumerate(("hold", "seek")):
            for j, other in enumerate(("hold", "seek")):
                said = forms[f"({own}, {other}) is an equilibrium"]
                assert said == ("yes" if (i, j) in pure else "no")
        for party in solution.verdict.parties:
            for kind, action in words.items():
                said = forms[f"{action} is strictly dominant for {party.name}"]
                assert said == ("yes" if party.dominance == kind else "no")


def test_beliefs_have_letters_of_their_own():
    text = SPEC.format(s=2, t=3, c=0, k="1/2", p="1/2", d="1/5", rho="1/2", grab="")
    text = text.replace("power: 2", "power: 2, beliefs: {win_probability: 9/10}")
    first, _, third, _ = posture.questions(loads(text))
    assert "p_1" in first.function.names
    assert "p" not in first.function.names
    assert "p" in third.function.names


def test_critical_risk():
    pi = escalation.threshold("pi")
    expected = f"gamma*(1 - c)/({V1} + gamma*(1 - s)*(1 - c) - {C1})"
    assert pi.value == parse(expected, LETTERS)
    draw = random.Random(8)
    for _ in range(60):
        x = draw_values(draw)
        world = World((Party("a", x["s"]), Party("b", 1 - x["s"])), [[1, x["c"]], [x["c"], 1]])
        conflict = Conflict(
            stakes=x["k"],
            win_probability=x["p"],
            destruction_probability=x["d"],
            destruction_fraction=F(1),
        )
        known = critical_risk(decision(world, conflict, "a"), x["gamma"])
        (item,) = escalation.derive_here(world, conflict, x["gamma"], ("a",))
        if known is None:
            # Any risk is acceptable, or nothing is to be taken and all is equal.
            assert item.side in ("always", "never", "above")
            assert at(pi.function, {**x, "pi": F(1)}) >= 0
        else:
            assert item.value == known


def test_bargaining():
    x = bargaining.questions()
    names = {s.letter: parameter(s.letter) for asked in x.values() for s in asked.symbols}
    first = "(1 - d_1)*(s + (1 - s)*c + k*(p_1 - s)*(1 - c))"
    second = "(1 - d_2)*(1 - s + s*c + k*(p_2 - 1 + s)*(1 - c))"
    low = parse(f"({first} - s - (1 - s)*c)/(1 - c)", names)
    high = parse(f"(1 - s + s*c - {second})/(1 - c)", names)
    assert bargaining.threshold("first", "t").value == low
    assert bargaining.threshold("second", "t").value == high
    assert x["empty"].function == parse(f"{first} + {second} - 1 - c", names)
    common = {"p_1": names["p"], "p_2": 1 - names["p"], "d_1": names["d"], "d_2": names["d"]}
    assert (high - low).at(common) == parse("d*(1 + c)/(1 - c)", names)


def test_preventive_conflict():
    """Party 2 fights now iff C_2(p) > (1-delta) + delta (1 + c - C_1(p')), where C_1(p') >= c."""
    asked = bargaining.questions()["prevent"]
    names = {s.letter: parameter(s.letter) for s in asked.symbols}
    later = C1.replace("(p - s)", "(p_3 - s)")
    typed = parse(f"{C2} - (1 - delta) - delta*(1 + c - {later})", names)
    assert asked.function == typed
    assert bargaining.threshold("prevent", "delta").value == parse(
        f"(1 - {C2})/({later} - c)", names
    )


def test_deals_under_optimism():
    spec = spec_at(c=F(0), d=F(1, 10))
    base = {form.name: form.here[0][1] for form in bargaining.derive(spec) if hasattr(form, "name")}
    assert base["no transfer satisfies both"] == "not empty"
    assert base["width of the range under common beliefs"] == F(1, 10)
    text = SPEC.format(s=2, t=3, c=0, k=1, p="1/2", d="1/10", rho=1, grab="")
    text = text.replace("power: 2", "power: 2, beliefs: {win_probability: 9/10}")
    hopeful = bargaining.derive(loads(text), "transfer")
    assert [f.here[0][1] for f in hopeful if getattr(f, "name", "").startswith("no")] == ["empty"]


def test_discount_against_reversion():
    draw = random.Random(12)
    derived = None
    seen = set()
    for _ in range(40):
        values = draw_values(draw)
        spec = spec_at(**values)
        if derived is None:
            derived = [t for t in discount.derive(spec) if hasattr(t, "cases")]
        game = spec.realise().game
        if not stage_equilibria(game):
            continue
        known = critical_discount(game, (0, 0))
        for row in known.parties:
            own, rival = row.equilibrium if row.player == 0 else row.equilibrium[::-1]
            if row.case != "interior" or (own, rival) not in {(1, 1), (0, 1)}:
                continue
            t = derived[2 * row.player + ((own, rival) == (0, 1))]
            assert at(t.value, values) == row.value
            seen.add((own, rival))
    assert seen == {(1, 1), (0, 1)}


def test_a_repeated_game_is_judged_at_its_own_discount_factors():
    unequal = catalogue.load("post/board-2023-repeated").with_values(
        {"discount.board": "9/10", "discount.chief": "4/5"}
    )
    found = [t for t in discount.derive(unequal) if hasattr(t, "cases")]
    assert {str(t.here[0].current) for t in found} == {"9/10", "4/5"}
    for t in found:
        here = t.here[0]
        if here.side in ("above", "below"):
            assert here.positive == ((here.current > here.value) == (here.side == "above"))


def test_the_trap_of_full_resistance():
    """With resistance 1 temptation is punishment: where peace must be kept, no patience helps."""
    spec = spec_at(s=F(7, 10), c=F(-1, 2), p=F(3, 10), k=F(1, 10), d=F(1, 5), rho=F(1))
    critical = discount.derive(spec)[-1]
    assert critical.here == (("both", "none below 1"),)


def test_most_directions():
    typed = parse("(1 - d)*k*(p - s) - d*s", LETTERS)
    assert convergence.question().function == typed
    assert convergence.threshold("k").value == parse("d*s/((1 - d)*(p - s))", LETTERS)


def test_the_index_in_symbols_is_the_index_in_numbers():
    import sympy

    from games.world.convergence import convergence_index

    index = convergence.index_expression()
    spec = catalogue.load("post/board-2023")
    real = spec.realise()
    choice = decision(real.world, real.conflict, "chief")
    symbols = {"d": choice.expected_loss, "k": choice.stakes, "p": choice.win_probability}
    symbols |= {"s": choice.share}
    for n in (2, 3, 4, 7):
        values = {sympy.Symbol(x): sympy.Rational(str(v)) for x, v in symbols.items()}
        value = index.subs(values).subs(sympy.Symbol("n"), n)
        known = convergence_index(choice, n)
        assert float(known.low) - 1e-12 <= float(value.evalf(20)) <= float(known.high) + 1e-12


def test_every_module_of_the_table_runs_on_the_posts():
    from solver.regimes.derive import derive

    spec = catalogue.load("post/right")
    found = derive(spec)
    expected = {
        topic
        for topic, deriver in DERIVERS.items()
        if not deriver.on_request and import_module(deriver.module).refusal(spec) is None
    }
    assert {t.topic for t in found.thresholds} == expected
    assert expected >= {
        "decision",
        "posture",
        "escalation",
        "discount",
        "bargaining",
        "convergence",
    }
    assert found.status == "complete"
    assert json.loads(json.dumps(found.envelope()))["forms"]


def test_letters_of_a_spec():
    assert {s.letter for s in spec_letters(catalogue.load("post/left")).values()} == set(
        "cdkps"
    ) | {"rho"}
    real = on_letters(spec_at(), spec_letters(spec_at()))
    assert real.tables.payoffs[0][0][0] == parse(V1, LETTERS)


def test_indices_beside_the_share_that_seeks():
    """Shares of directions with V > 0, and with seeking in every and some equilibrium."""
    found = {form.name: dict(form.here) for form in derived_forms("post/board-2023")}
    avoid = found["share of directions that avoid destruction"]
    assert (avoid["board, n = 3"], avoid["chief, n = 3"]) == (F(5, 6), 1)
    assert avoid["board, n = 2"] == "between 0.732279 and 0.732280"
    seek = found["share of directions with seeking in every, and in some, equilibrium"]
    assert seek["board, n = 3"] == "every: 199/394; some: 107/172"
    one = found["share of directions that seek"]["chief, n = 2"]
    low, high = (F(word) for word in one.split()[1::2])
    assert low < high == low + F(1, 10**6)


def derived_forms(label):
    return convergence.derive(catalogue.load(label), "dimension")


def test_the_share_that_seeks_in_equilibrium_against_drawn_directions():
    """Directions on the sphere drawn at random, the game solved at each."""
    spec = catalogue.load("post/board-2023")
    draw = random.Random(3)
    counts = {"every": 0, "some": 0}
    games = 400
    for _ in range(games):
        # In three dimensions the cosine is uniform (Archimedes).
        at_cosine = spec.realise({"angle": F(draw.randint(-(10**6), 10**6), 10**6)})
        (board, _) = solve(at_cosine.game).verdict.parties
        counts["every"] += board.seeks == "every"
        counts["some"] += board.seeks in ("every", "some")
    assert abs(F(counts["every"], games) - F(199, 394)) < F(8, 100)
    assert abs(F(counts["some"], games) - F(107, 172)) < F(8, 100)
    shown = dict(derived_forms("post/left")[2].here)
    assert shown["red, n = 2"].endswith("some: 1")


def test_avoidance_in_symbols_is_avoidance_in_numbers():
    import sympy

    from games.world.convergence import avoidance_index

    real = catalogue.load("post/left").realise()
    choice = decision(real.world, real.conflict, "red")
    for n in (2, 3, 6):
        values = {"s": sympy.Rational(2, 5), "n": n}
        value = float(convergence.avoidance_expression().subs(values).evalf(20))
        known = avoidance_index(choice, n)
        assert float(known.low) - 1e-12 <= value <= float(known.high) + 1e-12


def test_levels_of_a_posture_game_against_its_own_payoffs():
    """Each gain changes sign at the threshold that is given, seen in games realised beside it."""
    from solver.regimes.derive import levels

    text = SPEC.format(
        s=2, t=3, c="-1/4", k="3/5", p="4/13", d="1/4", rho="1/3", grab=", levels: 2"
    )
    spec = loads(text)
    found = [t for name in ("cosine", "expected_loss") for t in levels.derive(spec, name)]
    assert len({t.question for t in found}) == 18
    names = {name: k for k, name in enumerate(spec.realise().game.actions[0])}
    compared = 0
    for t in found:
        (here,) = t.here
        if here.value is None or here.side in ("always", "never"):
            continue
        words = t.question.split(" ")
        pair = t.question.split(" prefers ")[1].split(" where ")[0].split(" to ")
        high, low, other = names[pair[0]], names[pair[1]], names[t.question.split(" plays ")[1]]
        player = 0 if words[0] == "red" else 1
        for x, positive in (
            (here.value - F(1, 10**6), here.side == "below"),
            (here.value + F(1, 10**6), here.side == "above"),
        ):
            table = spec.realise({t.parameter: x}).game.payoffs[player]
            pay = [table[a][other] if player == 0 else table[other][a] for a in (high, low)]
            assert (pay[0] > pay[1]) == positive, (t.question, t.letter)
            compared += 1
    assert compared > 20
    assert "with one level" in levels.refusal(catalogue.load("post/left"))
