"""From a table of records and formulas to the regressors of a strategic model.

Formulas are Wilkinson formulas (formulaic): `x + z`, `0 + x` without constant, factors by treatment
contrasts. A formula can hold code, so every factor is held against a list of harmless functions
before it is evaluated.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from solver.errors import DataError, MissingError
from solver.inverse.strategic.jet import Array
from solver.inverse.strategic.likelihood import Index
from solver.inverse.strategic.tree import BRANCHES

if TYPE_CHECKING:
    import pandas as pd

_FUNCTIONS = {"log", "log10", "log2", "exp", "C", "center", "scale", "poly", "bs"}
_SYNTAX = (
    ast.Expression, ast.Name, ast.Load, ast.Call, ast.Constant, ast.keyword, ast.UnaryOp, ast.USub,
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow,
)  # fmt: skip


@dataclass(frozen=True)
class Utility:
    """One player's utility of one outcome: a formula, or a fixed number (formula None)."""

    player: int
    outcome: int
    formula: str | None
    value: float = 0.0


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return a "did you mean .." for a misspelt word, or None."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else None


def require_columns(data: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Refuse a name that is no column."""
    for column in columns:
        if column not in data.columns:
            raise DataError(
                f"{what} names the column {column!r}, which the data do not have",
                found=column,
                allowed=", ".join(map(str, data.columns)),
                hint=nearest(column, map(str, data.columns))
                or "columns: " + ", ".join(map(str, list(data.columns)[:12])),
            )


def formulaic_module() -> Any:
    """Import formulaic, or say how to get it."""
    try:
        import formulaic
    except ImportError:
        raise MissingError(
            "strategic estimation reads formulas with formulaic, which is not installed",
            hint="pip install 'detente[data]'",
        ) from None
    return formulaic


def parse_formula(text: str, what: str) -> Any:
    """Read the right-hand side of a formula; refuse what is no plain regressor."""
    from formulaic.errors import FormulaicError

    text = text.strip()
    text = text.removeprefix("~").strip()
    try:
        formula = formulaic_module().Formula(text)
    except (FormulaicError, SyntaxError) as error:
        reason = str(error).splitlines()[0]
        raise DataError(f"{what}: the formula {text!r} cannot be read: {reason}") from None
    if not hasattr(formula, "required_variables") or hasattr(formula, "lhs"):
        raise DataError(f"{what}: give the right-hand side only, such as 'x + z', not {text!r}")
    for term in formula:
        for factor in term.factors:
            _check_factor(str(factor), what)
    return formula


def _check_factor(factor: str, what: str) -> None:
    plain = re.sub(r"`[^`]*`", "quoted", factor)
    try:
        tree = ast.parse(plain.strip(), mode="eval")
    except SyntaxError:
        raise DataError(f"{what}: {factor!r} is no regressor") from None
    for node in ast.walk(tree):
        function = node.func if isinstance(node, ast.Call) else None
        named = function.id if isinstance(function, ast.Name) else None
        if not isinstance(node, _SYNTAX) or (function is not None and named not in _FUNCTIONS):
            raise DataError(
                f"{what}: {factor!r} is not allowed in a formula",
                found=factor,
                allowed="columns, + - * / **, " + ", ".join(sorted(_FUNCTIONS)),
                hint="compute the column before and name it",
            )


def parse_utilities(
    utilities: Mapping[str, str | float], players: Sequence[str], outcomes: Sequence[str]
) -> tuple[Utility, ...]:
    """Read {"A.war": "regime1 + balance", "B.war": "1", "A.sq": -1}: text is a formula."""
    ends_alone = {o for branch in BRANCHES[len(outcomes)] if len(branch) == 1 for o in branch}
    found = []
    for key, given in utilities.items():
        name, _, outcome = key.partition(".")
        for word, known, kind in ((name, players, "player"), (outcome, outcomes, "outcome")):
            if word not in known:
                raise DataError(
                    f"utility {key!r}: there is no {kind} {word!r}",
                    found=word,
                    allowed=", ".join(known),
                    hint=nearest(word, known) or f"write PLAYER.OUTCOME with {', '.join(known)}",
                )
        who, where = players.index(name), outcomes.index(outcome)
        if who == 1 and where in ends_alone:
            raise DataError(
                f"utility {key!r}: {players[1]} has no choice that leads to {outcome!r}, so its "
                "utility there cannot show in its behaviour",
                hint="leave it out",
            )
        if isinstance(given, str):
            found.append(Utility(who, where, given))
        else:
            found.append(Utility(who, where, None, float(given)))
    return tuple(found)


def read_outcomes(
    data: pd.DataFrame, outcome: str | Sequence[str], outcomes: Sequence[str]
) -> tuple[Any, pd.Series]:
    """Return the number of each row's outcome, -1 where missing, and whether it is missing.

    outcome: one column of codes, or one 0/1 column per outcome.
    """
    columns = [outcome] if isinstance(outcome, str) else list(outcome)
    require_columns(data, columns, "outcome")
    missing = data[columns].isna().any(axis=1)
    if len(columns) == 1:
        codes = data[columns[0]].astype(object).map(lambda code: str(code))
        numbers = codes.map({str(name): k for k, name in enumerate(outcomes)})
        strange = codes[numbers.isna() & ~missing]
        if len(strange):
            counts = ", ".join(f"{k!r} ({v})" for k, v in strange.value_counts().head(5).items())
            raise DataError(
                f"{len(strange)} rows of {columns[0]!r} hold outcomes outside the model: {counts}",
                allowed=", ".join(outcomes),
                hint=f"name all outcomes in the order of the tree, or drop those rows; the model "
                f"has {', '.join(outcomes)}",
            )
        return numbers.fillna(-1).to_numpy(dtype=np.int64), missing
    if len(columns) != len(outcomes):
        raise DataError(
            f"outcome needs one column, or one 0/1 column for each of the {len(outcomes)} "
            f"outcomes; got {len(columns)}"
        )
    table = data[columns].to_numpy(dtype=float)
    wrong = ~missing.to_numpy() & (~np.isin(table, (0, 1)).all(axis=1) | (table.sum(axis=1) != 1))
    if wrong.any():
        raise DataError(
            f"{int(wrong.sum())} rows do not have exactly one 1 among {', '.join(columns)} "
            f"(first at row {int(np.flatnonzero(wrong)[0]) + 1})"
        )
    return np.where(missing.to_numpy(), -1, np.nan_to_num(table).argmax(axis=1)), missing


def keep_rows(
    data: pd.DataFrame, columns: Sequence[str], missing_outcome: pd.Series, missing: str
) -> Any:
    """Return the mask of complete rows; refuse incomplete ones unless told to drop them."""
    gaps = data[list(columns)].isna()
    incomplete = gaps.any(axis=1) | missing_outcome
    count = int(incomplete.sum())
    if count and missing != "drop":
        per_column = {str(name): int(total) for name, total in gaps.sum().items() if total}
        if missing_outcome.any():
            per_column["outcome"] = int(missing_outcome.sum())
        detail = ", ".join(f"{name} {total}" for name, total in per_column.items())
        raise DataError(
            f"{count} of {len(data)} rows have missing values ({detail})",
            found=str(count),
            hint="choose missing='drop' (--missing drop) to estimate without them",
        )
    if count == len(data):
        raise DataError("no row is complete: nothing is left to estimate from")
    return ~incomplete.to_numpy()


def build_index(
    data: pd.DataFrame, label: str, target: tuple[str, int, int], formula: Any
) -> tuple[Index | None, Any]:
    """Return the regressors of one formula and formulaic's way to rebuild them."""
    with np.errstate(all="ignore"):  # a value that is not finite is refused by name below
        matrix = formulaic_module().model_matrix(formula, data, context={}, na_action="raise")
    names = tuple("1" if name == "Intercept" else str(name) for name in matrix.columns)
    values: Array = np.ascontiguousarray(matrix.to_numpy(dtype=float))
    if not names:
        return None, matrix.model_spec
    if not np.isfinite(values).all():
        bad = names[int(np.flatnonzero(~np.isfinite(values).all(axis=0))[0])]
        raise DataError(f"{label}: the regressor {bad!r} is not finite in every row")
    return Index(label, target, names, values), matrix.model_spec
