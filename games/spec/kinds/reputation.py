"""Kind `reputation`: an incumbent of unknown type meets challengers in turn; the chain store.

Payoffs are given directly (deterred, gain, weight) or follow from parties, alignment and conflict.
Quantities: prior, periods; deterred, gain, weight, or those of power and conflict with cosine.TYPE
(angle.TYPE), beliefs.TYPE.KEY of a type and grab (the stakes unless given).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from games.exact import Scalar
from games.forms.reputation import ReputationGame
from games.spec.blocks import Block, Conflict, Document, Party
from games.spec.canonical import Writer
from games.spec.kinds.private_alignment import Types, build_worlds
from games.spec.leaves import Count, Formula, ForParties, Name, choice
from games.spec.priors import prior_of
from games.spec.quantity import Scope
from games.spec.realisation import Realisation
from games.spec.validate import fail
from games.spec.worlds import check_names, party_index

_WORLD = ("parties", "alignment", "conflict")
_DIRECT = ("deterred", "gain", "weight")


class ReputationRules(Block):
    """Who meets whom, how often, and what it pays where parties do not say."""

    kind: Annotated[str, choice("reputation")]
    incumbent: Name = Field("incumbent", description="whose type is private")
    challenger: Name | None = Field(
        None, description="what the challengers are called; the other party where there are parties"
    )
    types: list[Name] | None = Field(
        None, description="[weak, tough], where payoffs are given; the second always fights"
    )
    prior: ForParties = Field(description="probability of the second type, which always fights")
    periods: Count = Field(description="number of challengers, one a period")
    deterred: Formula | None = Field(
        None, description="what the weak incumbent gets left alone, above 1; a fight costs it 1"
    )
    gain: Formula | None = Field(
        None, description="of a challenger yielded to, in (0, 1); fought it gets gain - 1"
    )
    weight: Formula | None = Field(
        None,
        description="cost of a fight with the tough type over one with the weak; 1 if absent",
    )
    grab: Formula | None = Field(
        None,
        description="part of the incumbent's power taken if it yields; the stakes if left out",
    )


class ReputationDocument(Document):
    """A spec of a game of reputation."""

    parties: list[Party] | None = None
    alignment: Types | None = None
    conflict: Conflict | None = None
    game: ReputationRules


MODEL = ReputationDocument

TEMPLATE = """\
detente: 1                        # version of the spec format
title: A reputation for fighting
parties:                          # or leave out parties, alignment and conflict, and give the
  - {name: challenger, power: 3}  # payoffs: `deterred: 2` and `gain: 1/2` in the game below
  - {name: incumbent,  power: 7}
alignment:
  types:                          # private to the incumbent; the first yields, the second fights
    wary:  {cosine: -1/5}
    bold:  {cosine: -1/5, destruction_probability: 1/5}    # believes that conflict is cheap
conflict:
  stakes: 1/4
  win_probability: {challenger: 1/5}
  destruction_probability: 4/5
  destruction_fraction: 3/5
game:
  kind: reputation                # challengers seek or hold in turn; the incumbent fights or yields
  incumbent: incumbent
  prior: 1/10                     # belief that it is of the second type
  periods: 8                      # challengers, one a period
  # grab: 1/4                     # part of its power taken where it yields; the stakes if left out
