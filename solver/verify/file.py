"""Certificate files: a spec, claims about its game with their witnesses, and nothing to trust.

`detente/certificate/1` is one JSON document:

    {"schema": "detente/certificate/1", "detente": version,
     "spec": {"label", "digest", "document"},
     "claims": [{"claim", "digest", "game", "witnesses"}, ..],
     "unproved": [{"claim", "standing", "reason", "checks"}, ..],
     "digest": "sha256:.."}

`document` is the spec as its author wrote it, every number as its text. To verify a file is to
read the spec, build its game with the builders of `games`, compare that game with the one of each
claim, and put each claim to its checker. `unproved` lists what the file says without showing it.
The digests only tell that a file is the one that was cited; what is true does not rest on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from games import __version__
from games.errors import DetenteError, LimitError, Place
from games.spec import Spec, loads
from games.spec.tree import List, Map, Node, Text
from solver.label import certificate_digest, digest
from solver.solution.certificate import STANDINGS, Certificate, Unproved
from solver.verify import CHECKERS, Verification, check
from solver.verify.plain import Malformed
from solver.verify.rebuild import built_game, differences

SCHEMA = "detente/certificate/1"
#: Bytes of a file that are read; the bases of 10^4 take about a megabyte.
MAX_BYTES = 16_000_000
#: Claims in one file.
MAX_CLAIMS = 100
#: Reasons of one claim that are reported, and characters of each.
_REASONS, _LONG = 20, 300


class CertificateError(DetenteError):
    """A file that cannot be read as a certificate."""

    kind = "certificate"


@dataclass(frozen=True)
class CertificateFile:
    """A spec with what is claimed of its game.

    version: of the program that wrote it. faults: what speaks against the file itself, where it was
    read: digests that are not those of what they stand for.
    """

    spec: Spec
    certificates: tuple[Certificate, ...]
    unproved: tuple[Unproved, ...] = ()
    version: str = __version__
    faults: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the file as JSON types, with its digests."""
        body = {
            "schema": SCHEMA,
            "detente": self.version,
            "spec": {
                "label": self.spec.label,
                "digest": self.spec.digest,
                "document": _written(self.spec.tree),
            },
            "claims": [
                {
                    "claim": item.claim,
                    "digest": certificate_digest(item),
                    "game": item.game,
                    "witnesses": item.witnesses,
                }
                for item in self.certificates
            ],
            "unproved": [
                {
                    "claim": item.claim,
                    "standing": item.standing,
                    "reason": item.reason,
                    "checks": list(item.checks),
                }
                for item in self.unproved
            ],
        }
        return {**body, "digest": digest(body)}

    def to_json(self) -> str:
        """Return the file's text: one line per claim, the same bytes for the same content."""
        document = self.document()
        lines = []
        for key, value in document.items():
            if key in ("claims", "unproved") and value:
                entries = ",\n".join("    " + _compact(entry) for entry in value)
                lines.append(f"  {_compact(key)}: [\n{entries}\n  ]")
            else:
                lines.append(f"  {_compact(key)}: {_compact(value)}")
        return "{\n" + ",\n".join(lines) + "\n}\n"


