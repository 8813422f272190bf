"""From a tree to the model of its kind; pydantic's complaints become sentences with a place."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from games.errors import Place, SpecError
from games.spec.kinds import KINDS, models
from games.spec.leaves import closest, describe, plain
from games.spec.tree import List, Map, Mark, Node, Path, Text, at, dotted

_RATIO = re.compile(r"\s*[0-9.]+\s*:\s*[0-9.]+\s*")


def fail(
    tree: Node,
    path: Path,
    message: str,
    *,
    found: str | None = None,
    allowed: str | None = None,
    hint: str | None = None,
) -> NoReturn:
    """Raise `SpecError` at the place of a path, with its key in front of the message."""
    mark = at(tree, path)[1]
    key = dotted(path)
    raise SpecError(
        f"`{key}`: {message}" if key else message,
        place=mark.place(path),
        found=found,
        allowed=allowed,
        hint=hint,
    )


def kind_of(tree: Node) -> str:
    """The kind of game of a spec, after checking the version of the format."""
    if not isinstance(tree, Map):
        fail(
            tree,
            (),
            f"a spec is a mapping of keys to values; found {describe(tree)}",
            hint="it begins with `detente: 1`",
        )
    if "detente" not in tree.entries:
        fail(
            tree,
            (),
            "the key `detente` is missing, which states the version of the format",
            hint=closest_key(tree, "detente") or "write `detente: 1` first",
        )
    version = tree.entries["detente"]
    if not isinstance(version, Text) or version.text != "1":
        fail(
            tree,
            ("detente",),
            f"must be 1, the version of the format this release reads; found {describe(version)}",
            found=describe(version),
            allowed="1",
        )
    game = tree.entries.get("game")
    kinds = ", ".join(sorted(KINDS))
    if not isinstance(game, Map) or "kind" not in game.entries:
        path: Path = ("game",) if "game" in tree.entries else ()
        fail(
            tree,
            path,
            "the key `game` with its `kind` is missing",
            allowed=f"game: {{kind: {kinds}}}",
            hint=(closest_key(tree, "game") if not path else None) or f"the kinds are {kinds}",
        )
    kind = game.entries["kind"]
    if not isinstance(kind, Text) or kind.text not in KINDS:
        fail(
            tree,
            ("game", "kind"),
            f"there is no kind of game {describe(kind)}; the kinds are {kinds}",
            found=describe(kind),
            allowed=kinds,
            hint=closest(kind.text, list(KINDS)) if isinstance(kind, Text) else None,
        )
    return kind.text


def closest_key(tree: Map, wanted: str) -> str | None:
    """`did you mean` for a key that is missing but has a misspelt neighbour."""
    import difflib

    close = difflib.get_close_matches(wanted, list(tree.entries), 1, 0.75)
    return f"did you mean `{wanted}` where `{close[0]}` stands?" if close else None


def validate(tree: Node) -> tuple[str, Any]:
    """Return the kind of a spec and its model; raise `SpecError` for the first fault."""
    from pydantic import ValidationError

    kind = kind_of(tree)
    model = _model(tree, kind)
    try:
        return kind, model.model_validate(plain(tree))
    except ValidationError as error:
        faults = error.errors(include_url=False)
        _translate(tree, model, min(faults, key=lambda fault: _urgency(tree, fault)))


def _model(tree: Node, kind: str) -> Any:
    """The model of a kind; of several, the one for the stage game."""
    several = models(kind)
    if None in several:
        return several[None]
    path: Path = ("game", "stage", "kind")
    stage = at(tree, path)[0]
    if isinstance(stage, Text) and stage.text in several:
        return several[stage.text]
    allowed = ", ".join(sorted(map(str, several)))
    rules = at(tree, ("game",))[0]
    if isinstance(rules, Map) and "stage" not in rules.entries:
        fail(
            tree,
            ("game",),
            "the key `stage` is missing, the game of each period",
            allowed=f"stage: {{kind: {allowed}}}",
            hint=closest_key(rules, "stage"),
        )
    block = at(tree, path[:-1])[0]
    if not isinstance(block, Map) or "kind" not in block.entries:
        fail(
            tree,
            path[:-1],
            f"the key `kind` is missing; a stage game is one of {allowed}",
            allowed=f"kind: {allowed}",
        )
    fail(
        tree,
        path,
        f"there is no stage game of kind {describe(stage)}; the kinds are {allowed}",
        found=describe(stage),
        allowed=allowed,
        hint=closest(stage.text, [str(name) for name in several])
        if isinstance(stage, Text)
        else None,
    )


def _urgency(tree: Node, fault: Any) -> tuple[bool, int, int]:
    """Unknown keys first, since they often explain what is missing; then by place."""
    mark = at(tree, fault["loc"])[1]
    return (fault["type"] != "extra_forbidden", mark.line or 0, mark.column or 0)


def _translate(tree: Node, model: Any, fault: Any) -> NoReturn:
    path: Path = tuple(fault["loc"])
    kind = fault["type"]
    if kind == "extra_forbidden":
        allowed = sorted(_keys(model, path[:-1]) - set(_present(tree, path[:-1])))
        _unknown_key(tree, path, allowed)
    if kind == "missing" and isinstance(path[-1], int):
        path, kind = path[:-1], "too_long"
        fault = {**fault, "input": at(tree, path)[0]}
    if kind == "missing":
        parent = at(tree, path[:-1])[0]
        fail(
            tree,
            path[:-1],
            f"the key `{path[-1]}` is missing",
            allowed=str(path[-1]),
            hint=closest_key(parent, str(path[-1])) if isinstance(parent, Map) else None,
        )
    context = fault.get("ctx", {})
    if kind == "detente":
        found, allowed_text, hint = context["found"], context["allowed"], context["hint"]
        path = (*path, *context["path"])
    else:
        found, hint = describe(fault["input"]), None
        allowed_text = _STRUCTURE.get(kind, fault["msg"])
    fail(
        tree,
        path,
        f"must be {allowed_text}; found {found}",
        found=found,
        allowed=allowed_text,
        hint=hint,
    )


_STRUCTURE = {
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "dict_type": "a mapping of keys to values",
    "list_type": "a list",
    "tuple_type": "a list of two numbers, [low, high]",
    "too_long": "a list of two numbers, [low, high]",
}


def _unknown_key(tree: Node, path: Path, allowed: list[str]) -> NoReturn:
    key = str(path[-1])
    node = at(tree, path[:-1])[0]
    mark = node.keys[key] if isinstance(node, Map) else at(tree, path)[1]
    where = f" in `{dotted(path[:-1])}`" if path[:-1] else ""
    known = ", ".join(allowed)
    raise SpecError(
        f"unknown key `{key}`{where}",
        place=Place(mark.file, mark.line, mark.column, dotted(path)),
        found=key,
        allowed=known,
        hint=comma_hint(key)
        or closest(key, allowed)
        or (f"keys that may follow: {known}" if known else None),
    )


def _present(tree: Node, path: Path) -> list[str]:
    node = at(tree, path)[0]
    return list(node.entries) if isinstance(node, Map) else []


def _keys(model: Any, path: Path) -> set[str]:
    """The keys a model allows at a path."""
    from collections.abc import Mapping
    from typing import get_args, get_origin

    from pydantic import BaseModel

    def inner(annotation: Any) -> Any:
        """The first model inside an annotation such as `list[Party] | None`."""
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return annotation
        return next(filter(None, map(inner, get_args(annotation))), None)

    def named(annotation: Any) -> bool:
        """Whether an annotation holds a mapping, whose keys are names chosen in the spec."""
        origin = get_origin(annotation)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return True
        return any(map(named, get_args(annotation)))

    is_name = False
    for step in path:
        if is_name:
            is_name = False
        elif isinstance(step, str) and step in model.model_fields:
            annotation = model.model_fields[step].annotation
            model, is_name = inner(annotation), named(annotation)
            if model is None:
                return set()
    return set(model.model_fields)


def rename_odds(tree: Node) -> Node:
    """Read `destruction_odds` as `destruction_probability`, and so on: odds as a probability."""
    if isinstance(tree, List):
        return List(tree.mark, tuple(map(rename_odds, tree.items)))
    if not isinstance(tree, Map):
        return tree
    entries: dict[str, Node] = {}
    keys: dict[str, Mark] = {}
    for key, child in tree.entries.items():
        name = ODDS.get(key, key)
        if name in entries:
            raise SpecError(
                f"`{key}` and `{name}` mean the same quantity",
                place=tree.keys[key].place((key,)),
                hint="keep one of the two",
            )
        entries[name] = rename_odds(child)
        keys[name] = tree.keys[key]
    return Map(tree.mark, entries, keys)


#: Keys with `odds`, and the probability each is read as.
ODDS = {
    "destruction_odds": "destruction_probability",
    "odds_of_destruction": "destruction_probability",
    "win_odds": "win_probability",
    "odds_of_winning": "win_probability",
}


def comma_hint(text: str) -> str | None:
    """The way out for an expression that a comma between brackets has cut in two."""
    if text.count("(") == text.count(")"):
        return None
    return 'put an expression with a comma in quotes: "max(x, 1/2)"'


def odds_hint(text: str) -> str | None:
    """The way out for odds written as a ratio."""
    if not _RATIO.fullmatch(text):
        return None
    first, second = (part.strip() for part in text.split(":"))
    return (
        f"`{first}:{second}` is a ratio; write the probability, "
        f"{first}/({first} + {second}) for odds of {first} to {second}"
    )
