"""The index of the atlas: games by verdict, kind, number of equilibria and tie structure.

Ties: "none" where no player has two equal payoffs; "never decisive" where some payoffs are equal,
but never those of two actions of one player against the same actions of the others; "indifference"
where some player is indifferent between two actions against some pure profile of the others.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from games.display import Cell, Document, Section, Table
from games.forms.normal import NormalFormGame
from games.spec import Spec
from solver.atlas.questions import Ask
from solver.solution.verdict import Verdict
from solver.solve import Answer, Solution


@dataclass(frozen=True)
class Line:
    """What the index says of one game; equilibria and components are "" where they do not apply."""

    label: str
    title: str
    kind: str
    verdict: str
    equilibria: int | str
    components: int | str
    ties: str
    status: str


def line(spec: Spec, ask: Ask) -> Line:
    """The line of one game."""
    answer: Answer = ask(None)
    if not isinstance(answer, Solution):
        return Line(spec.label, answer.title, spec.kind, "", "", "", "", answer.status)
    found, judged = answer.equilibria, answer.verdict
    return Line(
        spec.label,
        answer.title,
        spec.kind,
        judged.kind if isinstance(judged, Verdict) else "none",
        len(found.extreme),
        len(found.components) if found.components else "",
        ties(answer.game),
        answer.status,
    )


def ties(game: NormalFormGame) -> str:
    """Return the tie structure of a game in normal form."""
    tied = False
    for player, names in enumerate(game.actions):
        values = [game.payoff(player, profile) for profile in game.profiles()]
        tied = tied or len(set(values)) < len(values)
        others = [range(size) for i, size in enumerate(game.shape) if i != player]
        for rest in itertools.product(*others):
            column = [
                game.payoff(player, (*rest[:player], own, *rest[player:]))
                for own in range(len(names))
            ]
            if len(set(column)) < len(column):
                return "indifference"
    return "never decisive" if tied else "none"


def index(lines: Sequence[Line], first: Mapping[str, str]) -> Document:
    """The page that names every table; first: the first label of each game."""
    rows: list[list[Cell]] = [
        [
            item.label,
            item.title,
            item.kind,
            item.verdict,
            item.equilibria,
            item.components,
            item.ties,
            item.status,
            first[item.label],
        ]
        for item in lines
    ]
    columns = (
        "game",
        "title",
        "kind",
        "verdict",
        "extreme equilibria",
        "components",
        "ties",
        "answer",
        "first table",
    )
    sections = [Section("All games", (Table("", columns, rows),))]
    keys: tuple[tuple[str, Callable[[Line], str]], ...] = (
        ("By verdict", lambda item: item.verdict),
        ("By kind", lambda item: item.kind),
        ("By number of extreme equilibria", lambda item: str(item.equilibria)),
        ("By ties", lambda item: item.ties),
    )
    for title, key in keys:
        sections.append(Section(title, (_groups(lines, key),)))
    return Document(
        "Equilibrium tables",
        (
            f"{len(lines)} games of the catalogue. Each page is named after its game.",
            "Verdict: the class of the headline, none where no action counts as seeking power.",
            "Ties: none where no player has two equal payoffs; never decisive where no player is "
            "indifferent between two actions against pure actions of the others; else "
            "indifference.",
        ),
        tuple(sections),
    )


def _groups(lines: Sequence[Line], key: Callable[[Line], str]) -> Table:
    groups: dict[str, list[str]] = {}
    for item in lines:
        groups.setdefault(key(item) or "not in normal form", []).append(item.label)

    def order(name: str) -> tuple[int, str]:
        return (int(name) if name.isdigit() else -1, name)

    rows: list[list[Cell]] = [
        [name, len(groups[name]), ", ".join(groups[name])] for name in sorted(groups, key=order)
    ]
    return Table("", ("", "games", "which"), rows)
