"""Prior probabilities of types, as a spec gives them."""

from __future__ import annotations

from collections.abc import Mapping

from games.exact import Scalar
from games.forms.signalling import check_prior
from games.spec.quantity import Scope
from games.spec.tree import Map, Path, at
from games.spec.validate import fail


def prior_of(
    given: Mapping[str, str],
    types: list[str],
    scope: Scope,
    path: Path,
    certain: bool = False,
) -> tuple[Scalar, ...]:
    """Probabilities of the types, [type]; of two types the second may stand alone.

    With two types there is one quantity, `prior`: the probability of the second. certain: it may
    be 0 or 1.
    """
    for name in given:
        if name not in types:
            fail(
                scope.tree,
                (*path, name),
                f"there is no type `{name}`; the types are {', '.join(types)}",
                found=name,
                allowed=", ".join(types),
            )
    missing = [name for name in types if name not in given]
    whole = isinstance(at(scope.tree, path)[0], Map)
    if len(types) == 2:
        second = scope.number(
            (*path, types[1]) if whole else path,
            given.get(types[1]),
            ("prior", f"prior.{types[1]}", "game.prior"),
            0,
            1,
            f"probability of type {types[1]}",
        )
        prior: tuple[Scalar, ...] = (1 - second, second)
        if types[0] in given and not scope.given("prior", f"prior.{types[1]}", "game.prior"):
            first = scope.evaluate(given[types[0]], (*path, types[0]))
            prior = (first, second)
    elif missing:
        fail(scope.tree, path, f"the probability of type `{missing[0]}` is missing")
    else:
        prior = tuple(
            scope.number(
                (*path, name),
                given[name],
                (f"prior.{name}",),
                0,
                1,
                f"probability of type {name}",
            )
            for name in types
        )
    with scope.placed(path):
        check_prior(types, prior, certain)
    return prior
