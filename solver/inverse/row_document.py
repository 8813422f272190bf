"""Alignments among many parties as text: what each choice weighs, and the ranges at each loss."""

from __future__ import annotations

from games.display import Block, Section, Table
from games.exact import Number, sign
from solver.inverse.inference import RETOLD, RowInference
from solver.inverse.intervals import interval
from solver.inverse.rows import Weights


def row_lead(row: RowInference) -> str:
    """Return in one sentence what the choices show at the first loss that explains them."""
    for loss, ranges in row.rows:
        if not ranges.empty:
            shown = "; ".join(f"{b.quantity} in {interval(b)}" for b in ranges.bounds)
            return (
                f"{row.chooser}, were the expected loss {loss}: {shown or 'no alignment matters'}."
            )
    losses = ", ".join(str(loss) for loss, _ in row.rows)
    return f"{row.chooser}: nothing explains the choices at an expected loss of {losses}."


def row_section(row: RowInference) -> Section:
    """Return the weights of each choice and the ranges of the alignments at each loss."""
    blocks: list[Block] = []
    if len(row.choices) <= RETOLD:
        weights = [Weights.of(choice) for choice in row.choices]
        relation = {"seek": "> 0" if row.assumption == "decision" else ">= 0", "hold": "<= 0"}
        blocks.append(
            Table(
                "Choices: (1-d) X - d Y",
                ("choice", "action", "X", "Y", "shows"),
                [
                    (choice.name, choice.action, _form(one.survival, row.chooser),
                     _form(one.loss, row.chooser), relation[choice.action])
                    for choice, one in zip(row.choices, weights, strict=True)
                ],
                ("a(P) is the alignment of the chooser with P, between -1 and 1; each choice is a "
                 "half-space of them at a given d.",),
            )
        )  # fmt: skip
    rows = []
    for loss, ranges in row.rows:
        if ranges.empty:
            rows.append((str(loss), *["none"] * len(row.others), ", ".join(ranges.conflict)))
        else:
            rows.append((str(loss), *(interval(b) for b in ranges.bounds), ""))
    blocks.append(
        Table(
            "Alignments by expected loss",
            ("if d were", *row.others, "conflict"),
            rows,
            ("Exact ranges over the polyhedron of alignment rows at each d. Positive "
             "semidefiniteness excludes no row by itself, so none is too wide.",),
        )
    )  # fmt: skip
    return Section(row.chooser, tuple(blocks))


def _form(weights: dict[str, Number], chooser: str) -> str:
    """Return sum_j weight_j a(j) with a(chooser) = 1."""
    found = ""
    for party, weight in weights.items():
        if sign(weight) == 0:
            continue
        size = weight if sign(weight) > 0 else -weight
        term = str(size) if party == chooser else (f"{size} " if size != 1 else "") + f"a({party})"
        joint = (" - " if found else "-") if sign(weight) < 0 else (" + " if found else "")
        found += joint + term
    return found or "0"
