"""Certificate files: what is written is read, what was changed is noticed, nothing crashes."""

from __future__ import annotations

import json

import jsonschema
import pytest

from games import catalogue
from games.errors import DetenteError, LimitError
from games.spec import loads
from solver import solve
from solver.label import digest
from solver.report.schemas import output_schema
from solver.solution import Certificate, Unproved
from solver.solve.proofs import proofs
from solver.verify import file as files
from solver.verify.file import CertificateError, CertificateFile, read, verify


def certified(spec, most=10_000):
    shown = proofs(solve(spec), most)
    return CertificateFile(
        spec,
        tuple(item for item in shown if isinstance(item, Certificate)),
        tuple(item for item in shown if isinstance(item, Unproved)),
    )


@pytest.fixture(scope="module")
def left():
    return certified(catalogue.load("post/left"))


def redigested(document):
    """The document with every digest made anew, so that only the mathematics can refuse it."""
    for item in document["claims"]:
        item["digest"] = digest({key: item[key] for key in ("claim", "game", "witnesses")})
    document["digest"] = digest({k: v for k, v in document.items() if k != "digest"})
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    "label",
    [
        "post/left",
        "post/board-2023",
        "classic/chicken",
        "examples/all-zero",
        "literature/quint1997/coordination-five",
        "literature/vonstengel2007/degenerate",
    ],
)
def test_what_is_written_is_read_and_holds(label):
    file = certified(catalogue.load(label))
    text = file.to_json()
    jsonschema.validate(json.loads(text), output_schema("certificate"))
    again = read(text.encode(), "x")
    assert again.to_json() == text
    assert again.spec.digest == file.spec.digest
    found = verify(again, catalogue.load(label))
    assert found.valid
    claims = [claim for claim, _ in found.claims]
    assert claims[:3] == ["equilibria", "completeness", "dominance"]
    assert ("thresholds" in claims) == (file.spec.kind == "posture")
    assert not found.unbuilt


def test_every_answer_about_the_catalogue_is_certified_and_tied_to_its_spec():
    """By the default question of each form; other forms come with their own claims."""
    claims = set()
    for label in catalogue.labels():
        spec = catalogue.load(label)
        if spec.kind == "history":
            continue
        shown = solve(spec).proofs()
        file = CertificateFile(spec, tuple(c for c in shown if isinstance(c, Certificate)))
        assert file.certificates, label
        found = verify(read(file.to_json().encode(), "x"), spec)
        assert found.valid, (label, found)
        assert not found.unbuilt, (label, found.unbuilt)
        claims |= {claim for claim, _ in found.claims}
    assert {"equilibria", "completeness", "dominance", "subgame_perfect"} <= claims


def test_a_game_with_hidden_moves_is_not_one_in_which_all_is_seen():
    """A claim about a tree without information sets is none about the same tree with them."""
    from games.forms.extensive import Decision, ExtensiveGame, Terminal
    from solver.verify.rebuild import differences, extensive

    ends = [Terminal((x, y)) for x, y in ((1, -1), (-1, 1), (-1, 1), (1, -1))]
    open_, closed = (
        ExtensiveGame(
            ("a", "b"),
            (
                Decision(0, ("h", "t"), (1, 2)),
                Decision(1, ("h", "t"), (3, 4), name),
                Decision(1, ("h", "t"), (5, 6), name),
                *ends,
            ),
        )
        for name in ("", "blind")
    )
    assert differences(extensive(open_), extensive(open_)) == []
    assert differences(extensive(open_), extensive(closed)) == [
        "the nodes are not those of the game of the spec"
    ]


@pytest.mark.parametrize("angle", ["25 deg", "1 rad"])
def test_irrational_payoffs_are_proved_complete_too(angle):
    file = certified(catalogue.load("post/left").with_values({"angle": angle}))
    assert not file.unproved
    found = verify(read(file.to_json().encode(), "x"))
    assert found.valid
    assert not verify(file, catalogue.load("post/left")).valid


def test_what_is_not_proved_is_said():
    file = certified(catalogue.load("classic/chicken"), most=3)
    (item,) = file.unproved
    assert (item.claim, item.standing) == ("completeness", "cross-checked")
    assert "more than 3 bases" in item.reason
    assert item.checks == ("the indices of the components sum to +1",)
    assert verify(read(file.to_json().encode(), "x")).valid


def test_three_players_are_not_claimed_complete():
    zero = [[[0, 0], [0, 0]], [[0, 0], [0, 0]]]
    players = [{"name": name, "actions": ["l", "r"]} for name in "abc"]
    payoffs = dict.fromkeys("abc", zero)
    game = {"detente": 1, "players": players, "game": {"kind": "matrix", "payoffs": payoffs}}
    file = certified(loads(json.dumps(game)))
    assert [item.standing for item in file.unproved] == ["not complete"]
    assert verify(file).valid


def test_another_game_beside_a_true_claim_is_refused(left):
    """A certificate of another game holds of that game, and not of the spec."""
    document = left.document()
    other = certified(catalogue.load("post/right")).document()
    document["claims"] = other["claims"]
    found = verify(read(redigested(json.loads(json.dumps(document))), "x"))
    assert not found.valid
    for _, claim in found.claims:
        assert not claim.valid
        assert "are not those of the game of the spec" in claim.reasons[0]


