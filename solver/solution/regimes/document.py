"""The report of a map of regimes, and its cells as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from games.display import Block, Document, Items, Section, Span, Table, decimal
from games.display.cells import Cell as Entry
from games.exact import RationalFunction, arccos_degrees, text
from solver.solution.regimes.partition import Axis, Cell, Odds, Place, Regime, RegimePartition
from solver.solution.regimes.structure import Formula
from solver.solution.regimes.sustained import class_of, class_words, path_sentence, summary

#: Regimes beyond this many are counted, not listed; JSON has them all.
_LISTED = 40
#: So many boundaries too.
_BOUNDARIES = 120
#: Exact forms up to this many characters are shown beside the approximation.
_SHORT = 24


def report(found: RegimePartition) -> Document:
    """Return the report."""
    lead = [f"{found.headline[:1].upper()}{found.headline[1:]}", *found.limits, *found.notes]
    sections = [
        _map(found),
        summary(found),
        *_regimes(found),
        _boundaries(found),
        _knife_edges(found),
    ]
    return Document(
        f"Regimes of {found.title}",
        tuple(lead),
        (*(section for section in sections if section is not None), _method(found)),
    )


def place_text(place: Place, axis: Axis) -> str:
    """A coordinate, for an angle in degrees with its cosine."""
    value = place.number
    exact = "" if value is None else text(value)
    short = exact if exact and len(exact) <= _SHORT else ""
    middle = decimal((place.low + place.high) / 2)
    if axis.angle:
        return f"{degrees(place)} deg (cosine {short or middle})"
    if axis.odds is not None:
        return f"{decisiveness(place, axis.odds)} (win probability {short or middle})"
    if place.rational is not None and short:
        return short
    return f"{short} ≈ {middle}" if short else middle


def degrees(place: Place) -> str:
    """An angle in degrees from its cosine, exact where it is a rational number of degrees."""
    value = place.number
    middle = (place.low + place.high) / 2
    low, high = arccos_degrees(middle if value is None else value)
    return decimal((low + high) / 2)


def decisiveness(place: Place, odds: Odds) -> str:
    """A decisiveness from the win probability that it gives."""
    if place.rational == Fraction(1, 2):
        return "0"
    low, high = odds.decisiveness(place.low, place.high)
    return "without end" if high is None else decimal((low + high) / 2)


def _map(found: RegimePartition) -> Section:
    if len(found.axes) == 2:
        return _areas(found)
    axis = found.axes[0]
    rows: list[list[Entry]] = []
    for run in found.runs:
        low, high = place_text(run.low, axis), place_text(run.high, axis)
        if run.is_point:
            where = f"at {low}"
        else:
            left = "from" if run.closed[0] else "above"
            right = "to" if run.closed[1] else "to below"
            where = f"{left} {low} {right} {high}"
        undecided = found.cells[run.cells[0]].undecided
        summary = ["undecided", "not known", ""] if undecided else _summary(found, run.regime)
        rows.append([where, *summary])
    columns = [axis.name, "regime", *_headings(found)]
    return Section(_title(found), (Table("", columns, rows),))


def _title(found: RegimePartition) -> str:
    parts = []
    for axis in found.axes:
        low, high = (
            text(end) if len(text(end)) <= _SHORT else decimal(end) for end in (axis.low, axis.high)
        )
        parts.append(f"{axis.symbol if axis.odds else axis.address} from {low} to {high}")
    return "The map: " + ", ".join(parts)


def _headings(found: RegimePartition) -> list[str]:
    """What a regime is summed up by: of a repeated game its stage, and whether its path holds."""
    return ["stage equilibria", found.subject] if found.subject else ["equilibria", "verdict"]


def regime_name(number: int | None) -> str:
    """R1, R2, ..; a word where payoffs have a pole."""
    return "pole" if number is None else f"R{number + 1}"


def _summary(found: RegimePartition, number: int | None) -> list[Entry]:
    if number is None:
        return ["pole", "payoffs are not defined", ""]
    regime = found.regimes[number]
    verdict = regime.verdict.headline if regime.verdict else "no verdict"
    if regime.path is not None:
        verdict = path_sentence(found.subject, regime.path)
    if regime.verdict and regime.verdict.destruction_pays:
        verdict += f" Destruction pays for {', '.join(regime.verdict.destruction_pays)}."
    return [regime_name(number), equilibria_words(found, regime), verdict]


def equilibria_words(found: RegimePartition, regime: Regime) -> str:
    """The components of a regime in a few words: its points by their supports, sets by size."""
    parts = []
    supports = [{item.id: item.support for item in side} for side in regime.structure.strategies]
    for component in regime.structure.components:
        members = [pair for pair in regime.structure.extreme if pair[2] == component.id]
        points = ", ".join(
            " / ".join(
                "+".join(found.actions[player][a] for a in supports[player][name])
                for player, name in enumerate(pair[:2])
            )
            for pair in members[:4]
        ) + (", .." if len(members) > 4 else "")
        if component.dimension == 0:
            parts.append(points)
        else:
            kind = {1: "segment", 2: "polygon"}.get(component.dimension, "polytope")
            if len(component.subsets) > 1:
                parts.append(f"{len(component.subsets)} joined sets through {points}")
            else:
                parts.append(f"a {kind} through {points}")
    return "; ".join(parts)


def _areas(found: RegimePartition) -> Section:
    total = Fraction(1)
    for axis in found.axes:
        total *= axis.high - axis.low
    rows: list[list[Entry]] = []
    full = [regime for regime in found.regimes if regime.dimension == 2]
    for regime in full[:_LISTED]:
        share = "" if regime.measure is None else share_text(regime.measure, total)
        rows.append([*_summary(found, regime.id), str(regime.pieces or ""), share])
    columns = ["regime", *_headings(found), "pieces", "share of the area"]
    blocks: list[Block] = [Table("", columns, rows)]
    if len(full) > _LISTED:
        blocks.append(f"{len(full) - _LISTED} further regimes are in the JSON document.")
    lower = sum(regime.dimension < 2 for regime in found.regimes)
    if lower:
        blocks.append(f"{lower} further regimes occur on boundaries and at points only.")
    if found.neighbours:
        pairs = ", ".join(
            f"{regime_name(a)}-{regime_name(b)}" for a, b in found.neighbours[:_LISTED]
        )
        blocks.append(f"Neighbours across a boundary: {pairs}.")
    return Section(_title(found), tuple(blocks))


def share_text(measure: Span, total: Fraction) -> str:
    """A length or area in proportion to the whole, with its bound."""
    low, high = measure.low / total, measure.high / total
    middle = decimal((low + high) / 2)
    if low == high:
        return text(low) if len(text(low)) <= _SHORT else middle
    return f"{middle} ± {decimal((high - low) / 2, 2)}"


def _regimes(found: RegimePartition) -> Iterator[Section | None]:
    listed = [r for r in found.regimes if r.dimension == len(found.axes) or len(found.axes) == 1]
    for regime in listed[:_LISTED]:
        rows: list[list[Entry]] = []
        ties = {item.id: item for side in regime.structure.strategies for item in side}
        weights = {formula.id: formula for formula in regime.formulas}
        for number, (first, second, component) in enumerate(regime.structure.extreme):
            rows.append(
                [
                    str(number + 1),
                    str(component + 1),
                    *(_strategy(found, weights[name]) for name in (first, second)),
                    _ties(found, ties[first].replies, ties[second].support, 1),
                    _ties(found, ties[second].replies, ties[first].support, 0),
                ]
            )
        columns = [
            "no.",
            "component",
            *found.players,
            *(f"ties of {n}" for n in found.players[::-1]),
        ]
        blocks: list[Block] = [Table("", columns, rows)]
        if any(not formula.everywhere for formula in regime.formulas):
            blocks.append("Formulas hold at the first cell, and where no denominator is zero.")
        yield Section(f"{regime_name(regime.id)}: extreme equilibria", tuple(blocks))


def _strategy(found: RegimePartition, formula: Formula) -> str:
    actions = found.actions[formula.player]
    parts = [
        f"{actions[a]} {weight}"
        for a, weight in enumerate(formula.weights)
        if isinstance(weight, RationalFunction) or weight != 0
    ]
    return actions[_only(formula)] if len(parts) == 1 else ", ".join(parts)


def _only(formula: Formula) -> int:
    return next(
        a
        for a, weight in enumerate(formula.weights)
        if isinstance(weight, RationalFunction) or weight != 0
    )


def _ties(
    found: RegimePartition, replies: Sequence[int], support: Sequence[int], player: int
) -> str:
    return ", ".join(found.actions[player][a] for a in replies if a not in support)


def _boundaries(found: RegimePartition) -> Section | None:
    if not found.boundaries:
        return None
    rows: list[list[Entry]] = []
    listed = found.boundaries[:_BOUNDARIES]
    notes = (
        (f"{len(found.boundaries) - len(listed)} further polynomials are in JSON only.",)
        if len(found.boundaries) > len(listed)
        else ()
    )
    for boundary in listed:
        solved = "; ".join(
            f"{symbol} = {' or '.join(forms)}" for symbol, forms in boundary.solved.items() if forms
        )
        meaning = "; ".join(boundary.meanings[:2]) + (
            f"; {len(boundary.meanings) - 2} more" if len(boundary.meanings) > 2 else ""
        )
        rows.append([f"{boundary.polynomial} = 0", solved, meaning])
    return Section("Boundaries", (Table("", ["where", "solved", "meaning"], rows, notes),))


def _knife_edges(found: RegimePartition) -> Section | None:
    if not found.knife_edges:
        return None
    entries = []
    for edge in found.knife_edges:
        cell = found.cells[edge.cell]
        regime = found.regimes[edge.regime]
        named = {
            strategy.id: strategy.support
            for side in regime.structure.strategies
            for strategy in side
        }
        members = [pair for pair in regime.structure.extreme if pair[2] in edge.components]
        points = ", ".join(
            " / ".join(
                "+".join(found.actions[player][a] for a in named[name])
                for player, name in enumerate(pair[:2])
            )
            for pair in members
        )
        verb = "exists" if len(members) == 1 else "exist"
        entries.append(f"{_where(found, cell)}: {points} {verb} only here.")
    return Section("Knife edges", (Items(tuple(entries)),))


def _where(found: RegimePartition, cell: Cell) -> str:
    if len(found.axes) == 1:
        return f"At {found.axes[0].address} = {place_text(cell.sample[0], found.axes[0])}"
    point = ", ".join(
        f"{axis.address} = {place_text(place, axis)}"
        for axis, place in zip(found.axes, cell.sample, strict=True)
    )
    if cell.dimension == 0:
        return f"At {point}"
    zero = [
        str(polynomial)
        for polynomial, s in zip(found.polynomials, cell.signs, strict=True)
        if s == 0 and isinstance(polynomial, RationalFunction)
    ]
    curve = " and ".join(f"{p} = 0" for p in zero) or "the edge of the map"
    return f"On the curve {curve}, as at {point}"


def _method(found: RegimePartition) -> Section:
    count = len(found.polynomials)
    what = "The structure of all equilibria turns"
    if found.subject:
        what = f"All equilibria of the stage, and what sustains {found.subject}, turn"
    many = f"{count} irreducible polynomial{'s' if count != 1 else ''}"
    turns = f"{what} on the signs of {many}; the map has {len(found.cells)} cells, points and arcs "
    said = f"{turns}included." if count or found.cells else "The map has no cell yet."
    return Section("Method", (f"{found.method}; {found.arithmetic} arithmetic. {said}",))


def cells_table(found: RegimePartition) -> Table:
    """One row per cell: regime, dimension, sample and signs; for repeated games, the path."""
    rows: list[list[Entry]] = []
    for cell in found.cells:
        point = [
            text(value) if (value := place.number) is not None else repr(place.approx)
            for place in cell.sample
        ]
        signs = "".join("-0+"[s + 1] for s in cell.signs)
        name = "undecided" if cell.undecided else regime_name(cell.regime)
        rows.append([cell.id, cell.dimension, name, *point, signs])
        if found.subject:
            path = None if cell.regime is None else found.regimes[cell.regime].path
            rows[-1].append("" if path is None else class_words(class_of(path)))
    columns = ["cell", "dimension", "regime", *(axis.address for axis in found.axes), "signs"]
    if found.subject:
        columns.append(found.subject)
    return Table("", columns, rows)
