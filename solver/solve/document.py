"""The report of a solution: what a reader quotes first, then what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from games.display import Block, Cell, Document, Items, Section, Span, Table
from games.display.cells import cell_text
from games.exact import Number, sign
from games.forms.normal import NormalFormGame
from games.world.decision import Decision
from solver.solution.equilibrium import EquilibriumSet, ExtremeEquilibrium
from solver.solution.verdict import NoVerdict, Verdict
from solver.solve.distances import angle_text, distances_section, short
from solver.verdict.words import dominance_words, listing

if TYPE_CHECKING:
    from solver.solve.solution import Solution

#: Payoff tables of more profiles than this are left to `detente show`.
_PROFILES = 16
#: Equilibria beyond this many are counted, not listed; JSON and CSV have them all.
_LISTED = 60


def report(solution: Solution) -> Document:
    """Return the report of a solution."""
    sections = [
        _game(solution),
        _equilibria(solution),
        _verdict(solution),
        _decision(solution),
        distances_section(solution.distances),
        _method(solution),
    ]
    return Document(
        solution.title,
        tuple(_lead(solution)),
        tuple(section for section in sections if section is not None),
    )


def _lead(solution: Solution) -> Iterator[str]:
    yield solution.headline
    judged = solution.verdict
    if isinstance(judged, Verdict):
        yield from _measures(judged)
        if judged.destruction_pays:
            yield (
                f"For {listing(judged.destruction_pays)} destruction itself pays: the status quo "
                "is worth less than nothing."
            )
        if judged.caveat:
            yield judged.caveat
    yield from solution.limits


def _measures(judged: Verdict) -> Iterator[str]:
    conflict, loss = judged.conflict_probability, judged.expected_loss
    if conflict is None or loss is None:
        return
    if conflict.low == conflict.high and loss.low == loss.high:
        yield (
            f"Conflict breaks out with probability {cell_text(conflict.low)}; the expected loss is "
            f"{cell_text(loss.low)} of all power."
        )
    else:
        yield (
            f"Over all equilibria conflict breaks out with probability {_to(conflict)}; the "
            f"expected loss is {_to(loss)} of all power."
        )


def _to(span: Span) -> str:
    if span.low == span.high:
        return cell_text(span.low)
    return f"{cell_text(span.low)} to {cell_text(span.high)}"


def _game(solution: Solution) -> Section:
    game = solution.game
    shape = " x ".join(str(size) for size in game.shape)
    kind = f"{solution.spec.kind} game" if solution.spec else "game"
    blocks: list[Block] = [
        f"{kind.capitalize()}, {shape}, of {listing(game.players)}"
        + (f" ({solution.spec.label})." if solution.spec and solution.spec.label else ".")
    ]
    if solution.spec and solution.spec.parameters:
        settings = ", ".join(
            f"angle = {angle_text(value)}" if name == "cosine" else f"{name} = {cell_text(value)}"
            for name, value in solution.spec.parameters
        )
        blocks.append(settings + ".")
    table = game.table()
    if len(table.rows) <= _PROFILES:
        blocks.append(table)
    return Section("The game", tuple(blocks))


def _equilibria(solution: Solution) -> Section:
    found = solution.equilibria
    count = len(found.extreme)
    subsets = sum(len(component.subsets) for component in found.components)
    blocks: list[Block] = []
    if found.components or not count:
        blocks.append(
            f"{_count(count, 'extreme equilibrium', 'extreme equilibria')} in "
            f"{_count(subsets, 'maximal Nash subset', 'maximal Nash subsets')} and "
            f"{_count(len(found.components), 'component', 'components')}. " + _completeness(found)
        )
        blocks.append(_components(solution.game, found))
    else:
        blocks.append(f"{_count(count, 'equilibrium', 'equilibria')}. " + _completeness(found))
    blocks.append(equilibrium_table(solution.game, found.extreme[:_LISTED]))
    if count > _LISTED:
        blocks.append(
            f"{count - _LISTED} more equilibria are left out here; --format json has all."
        )
    return Section("Equilibria", tuple(blocks))


def _completeness(found: EquilibriumSet) -> str:
    complete = found.complete
    word = {True: "Complete", False: "Not complete", None: "Completeness not known"}[complete.value]
    caveat = f" {complete.caveat[0].upper()}{complete.caveat[1:]}." if complete.caveat else ""
    return f"{word}: {complete.reason}.{caveat}"


def _components(game: NormalFormGame, found: EquilibriumSet) -> Table:
    rows: list[list[Cell]] = []
    for component in found.components:
        members = [item for item in found.extreme if item.component == component.id]
        words = "isolated point" if component.dimension == 0 else f"dimension {component.dimension}"
        rows.append(
            [
                f"C{component.id + 1}",
                words,
                "not computed"
                if component.index is None
                else f"{component.index:+d}"
                if component.index
                else "0",
                " ∪ ".join(
                    " x ".join(_hull(ids) for ids in subset.strategy_ids)
                    for subset in component.subsets
                ),
                ", ".join(f"E{item.id + 1}" for item in members),
            ]
        )
    notes = [] if found.index_sum is None else [f"The indices sum to {found.index_sum:+d}."]
    return Table(
        "", ("", "shape", "index", "maximal Nash subsets", "extreme equilibria"), rows, notes
    )


def _index(index: int | None) -> str:
    if index is None:
        return "not computed"
    return f"{index:+d}" if index else "0"


def _hull(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"conv({', '.join(ids)})"


def equilibrium_table(game: NormalFormGame, extreme: Sequence[ExtremeEquilibrium]) -> Table:
    """One row per extreme equilibrium: what is played, what it pays, what it is called."""
    rows: list[list[Cell]] = []
    for item in extreme:
        place = (
            ""
            if item.component is None
            else ""
            if item.component is None
            else f"C{item.component + 1}"
        )
        cells: list[Cell] = [f"E{item.id + 1}", place]
        for player, (weights, name) in enumerate(
            zip(item.strategies, item.strategy_ids, strict=True)
        ):
            cells.append(f"{name}: {mixture(game, player, weights)}")
        cells += list(item.payoffs)
        tags = list(item.tags)
        if item.undominated is False:
            tags.append("dominated")
        cells.append(", ".join(tags))
        rows.append(cells)
    columns = ("", "in", *game.players, *(f"payoff {name}" for name in game.players), "")
    return Table("", columns, rows)


def mixture(game: NormalFormGame, player: int, weights: Sequence[Number]) -> str:
    """Return a strategy in words: the action, or actions with their probabilities."""
    names = game.actions[player]
    played = [(names[index], weight) for index, weight in enumerate(weights) if weight != 0]
    if len(played) == 1:
        return played[0][0]
    return " + ".join(f"{cell_text(weight)} {name}" for name, weight in played)


def _verdict(solution: Solution) -> Section | None:
    judged = solution.verdict
    if isinstance(judged, NoVerdict):
        return None
    rows: list[list[Cell]] = [
        [
            party.name,
            dominance_words(party.dominance),
            party.seeks,
            party.seeks_undominated,
            party.seeking_probability,
        ]
        for party in judged.parties
    ]
    table = Table(
        "",
        ("", "dominance", "seeks in", "undominated", "P(seek)"),
        rows,
        (
            "seeks in: every, some or no equilibrium; undominated: counting only equilibria in "
            "which nobody plays a weakly dominated action; P(seek): over all equilibria.",
        ),
    )
    return Section("Who seeks power", (table,))


def _decision(solution: Solution) -> Section | None:
    if not solution.decisions:
        return None
    sentences = []
    rows: list[list[Cell]] = []
    for choice in solution.decisions:
        gain: Number = choice.gain
        verb = {1: "gains", 0: "neither gains nor loses", -1: "loses"}[sign(gain)]
        amount = "" if sign(gain) == 0 else f" {cell_text(gain * sign(gain))}"
        sentences.append(
            f"{choice.party} {verb}{amount} by starting a conflict now: the status quo is worth "
            f"{cell_text(choice.value)} to it, conflict {cell_text(choice.conflict_value)}."
        )
        rows += _threshold_rows(choice)
    table = Table(
        "",
        ("party", "parameter", "now", "starts a conflict iff it is"),
        rows,
        ("All else held fixed, in the party's own terms; thresholds within reach only.",),
    )
    return Section("One decision: conflict now, or not", (Items(tuple(sentences)), table))


def _threshold_rows(choice: Decision) -> Iterator[list[Cell]]:
    for threshold in choice.thresholds:
        if threshold.value is None or threshold.seek in ("always", "never"):
            continue
        now: Number = getattr(choice, threshold.parameter)
        if threshold.parameter == "cosine":
            side = "more" if threshold.seek == "below" else "less"
            yield [
                choice.party,
                "angle",
                angle_text(now),
                f"{side} than {angle_text(threshold.value)}",
            ]
        else:
            yield [
                choice.party,
                threshold.parameter,
                short(now),
                f"{threshold.seek} {short(threshold.value)}",
            ]


def _method(solution: Solution) -> Section:
    method = solution.equilibria.method
    lines = [
        f"{method.name}; {method.arithmetic} arithmetic, {method.tier}; "
        f"{method.engine} {method.version}.",
    ]
    if solution.certificate_digest:
        lines.append(
            "Every equilibrium was checked by the definition before it was reported; certificate "
            f"{solution.certificate_digest}."
        )
    lines += [str(check) for check in solution.cross_check]
    lines.append(f"Game {solution.equilibria.game_digest}.")
    if solution.spec:
        lines.append(f"Spec {solution.spec.digest}.")
    return Section("How it was found", (Items(tuple(lines)),))


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