@dataclass(frozen=True)
class FileVerification:
    """What became of each claim of a file.

    claims: name and verification, in the order of the file. reasons: faults of the file itself.
    unbuilt: claims whose game could not be compared with that of the spec, because nothing here
    builds it; they hold of the game written beside them.
    """

    claims: tuple[tuple[str, Verification], ...]
    reasons: tuple[str, ...] = ()
    unbuilt: tuple[str, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing was changed and every claim holds."""
        return not self.reasons and all(found.valid for _, found in self.claims)


def verify(file: CertificateFile, meant: Spec | None = None) -> FileVerification:
    """Check every claim of a file; meant: the spec it should be about, where the reader has it."""
    reasons = list(file.faults)
    if meant is not None and meant.digest != file.spec.digest:
        reasons.append("the file is about another game than the one given")
    claims, unbuilt = [], []
    for certificate in file.certificates:
        found = check(certificate)
        try:
            built = built_game(file.spec, certificate)
            wrong = [] if built is None else differences(certificate.game, built)
        except (Malformed, DetenteError) as fault:
            built, wrong = {}, [f"the game cannot be built from the spec: {fault}"]
        if built is None:
            unbuilt.append(certificate.claim)
        faults = tuple(_cut(reason) for reason in (*wrong, *found.reasons)[:_REASONS])
        claims.append((certificate.claim, Verification(found.valid and not wrong, faults)))
    return FileVerification(tuple(claims), tuple(reasons), tuple(unbuilt))


def _cut(reason: str) -> str:
    """A reason on one line: it may quote what a stranger wrote."""
    line = " ".join(reason.split())
    return line if len(line) <= _LONG else line[: _LONG - 2] + " .."


def read(data: bytes, name: str) -> CertificateFile:
    """Read a certificate file.

    Raises `CertificateError` for data that are no such file, `LimitError` for too much of them.
    """
    if len(data) > MAX_BYTES:
        raise LimitError(
            f"the file is too large; at most {MAX_BYTES} bytes are read",
            place=Place(name),
            allowed=f"at most {MAX_BYTES} bytes",
        )
    body = _object(_parse(data, name), "the file", name)
    schema = body.get("schema")
    if schema != SCHEMA:
        raise _fault(
            name,
            f"the schema is {schema!r}" if schema is not None else "the key 'schema' is missing",
            f"a certificate file says {SCHEMA!r}; `detente certify` writes them",
        )
    for key in ("detente", "spec", "claims", "unproved", "digest"):
        if key not in body:
            raise _fault(name, f"the key {key!r} is missing")
    if unknown := set(body) - {"schema", "detente", "spec", "claims", "unproved", "digest"}:
        raise _fault(name, f"there is no key {min(unknown)!r} in a certificate file")
    written = _object(body["spec"], "spec", name)
    label = _text(written.get("label"), "spec.label", name)
    spec = _spec(written.get("document"), label, name)
    claims = [_object(item, "a claim", name) for item in _list(body["claims"], "claims", name)]
    return CertificateFile(
        spec,
        tuple(_certificate(item, name) for item in claims),
        tuple(
            _unproved(_object(item, "an entry of unproved", name), name)
            for item in _list(body["unproved"], "unproved", name)
        ),
        _text(body["detente"], "detente", name),
        tuple(_changed(body, spec, claims)),
    )


def _changed(
    body: Mapping[str, Any], spec: Spec, claims: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """What does not have the digest that stands beside it."""
    if body["spec"].get("digest") != spec.digest:
        yield "the spec was changed: it does not have the digest that the file states"
    for item in claims:
        certificate = Certificate(item["claim"], item["game"], item["witnesses"])
        if item.get("digest") != certificate_digest(certificate):
            yield f"the claim {item['claim']} was changed: it does not have the digest it states"
    if body["digest"] != digest({key: value for key, value in body.items() if key != "digest"}):
        yield "the file was changed: it does not have the digest that it states"


def _parse(data: bytes, name: str) -> Any:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _fault(name, "it is not UTF-8 text") from None
    if not text.strip():
        raise _fault(name, "it is empty")

    def unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key is given twice")
        return found

    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is no JSON")

    try:
        found = json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
        _compact(found).encode()  # half a surrogate pair is no text
        return found
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        ended = error.pos >= len(text.rstrip()) - 1 or error.msg.startswith("Unterminated")
        cut = " and seems cut off" if ended else ""
        raise _fault(name, f"it is not JSON{cut}: {error.msg} at {place}") from None
    except RecursionError:
        raise _fault(name, "its lists are nested too deep") from None
    except UnicodeEncodeError:
        raise _fault(name, "a text in it is no Unicode") from None
    except ValueError as error:
        raise _fault(name, str(error)) from None


def _fault(name: str, what: str, hint: str | None = None) -> CertificateError:
    return CertificateError(
        f"this is no certificate that can be read: {what}", place=Place(name), hint=hint
    )


def _object(value: Any, what: str, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _fault(name, f"{what} must be an object; found {_kind(value)}")
    return value


def _list(value: Any, what: str, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise _fault(name, f"{what} must be a list; found {_kind(value)}")
    if len(value) > MAX_CLAIMS:
        raise LimitError(
            f"{what} has {len(value)} entries; at most {MAX_CLAIMS} are read", place=Place(name)
        )
    return value


def _text(value: Any, what: str, name: str) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 1000:
        raise _fault(name, f"{what} must be a short text; found {_kind(value)}")
    return value


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    return names.get(type(value), "a number")


def _certificate(item: Mapping[str, Any], name: str) -> Certificate:
    claim = _text(item.get("claim"), "the name of a claim", name)
    if claim not in CHECKERS:
        raise _fault(
            name,
            f"it claims {claim!r}, which this version cannot check",
            f"it checks {', '.join(sorted(CHECKERS))}",
        )
    game, witnesses = (
        _object(item.get(key), f"{key} of {claim}", name) for key in ("game", "witnesses")
    )
    return Certificate(claim, game, witnesses)


def _unproved(item: Mapping[str, Any], name: str) -> Unproved:
    standing = item.get("standing")
    if standing not in STANDINGS:
        raise _fault(name, f"a standing must be one of {', '.join(STANDINGS)}")
    return Unproved(
        _text(item.get("claim"), "the name of a claim", name),
        standing,
        _text(item.get("reason"), "the reason", name),
        tuple(_text(check, "a check", name) for check in _list(item.get("checks"), "checks", name)),
    )


def _spec(document: Any, label: str, name: str) -> Spec:
    if not isinstance(document, dict):
        raise _fault(name, f"spec.document must be an object; found {_kind(document)}")
    try:
        return loads(_compact(document), "<spec>", label)
    except DetenteError as error:
        raise _fault(name, f"its spec has a fault: {error.message}") from None


def _written(node: Node) -> Any:
    """A tree as JSON types, scalars as their texts: no number may become a binary float."""
    if isinstance(node, List):
        return [_written(item) for item in node.items]
    if isinstance(node, Map):
        return {key: _written(child) for key, child in node.entries.items()}
    assert isinstance(node, Text)
    words = {"true": True, "false": False, "null": None}
    return words[node.text] if node.plain and node.text in words else node.text


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
