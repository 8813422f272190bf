"""A solution in every format of the command line."""

from __future__ import annotations

import json

from games.display import Cell, Document, Table
from games.display.escape import escape_html
from games.forms.mixed import expectation
from solver.report.envelope import envelope
from solver.solve import Solution

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a}table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}"
    "th,td{padding:.25rem .75rem;text-align:left;vertical-align:top}"
    "thead th{border-top:2px solid;border-bottom:1px solid}tbody tr:last-child td"
    "{border-bottom:2px solid}.note{font-size:.85rem;color:#555}"
)


def render(solution: Solution, form: str, digits: int, columns: int) -> str:
    """Return the solution as text of the given format, ending with a newline."""
    if form == "json":
        return json.dumps(envelope(solution), indent=2, ensure_ascii=False) + "\n"
    if form == "jsonl":
        return json.dumps(envelope(solution), ensure_ascii=False) + "\n"
    if form == "csv":
        return equilibria_csv(solution)
    return render_document(solution.document(), form, digits, columns)


def render_document(document: Document, form: str, digits: int, columns: int) -> str:
    """Return a document as text, Markdown, LaTeX or a self-contained HTML page."""
    if form == "markdown":
        return document.to_markdown(digits)
    if form == "latex":
        return document.to_latex(digits)
    if form == "html":
        return page(document.title, document.to_html(digits))
    return document.to_text(digits, columns)


def page(title: str, body: str) -> str:
    """Return a self-contained HTML page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape_html(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def equilibria_csv(solution: Solution) -> str:
    """Return one row per extreme equilibrium: every weight, payoff and measure, exact."""
    game = solution.game
    columns = ["equilibrium", "component", "tags", "undominated"]
    for name, actions in zip(game.players, game.actions, strict=True):
        columns += [f"{name} {action}" for action in actions]
    columns += [f"payoff {name}" for name in game.players]
    columns += game.measures
    rows: list[list[Cell]] = [
        [
            item.id,
            "" if item.component is None else item.component,
            " ".join(item.tags),
            "" if item.undominated is None else str(item.undominated).lower(),
            *(weight for weights in item.strategies for weight in weights),
            *item.payoffs,
            *(expectation(table, item.strategies) for table in game.measures.values()),
        ]
        for item in solution.equilibria.extreme
    ]
    return Table("", columns, rows).to_csv()
