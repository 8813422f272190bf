"""The table of equilibria: extreme points, components, payoffs, dominance, selection, conflict."""

from __future__ import annotations

from games.display import Cell, Table
from games.forms.mixed import expectation
from games.forms.normal import NormalFormGame
from games.spec import Spec
from solver.atlas.body import Body, Method, by_value
from solver.atlas.questions import Ask
from solver.solution.certificate import Certificate
from solver.solution.equilibrium import EquilibriumSet
from solver.solve import Solution
from solver.solve.document import mixture
from solver.solve.envelope import equilibria_rows
from solver.verdict.words import dominance_words

#: What the checker of each claim showed.
_SHOWN = {
    "equilibria": "every equilibrium and Nash subset checked by definition",
    "completeness": "completeness proved from the bases of both best-reply polytopes",
    "dominance": "dominance shown by strategies and beliefs",
}


def make(spec: Spec, ask: Ask) -> Body:
    """All extreme equilibria of a game in normal form."""
    solution = ask(None)
    assert isinstance(solution, Solution)
    game, found = solution.game, solution.equilibria
    answer = solution.envelope()
    kept = ("components", "index_sum")
    data = {
        "complete": found.complete.value,
        "extreme": answer["equilibria"]["extreme"],
        **{name: answer["equilibria"][name] for name in kept},
        "dominated": answer["dominance"]["dominated"],
        "verdict": answer["verdict"]
        and {k: v for k, v in answer["verdict"].items() if k not in ("headline", "caveat")},
    }
    parts = [_extreme(game, found)]
    if found.components:
        parts.append(_components(found))
    parts += [*_dominance(solution), *_verdict(solution)]
    return Body(
        f"Equilibria of {solution.title}",
        _says(solution),
        tuple(parts),
        _rows(solution),
        by_value(data),
        found.complete,
        Method(found.method.name, found.method.arithmetic, {}),
        tuple(_checked(solution)),
    )


def _says(solution: Solution) -> str:
    found = solution.equilibria
    count, parts = len(found.extreme), len(found.components)
    said = f"{count} extreme {'equilibrium' if count == 1 else 'equilibria'}"
    if parts:
        said += f" in {parts} {'component' if parts == 1 else 'components'}"
    return f"{said}. {solution.headline}"


def _checked(solution: Solution) -> list[str]:
    said = []
    for item in solution.proofs():
        if isinstance(item, Certificate) and item.claim in _SHOWN:
            said.append(_SHOWN[item.claim])
        elif isinstance(item, Certificate):
            continue
        elif item.standing == "cross-checked":
            said.append(f"{item.claim} not proved but cross-checked: {'; '.join(item.checks)}")
    return said


def _extreme(game: NormalFormGame, found: EquilibriumSet) -> Table:
    rows: list[list[Cell]] = []
    for item in found.extreme:
        tags = list(item.tags)
        if item.undominated is False:
            tags.append("dominated")
        rows.append(
            [
                f"E{item.id + 1}",
                "" if item.component is None else f"C{item.component + 1}",
                *(mixture(game, player, own) for player, own in enumerate(item.strategies)),
                *item.payoffs,
                *(expectation(table, item.strategies) for table in game.measures.values()),
                ", ".join(tags),
            ]
        )
    columns = (
        "",
        "in",
        *game.players,
        *(f"payoff {name}" for name in game.players),
        *(name.replace("_", " ") for name in game.measures),
        "selection",
    )
    return Table("", columns, rows)


def _components(found: EquilibriumSet) -> Table:
    rows: list[list[Cell]] = []
    for component in found.components:
        members = [f"E{item.id + 1}" for item in found.extreme if item.component == component.id]
        for subset in component.subsets:
            inside = [f"E{item.id + 1}" for item in found.extreme if subset.id in item.subsets]
            first = subset is component.subsets[0]
            rows.append(
                [
                    f"C{component.id + 1}",
                    component.dimension,
                    "not computed" if component.index is None else f"{component.index:+d}",
                    ", ".join(members) if first else "",
                    f"N{subset.id + 1}",
                    subset.dimension,
                    ", ".join(inside),
                ]
            )
    return Table(
        "Components and their maximal Nash subsets",
        (
            "component",
            "dimension",
            "index",
            "extreme equilibria",
            "subset",
            "of dimension",
            "spans",
        ),
        rows,
        (
            "A maximal Nash subset holds every pair of a mixture of the first strategies and a "
            "mixture of the second strategies of the extreme equilibria that it spans.",
        ),
    )


def _dominance(solution: Solution) -> list[Table]:
    game = solution.game
    rows: list[list[Cell]] = [
        [
            game.players[item.player],
            game.actions[item.player][item.action],
            f"{item.kind}ly",
            mixture(game, item.player, item.by),
        ]
        for item in solution.dominance.dominated
    ]
    if not rows:
        return []
    return [Table("Dominated actions", ("player", "action", "dominated", "by"), rows)]


def _verdict(solution: Solution) -> list[Table]:
    judged = solution.verdict
    parties = getattr(judged, "parties", ())
    rows: list[list[Cell]] = [
        [
            party.name,
            dominance_words(party.dominance),
            party.seeks,
            party.seeks_undominated,
            party.seeking_probability,
        ]
        for party in parties
    ]
    if not rows:
        return []
    columns = ("party", "dominance", "seeks in", "undominated", "probability of seeking")
    return [Table("Who seeks power", columns, rows)]


def _rows(solution: Solution) -> Table:
    """The rows of `detente solve`, with what is known of each component."""
    found = solution.equilibria
    plain = equilibria_rows(solution)
    by_id = {component.id: component for component in found.components}
    rows: list[list[Cell]] = []
    for item, row in zip(found.extreme, plain.rows, strict=True):
        component = None if item.component is None else by_id[item.component]
        rows.append(
            [
                *row,
                "" if component is None or component.index is None else component.index,
                "" if component is None else component.dimension,
                " ".join(str(subset) for subset in item.subsets),
            ]
        )
    columns = (*plain.columns, "component index", "component dimension", "maximal Nash subsets")
    return Table("", columns, rows)