def test_another_spec_before_true_claims_is_refused(left):
    document = json.loads(left.to_json())
    document["spec"]["document"]["conflict"]["stakes"] = "1/3"
    found = verify(read(redigested(document), "x"))
    assert not found.valid
    assert "the spec was changed" in found.reasons[0]
    assert all("not those of the game" in claim.reasons[0] for _, claim in found.claims)
    assert len(found.claims) == 4


def test_a_change_without_a_new_digest_is_noticed(left):
    document = json.loads(left.to_json())
    document["detente"] = "9.9"
    found = verify(read(json.dumps(document).encode(), "x"))
    assert not found.valid
    assert found.reasons == ("the file was changed: it does not have the digest that it states",)


def test_a_number_may_be_written_in_another_way(left):
    """2/4 is 1/2: numbers of the game are compared by value."""
    document = json.loads(certified(catalogue.load("classic/chicken")).to_json())
    for item in document["claims"]:
        item["game"]["payoffs"][0][0][0] = "6/2"
    assert verify(read(redigested(document), "x")).valid


def planted(change):
    def make(left):
        document = json.loads(left.to_json())
        change(document)
        return json.dumps(document).encode()

    return make


UNREADABLE = {
    "empty": (lambda left: b" \n", "empty"),
    "no text": (lambda left: b"\xff\xfe\x00", "UTF-8"),
    "no JSON": (lambda left: b"detente: 1\n", "not JSON"),
    "truncated": (lambda left: left.to_json().encode()[:-700], "cut off"),
    "truncated within a text": (lambda left: left.to_json().encode()[:100], "cut off"),
    "a list": (lambda left: b"[]", "must be an object; found a list"),
    "deep": (lambda left: b"[" * 100_000, "nested too deep"),
    "twice": (lambda left: b'{"schema": 1, "schema": 2}', "twice"),
    "NaN": (lambda left: b'{"schema": NaN}', "NaN"),
    "half a pair": (lambda left: b'{"schema": "\\ud800"}', "no Unicode"),
    "long number": (lambda left: b'{"schema": ' + b"9" * 10_000 + b"}", "limit"),
    "a spec": (lambda left: left.spec.to_json().encode(), "'schema' is missing"),
    "a later format": (planted(lambda d: d.update(schema="detente/certificate/2")), "/2"),
    "no claims": (planted(lambda d: d.pop("claims")), "'claims' is missing"),
    "more keys": (planted(lambda d: d.update(more=1)), "no key 'more'"),
    "unknown claim": (planted(lambda d: d["claims"][0].update(claim="beauty")), "'beauty'"),
    "no witnesses": (planted(lambda d: d["claims"][0].pop("witnesses")), "found nothing"),
    "many claims": (planted(lambda d: d["claims"].extend([{}] * 200)), "204 entries"),
    "no spec": (planted(lambda d: d["spec"].pop("document")), "spec.document"),
    "no game": (planted(lambda d: d["spec"]["document"].update(game={})), "its spec has a fault"),
    "no angle": (
        planted(lambda d: d["spec"]["document"]["alignment"].update(angle="__import__('os')")),
        "its spec has a fault",
    ),
    "standing": (
        planted(lambda d: d["unproved"].append({"claim": "x", "standing": "proved"})),
        "standing",
    ),
    "a long name": (planted(lambda d: d["spec"].update(label="x" * 2000)), "short text"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_certificate_is_refused_in_a_sentence(left, name):
    make, words = UNREADABLE[name]
    with pytest.raises(DetenteError, match=words) as caught:
        read(make(left), "left.cert.json")
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("left.cert.json: ")


def test_too_large_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    with pytest.raises(LimitError, match="too large"):
        read(b"[" * 101, "x")


def cut(document, path):
    """Every way to put something else at a path."""
    *above, last = path
    for step in above:
        document = document[step]
    return document, last


def paths(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from paths(value[key], (*path, key))
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            yield from paths(entry, (*path, number))


@pytest.mark.parametrize("junk", [None, [], {}, "", "x", -1, True, 10**40, 0.5, [[]], "1/0"])
def test_no_junk_anywhere_crashes(junk):
    """Whatever stands in whatever place: read and refused, or read and judged, never a crash."""
    base = json.loads(certified(catalogue.load("classic/chicken")).to_json())
    places = [path for path in paths(base) if path]
    assert len(places) > 100
    for path in places:
        document = json.loads(json.dumps(base))
        holder, last = cut(document, path)
        holder[last] = junk
        try:
            found = verify(read(redigested_if_possible(document), "x"))
        except (CertificateError, LimitError):
            continue
        for _, claim in found.claims:
            assert claim.valid or all(0 < len(reason) <= 300 for reason in claim.reasons)


def redigested_if_possible(document):
    try:
        return redigested(document)
    except (KeyError, TypeError):
        return json.dumps(document).encode()


def test_claims_whose_game_nothing_builds_are_not_called_valid_of_the_spec():
    spec = catalogue.load("post/board-2023-history")
    game = {"ties": True, "observations": []}
    corners = [
        {"w": "0", "z": "1/2", "direction": False, "included": True},
        {"w": "1", "z": "0", "direction": True, "included": False},
        {"w": "0", "z": "1", "direction": True, "included": False},
    ]
    file = CertificateFile(spec, (Certificate("identified_set", game, {"corners": corners}),))
    assert verify(file).unbuilt == ("identified_set",)


def test_digests_do_not_depend_on_how_a_value_was_found(left):
    again = certified(catalogue.load("post/left"))
    assert again.to_json() == left.to_json()