"""


def build(document: ReputationDocument, scope: Scope) -> Realisation:
    """The game, of payoffs that are given or follow from the world."""
    blocks = [name for name in _WORLD if getattr(document, name) is not None]
    if not blocks:
        form, conflict = _direct(document, scope), None
    elif len(blocks) < len(_WORLD):
        missing = next(name for name in _WORLD if name not in blocks)
        fail(
            scope.tree,
            (blocks[0],),
            f"payoffs follow from parties, alignment and conflict together; `{missing}` is missing",
            hint="or leave out all three and give `deterred` and `gain` in the game",
        )
    else:
        form, conflict = _built(document, scope)
    return Realisation("reputation", form=form, conflict=conflict, title=document.title or "")


def _prior_and_periods(
    rules: ReputationRules, types: list[str], scope: Scope
) -> tuple[Scalar, int]:
    given: Any = rules.prior
    if not isinstance(given, dict):
        given = {types[1]: given}
    prior = prior_of(given, types, scope, ("game", "prior"), certain=True)[1]
    periods = scope.count(
        ("game", "periods"), rules.periods, ("periods", "game.periods"), "number of challengers"
    )
    return prior, periods


def _direct(document: ReputationDocument, scope: Scope) -> ReputationGame:
    """Payoffs as given."""
    rules = document.game
    if rules.grab is not None:
        fail(scope.tree, ("game", "grab"), "belongs to games with parties and conflict")
    for key in ("deterred", "gain"):
        if getattr(rules, key) is None:
            fail(
                scope.tree,
                ("game",),
                f"the key `{key}` is missing",
                hint="give `deterred` and `gain`, or parties, alignment and conflict",
            )
    types = ["weak", "tough"] if rules.types is None else rules.types
    challenger = rules.challenger or "challenger"
    if len(types) != 2 or types[0] == types[1]:
        fail(
            scope.tree,
            ("game", "types"),
            f"are two, the weak one first; found {', '.join(types) or 'none'}",
            allowed="[weak, tough]",
        )
    if challenger == rules.incumbent:
        fail(scope.tree, ("game", "challenger"), f"the name `{challenger}` is given twice")
    prior, periods = _prior_and_periods(rules, types, scope)
    numbers = {
        key: scope.number(
            ("game", key), getattr(rules, key), (key, f"game.{key}"), low, high, meaning, default=1
        )
        for key, low, high, meaning in (
            ("deterred", 1, None, "what the weak incumbent gets left alone; a fight costs it 1"),
            ("gain", 0, 1, "of a challenger yielded to; fought it gets that less 1"),
            ("weight", 0, None, "cost of a fight with the tough type over one with the weak"),
        )
    }
    with scope.placed(("game",)):
        return ReputationGame(
            (rules.incumbent, challenger),
            (types[0], types[1]),
            prior,
            periods,
            **numbers,
            title=document.title or "",
        )


def _built(document: ReputationDocument, scope: Scope) -> tuple[ReputationGame, Any]:
    """Payoffs from parties, alignment and conflict."""
    from games.build.reputation import reputation
    from games.spec.conflicts import build_conflict

    rules, parties, alignment = document.game, document.parties, document.alignment
    assert parties is not None
    assert alignment is not None
    assert document.conflict is not None
    for key in (*_DIRECT, "types"):
        if getattr(rules, key) is not None:
            fail(
                scope.tree,
                ("game", key),
                "follows from parties, alignment and conflict",
                hint=f"leave out `{key}`, or those three",
            )
    names = [party.name for party in parties]
    check_names(names, scope)
    if len(names) != 2:
        fail(
            scope.tree,
            ("parties",),
            f"are the incumbent and a challenger; found {len(names)}",
            allowed="2",
        )
    incumbent = party_index(names, rules.incumbent, ("game", "incumbent"), scope)
    if rules.challenger not in (None, names[1 - incumbent]):
        fail(
            scope.tree,
            ("game", "challenger"),
            f"is the other party, `{names[1 - incumbent]}`",
            found=str(rules.challenger),
        )
    types = list(alignment.types)
    if len(types) != 2:
        fail(
            scope.tree,
            ("alignment", "types"),
            f"are two, the one that yields first; found {len(types)}",
            allowed="2",
        )
    worlds = build_worlds(document, scope, incumbent)
    if document.conflict.advantage is not None:
        fail(scope.tree, ("conflict", "advantage"), "has no part in this game")
    conflict = build_conflict(document, scope, next(iter(worlds.values())))  # type: ignore[arg-type]
    prior, periods = _prior_and_periods(rules, types, scope)
    grab = scope.number(
        ("game", "grab"),
        rules.grab,
        ("grab", "game.grab"),
        0,
        1,
        f"part of the power of {rules.incumbent} that a challenger takes where it yields",
        default=conflict.stakes,
        derived=True,
    )
    with scope.placed(("game",)):
        form = reputation(
            list(worlds.values()),
            (types[0], types[1]),
            conflict,
            incumbent=incumbent,
            prior=prior,
            periods=periods,
            grab=grab,
            title=document.title or "",
        )
    return form, conflict


def canonical(
    writer: Writer, document: ReputationDocument, realisation: Realisation
) -> dict[str, Any]:
    """The spec with names and the prior written out, and the types in order."""
    form: dict[str, Any] = writer.plain(document)
    game: ReputationGame = realisation.form
    rules = form["game"]
    rules.update(incumbent=game.players[0], challenger=game.players[1], types=list(game.types))
    if not writer.depends(document.game.prior):
        rules["prior"] = writer.plain(game.prior)
    if document.alignment is not None:
        form["alignment"]["types"] = [
            [name, form["alignment"]["types"][name]] for name in game.types
        ]
    elif document.game.weight is None:
        rules["weight"] = writer.plain(game.weight)
    return form
