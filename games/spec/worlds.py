"""The world of a spec: the blocks `parties` and `alignment` with numbers in.

Quantities (addresses): power.NAME, and `share` of party 1 of two; `cosine` of two parties (also
`angle`), else cosine.A-B; beliefs.NAME.win_probability and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations

from games.exact import Scalar
from games.spec.blocks import WorldDocument
from games.spec.leaves import closest
from games.spec.quantity import Scope
from games.spec.tree import Path
from games.spec.validate import fail
from games.world import Beliefs, Party, World

_FORMS = ("angle", "cosine", "angles", "cosines", "matrix")


def build_world(document: WorldDocument, scope: Scope) -> World:
    """The world of a spec; errors carry the place of the block they are about."""
    names = [party.name for party in document.parties]
    check_names(names, scope)
    power = powers_of(document, scope)
    beliefs = [beliefs_of(document, index, scope) for index in range(len(names))]
    matrix, arrows = _alignment(document, scope)
    dimension = 0 if document.alignment is None else document.alignment.dimension or 0
    zero = all(isinstance(amount, Fraction) and amount == 0 for amount in power)
    with scope.placed(("parties",) if zero else _alignment_path(document)):
        return World(
            tuple(
                Party(name, amount, arrow, belief)
                for name, amount, arrow, belief in zip(names, power, arrows, beliefs, strict=True)
            ),
            matrix,
            dimension,
        )


def check_names(names: list[str], scope: Scope) -> None:
    """Refuse a single party, and a name given twice."""
    if len(names) < 2:
        fail(scope.tree, ("parties",), f"a world has at least two parties; found {len(names)}")
    for index, name in enumerate(names):
        if name in names[:index]:
            fail(scope.tree, ("parties", index, "name"), f"the name `{name}` is given twice")


def party_index(names: list[str], name: str, path: Path, scope: Scope) -> int:
    """Position of a party that a key names; an unknown one is refused with its place."""
    if name not in names:
        fail(
            scope.tree,
            path,
            f"there is no party `{name}`; the parties are {', '.join(names)}",
            found=name,
            allowed=", ".join(names),
            hint=closest(name, names),
        )
    return names.index(name)


def powers_of(document: WorldDocument, scope: Scope) -> list[Scalar]:
    """Power of every party, [party]; of two parties also through the share of the first."""
    power = [
        scope.number(
            ("parties", index, "power"),
            party.power,
            (f"power.{party.name}",),
            0,
            None,
            f"power of {party.name}",
        )
        for index, party in enumerate(document.parties)
    ]
    total = sum(power[1:], start=power[0])
    if len(power) == 2 and (scope.given(*_share(document)) or total != 0):
        share = scope.number(
            (),
            None,
            _share(document),
            0,
            1,
            f"share of {document.parties[0].name} in all power, the total kept",
            default=power[0] / total if total != 0 else None,
            derived=True,
        )
        if scope.given(*_share(document)):
            power = [share * total, (1 - share) * total]
    return power


def _share(document: WorldDocument) -> tuple[str, str]:
    return ("share", f"share.{document.parties[0].name}")


def beliefs_of(document: WorldDocument, index: int, scope: Scope) -> Beliefs:
    """What one party holds true in place of the common values."""
    party = document.parties[index]
    views = party.beliefs
    if views is None:
        return Beliefs()
    path: Path = ("parties", index, "beliefs")
    found: dict[str, Scalar] = {}
    for key, meaning in (
        ("win_probability", "of its own victory"),
        ("destruction_probability", "that conflict destroys"),
        ("destruction_fraction", "of what conflict destroys"),
    ):
        text = getattr(views, key)
        if text is not None:
            found[key] = scope.number(
                (*path, key),
                text,
                (f"beliefs.{party.name}.{key}",),
                0,
                1,
                f"what {party.name} believes {meaning}",
            )
    if views.cosine is not None or views.angle is not None:
        if views.cosine is not None and views.angle is not None:
            fail(scope.tree, path, "give `angle` or `cosine`, not both")
        key = "cosine" if views.cosine is not None else "angle"
        found["cosine"] = scope.number(
            (*path, key),
            views.cosine or views.angle,
            (f"beliefs.{party.name}.cosine", f"beliefs.{party.name}.angle"),
            -1,
            1,
            f"cosine of the angle between the two parties as {party.name} sees it",
            cosine=key == "angle",
        )
    return Beliefs(**found)


def _alignment_path(document: WorldDocument) -> Path:
    return ("parties",) if document.alignment is None else ("alignment",)


def _alignment(
    document: WorldDocument, scope: Scope
) -> tuple[tuple[tuple[Scalar, ...], ...], list[tuple[Scalar, ...] | None]]:
    """Alignment matrix and directions; the matrix is empty where the directions say it all."""
    parties = document.parties
    names = [party.name for party in parties]
    block = document.alignment
    forms = [key for key in _FORMS if block is not None and getattr(block, key) is not None]
    with_direction = [party.name for party in parties if party.direction is not None]
    if len(forms) + bool(with_direction) != 1:
        given = [f"`{form}`" for form in forms] + ["`direction` at parties"] * bool(with_direction)
        fail(
            scope.tree,
            _alignment_path(document) if block is not None else (),
            "the alignment must be given in exactly one way; "
            + (f"found {' and '.join(given)}" if given else "found none"),
            allowed="angle, cosine, angles, cosines, matrix, or a direction at every party",
            hint="write `alignment: {angle: 60 deg}`" if not given else "keep one",
        )
    if with_direction:
        return _from_directions(document, scope)
    assert block is not None
    form = forms[0]
    path: Path = ("alignment", form)
    pairs: dict[frozenset[int], tuple[Path, str, bool]] = {}
    if form in ("angle", "cosine"):
        if len(parties) != 2:
            fail(
                scope.tree,
                path,
                f"is the {form} between two parties; there are {len(parties)}",
                hint=f"write `{form}s: {{{names[0]}-{names[1]}: ..}}` with every pair",
            )
        pairs[frozenset((0, 1))] = (path, getattr(block, form), form == "angle")
    elif form == "matrix":
        pairs = _matrix_pairs(document, scope)
    else:
        pairs = _named_pairs(getattr(block, form), names, form, scope)
    cosines = {
        pair: _cosine(names, pair, scope, *pairs[pair])
        for pair in map(frozenset, combinations(range(len(names)), 2))
    }
    return _square(len(names), cosines), [None] * len(names)


def _square(size: int, cosines: Mapping[frozenset[int], Scalar]) -> tuple[tuple[Scalar, ...], ...]:
    return tuple(
        tuple(Fraction(1) if i == j else cosines[frozenset((i, j))] for j in range(size))
        for i in range(size)
    )


def _addresses(names: list[str], pair: frozenset[int]) -> tuple[str, ...]:
    i, j = sorted(pair)
    both = (f"{names[i]}-{names[j]}", f"{names[j]}-{names[i]}")
    dotted = tuple(f"{word}.{key}" for word in ("cosine", "angle") for key in both)
    return ("cosine", "angle", *dotted) if len(names) == 2 else dotted


def _cosine(
    names: list[str],
    pair: frozenset[int],
    scope: Scope,
    path: Path,
    text: str | None,
    angle: bool,
    default: Scalar = None,
) -> Scalar:
    i, j = sorted(pair)
    return scope.number(
        path,
        text,
        _addresses(names, pair),
        -1,
        1,
        f"cosine of the angle between {names[i]} and {names[j]}",
        default=default,
        cosine=angle,
        derived=True,
    )


def _matrix_pairs(
    document: WorldDocument, scope: Scope
) -> dict[frozenset[int], tuple[Path, str, bool]]:
    """Upper triangle of a matrix, after checking its shape, symmetry and diagonal."""
    assert document.alignment is not None
    rows = document.alignment.matrix
    assert rows is not None
    size = len(document.parties)
    path: Path = ("alignment", "matrix")
    if len(rows) != size or any(len(row) != size for row in rows):
        shape = f"{len(rows)} rows of {', '.join(str(len(row)) for row in rows)}"
        fail(
            scope.tree,
            path,
            f"{size} parties need {size} rows of {size} numbers; found {shape}",
            found=shape,
            allowed=f"{size}x{size}",
        )
    values = [
        [scope.evaluate(text, (*path, i, j)) for j, text in enumerate(row)]
        for i, row in enumerate(rows)
    ]
    for i in range(size):
        if values[i][i] != 1:
            fail(
                scope.tree,
                (*path, i, i),
                f"a party's alignment with itself is 1; found {rows[i][i]}",
                found=rows[i][i],
                allowed="1",
            )
        for j in range(i):
            if values[i][j] != values[j][i]:
                fail(
                    scope.tree,
                    (*path, i, j),
                    f"the matrix must be symmetric; found {rows[i][j]} here and {rows[j][i]} in "
                    f"row {j + 1}, column {i + 1}",
                    found=rows[i][j],
                    allowed=str(rows[j][i]),
                )
    return {
        frozenset((i, j)): ((*path, i, j), rows[i][j], False)
        for i, j in combinations(range(size), 2)
    }


def _named_pairs(
    entries: Mapping[str, str], names: list[str], form: str, scope: Scope
) -> dict[frozenset[int], tuple[Path, str, bool]]:
    """Pairs written as `red-blue`; every pair once."""
    keys = {
        key: frozenset((i, j))
        for i, j in combinations(range(len(names)), 2)
        for key in (f"{names[i]}-{names[j]}", f"{names[j]}-{names[i]}")
    }
    pairs: dict[frozenset[int], tuple[Path, str, bool]] = {}
    for key, text in entries.items():
        path: Path = ("alignment", form, key)
        if key not in keys:
            fail(
                scope.tree,
                path,
                f"there is no pair of parties `{key}`; the parties are {', '.join(names)}",
                found=key,
                allowed=", ".join(f"{names[i]}-{names[j]}" for i, j in map(sorted, keys.values())),
                hint=closest(key, list(keys)) or "write the two names with `-` between them",
            )
        if keys[key] in pairs:
            fail(scope.tree, path, "this pair is given twice, in either order")
        pairs[keys[key]] = (path, text, form == "angles")
    for pair in map(frozenset, combinations(range(len(names)), 2)):
        if pair not in pairs:
            i, j = sorted(pair)
            missing = f"{names[i]}-{names[j]}"
            fail(
                scope.tree,
                ("alignment", form),
                f"the pair `{missing}` is missing; every pair of parties is needed",
                allowed=missing,
            )
    return pairs


def _from_directions(
    document: WorldDocument, scope: Scope
) -> tuple[tuple[tuple[Scalar, ...], ...], list[tuple[Scalar, ...] | None]]:
    """Directions of the parties; a cosine put in their place leaves the matrix only."""
    parties = document.parties
    names = [party.name for party in parties]
    arrows: list[tuple[Scalar, ...] | None] = []
    for index, party in enumerate(parties):
        if party.direction is None:
            other = next(p.name for p in parties if p.direction is not None)
            fail(
                scope.tree,
                ("parties", index),
                f"the key `direction` is missing for `{party.name}`; `{other}` has one",
            )
        path: Path = ("parties", index, "direction")
        arrows.append(
            tuple(scope.evaluate(text, (*path, k)) for k, text in enumerate(party.direction))
        )
        size = len(parties[0].direction or ())
        if len(party.direction) != size:
            fail(
                scope.tree,
                path,
                f"directions must have one length; found {len(party.direction)} numbers for "
                f"`{party.name}` and {size} for `{names[0]}`",
            )
        with scope.placed(path):
            Party(party.name, Fraction(1), arrows[-1])
    with scope.placed(("parties",)):
        whole = World(
            tuple(
                Party(name, Fraction(1), arrow) for name, arrow in zip(names, arrows, strict=True)
            )
        )
    pairs = list(combinations(range(len(names)), 2))
    cosines = {
        frozenset((i, j)): _cosine(
            names,
            frozenset((i, j)),
            scope,
            ("parties", j, "direction"),
            None,
            False,
            whole.alignment[i][j],
        )
        for i, j in pairs
    }
    if any(scope.given(*_addresses(names, frozenset(pair))) for pair in pairs):
        return _square(len(names), cosines), [None] * len(names)
    return (), arrows
