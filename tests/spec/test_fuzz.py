"""Whatever is done to a spec, it loads or is refused with a place; nothing else ever happens."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from games.errors import DetenteError
from games.spec import loads
from games.spec.tree import List, Map, Mark, Text, replace, walk
from games.spec.write import to_yaml
from tests.spec.data import MATRIX, POSTURE, THREE

TEXTS = [POSTURE, MATRIX, THREE, loads(POSTURE).to_json(), loads(MATRIX).to_json()]


def words(text: str) -> list[str]:
    return text.split()


PIECES = words("""
0 1 -1 2/3 0.5 : - [ ] { } , & * ! ? | > # ' " % @ ` null true yes ~ x y red blue seek **9**9
kind matrix posture power angle cosine payoffs contest beliefs direction pi é
""")
PIECES += ["\ufeff", "\x07", "\u2028"]
PIECES += ["\n", "  ", "\t", ": ", "- ", "\0", "60 deg", "levels: 3", "dimension: 1"]
PIECES += ["direction: [1, 0]", "beliefs: {cosine: 2}", "contest: {kind: ratio, decisiveness: 2}"]
PIECES += ["effort: [1, 2]", "interpolation: x1*x2", "losses: [0, 1]"]


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, str]:
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.sampled_from(["", *PIECES])) + text[stop:]
    return text, draw(st.sampled_from(["x.yaml", "x.json", "<stdin>", "x.nfg"]))


VALUES = words("""
0 1 -1 2/3 1e3 5 x sqrt(2) -sqrt(3)/2 nan 1/0 true null 1:3 40% cos(25deg) x/2 2*x pi/3 60deg
181deg red blue row ratio difference
""")
KEYS = words("""
name power direction beliefs angle cosine angles cosines matrix dimension stakes kind source
win_probability contest advantage destruction_probability expected_loss levels resistance grab
interpolation effort losses symmetric payoffs actions seeking value range destruction_odds red
blue row red-blue decisiveness title x
""")
LEAVES = st.sampled_from(VALUES).map(lambda text: Text(Mark("m"), text))
NODES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: List(Mark("m"), tuple(items))),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=2).map(
            lambda entries: Map(Mark("m"), entries, dict.fromkeys(entries, Mark("m")))
        ),
    ),
    max_leaves=4,
)


@st.composite
def grafts(draw: st.DrawFn) -> tuple[str, str]:
    """A spec with one or two of its nodes replaced, or keys added."""
    tree = loads(draw(st.sampled_from(TEXTS))).tree
    for _ in range(draw(st.integers(1, 2))):
        paths = [(path, node) for path, node in walk(tree) if path]
        path, node = draw(st.sampled_from(paths))
        if isinstance(node, Map):
            path = (*path, draw(st.sampled_from(KEYS)))
        tree = replace(tree, path, draw(NODES), Mark("m"))
    return to_yaml(tree), "x.yaml"


UNIT = st.sampled_from(words("0 1 1/2 0.3 sqrt(2)/2 x x^2 1/7 1/8 11/10"))
LISTS = st.lists(UNIT, max_size=3).map(lambda items: f"[{', '.join(items)}]")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[str, str]:
    """A posture spec with every key drawn from values that may or may not fit."""

    def maybe(key: str, values: st.SearchStrategy[str]) -> str:
        return f"{key}: {draw(values)}" if draw(st.booleans()) else ""

    def block(*entries: str) -> str:
        return "{" + ", ".join(filter(None, entries)) + "}"

    beliefs = block(maybe("win_probability", UNIT), maybe("cosine", UNIT))
    parties = [
        block(
            f"name: {name}",
            f"power: {draw(st.sampled_from(words('0 1 3 sqrt(2) x')))}",
            maybe("beliefs", st.just(beliefs)),
        )
        for name in ("red", "blue")
    ]
    alignment = draw(
        st.sampled_from(
            [
                *["{angle: 25 deg}", "{angle: 60 deg}", "{cosine: -1}", "{cosines: {blue-red: x}}"],
                *["{matrix: [[1, x], [x, 1]]}", "{angle: pi/7, dimension: 3}"],
            ]
        )
    )
    conflict = block(
        f"stakes: {draw(UNIT)}",
        f"destruction_odds: {draw(UNIT)}",
        f"destruction_fraction: {draw(UNIT)}",
        draw(
            st.sampled_from(
                [
                    *["win_probability: {red: x}", "win_probability: {blue: 0.3}"],
                    *["contest: {kind: ratio, decisiveness: 2}", "contest: {kind: fixed}"],
                    *["contest: {kind: ratio, decisiveness: 1/2}", "expected_loss: 0.1"],
                ]
            )
        ),
        maybe("advantage", st.sampled_from(["{red: 1/10}", "{blue: -1/3}", "{green: 0}"])),
    )
    game = block(
        "kind: posture",
        maybe("levels", st.sampled_from(["1", "2", "3"])),
        maybe("resistance", UNIT),
        maybe("grab", UNIT),
        maybe("interpolation", st.sampled_from(["overlap", "x1*x2", "max(x1, x2)*x", "[[0]]"])),
        maybe("effort", LISTS) if draw(st.booleans()) else "",
        maybe("losses", LISTS) if draw(st.booleans()) else "",
    )
    text = f"""detente: 1
parameters: {{x: {{value: 1/3}}}}
parties: [{parties[0]}, {parties[1]}]
alignment: {alignment}
conflict: {conflict}
game: {game}
"""
    return text, "x.yaml"


def attempt(text: str, name: str) -> None:
    refusal = None
    try:
        spec = loads(text, name)
    except DetenteError as error:
        refusal = error
    if refusal is not None:
        assert refusal.exit_code == 2
        assert refusal.place.file == name
        assert "\n" not in str(refusal)
        return
    assert loads(spec.to_yaml()).digest == spec.digest
    assert loads(spec.to_json()).digest == spec.digest
    for quantity in spec.quantities():
        assert quantity.holds(quantity.value)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(mutants(), grafts(), worlds()))
def test_mutants(case: tuple[str, str]) -> None:
    attempt(*case)


@pytest.mark.check
@settings(max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(mutants(), grafts(), worlds()))
def test_many_mutants(case: tuple[str, str]) -> None:
    attempt(*case)


@pytest.mark.parametrize("name", ["value", "meaning", "range"])
def test_a_parameter_may_be_named_like_a_key_of_parameters(name: str) -> None:
    """Found by these tests: the name was taken for the key, and nothing was left to look in."""
    text = MATRIX.replace("players:", f"  {name}: {{name: 0}}\nplayers:", 1)
    with pytest.raises(DetenteError, match=f"unknown key `name` in `parameters.{name}`"):
        loads(text, "x.yaml")
