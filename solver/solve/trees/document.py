"""The report of subgame-perfect play: what a reader quotes first, then what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from games.display import Block, Cell, Document, Section, Span, Table
from games.display.cells import cell_text
from games.exact import Number
from games.forms.extensive import Decision
from solver.dynamic.equilibria import MAX_BITS
from solver.dynamic.play import Line
from solver.dynamic.rungs import RungPosition, backs_down_at
from solver.solve.distances import distances_section
from solver.verdict.words import listing

if TYPE_CHECKING:
    from solver.solve.trees.perfect import PerfectSolution

#: Decisions of a tree whose optimal moves a report lists.
_DECISIONS = 40
#: Rungs of a ladder that a report lists.
_RUNGS = 30
_MEASURES = {"conflict_probability": "conflict", "expected_loss": "loss"}


def report(solution: PerfectSolution) -> Document:
    """Return the report of a solution."""
    sections = [
        _play(solution),
        _rungs(solution),
        _moves(solution),
        distances_section(solution.distances),
        _method(solution),
    ]
    return Document(
        solution.title,
        tuple(_lead(solution)),
        tuple(section for section in sections if section is not None),
    )


def _lead(solution: PerfectSolution) -> Iterator[str]:
    yield solution.headline
    if solution.course is not None:
        yield f"Play {solution.course}."
    conflict = solution.conflict
    if conflict is not None:
        place = len(solution.game.players) + solution.game.measures.index("expected_loss")
        yield (
            f"Conflict breaks out with probability {_to(conflict)}; the expected loss is "
            f"{_to(solution.range(place))} of all power."
        )
    yield from (limit[0].upper() + limit[1:] + "." for limit in solution.limits)


def _to(span: tuple[Number, Number]) -> str:
    low, high = span
    return cell_text(low) if low == high else f"{cell_text(low)} to {cell_text(high)}"


def _vector_columns(solution: PerfectSolution) -> list[str]:
    return [
        *(f"payoff {name}" for name in solution.game.players),
        *(_MEASURES.get(name, name) for name in solution.game.measures),
    ]


def _play(solution: PerfectSolution) -> Section | None:
    if solution.graph is None:
        return None
    size = len({vector[: len(solution.game.players)] for vector in solution.vectors})
    blocks: list[Block] = [
        f"{solution.counted}; {'one vector' if size == 1 else f'{size} vectors'} of payoffs."
    ]
    play = solution.play
    if play is None:
        rows: list[list[Cell]] = [list(vector) for vector in solution.vectors]
        return Section("Play", (*blocks, Table("", _vector_columns(solution), rows)))
    number = f"More than 2^{MAX_BITS}" if play.lines is None else brief(play.lines)
    lines = "One line of play" if play.lines == 1 else f"{number} lines of play"
    shown = len(play.listed)
    more = "" if shown == play.lines else f", of which {shown} follow"
    blocks.append(f"{lines}{more}.")
    blocks += [_line_table(solution, play.listed)]
    return Section("Play", tuple(blocks))


def brief(count: int) -> str:
    """A count in full, or its size where it is long."""
    return str(count) if count < 10**12 else f"about 10^{len(str(count)) - 1}"


def _line_table(solution: PerfectSolution, lines: Sequence[Line]) -> Table:
    assert solution.graph is not None
    exact = solution.graph.induction.values.exact
    rows: list[list[Cell]] = [[line_text(solution, line), *exact(line.value)] for line in lines]
    return Table("", ("play", *_vector_columns(solution)), rows)


def line_text(solution: PerfectSolution, line: Line) -> str:
    """A line of play in words: who does what; with chance, where."""
    game = solution.game
    moves = []
    for node, action in line.moves:
        at = game.nodes[node]
        assert isinstance(at, Decision)
        moves.append(f"{game.players[at.player]}: {at.actions[action]}")
    longest = 24
    if len(moves) > longest:
        return ", ".join(moves[:longest]) + f", .. ({len(moves)} moves)"
    return ", ".join(moves) or "no decision"


def _span(span: tuple[Number, Number] | None) -> Cell:
    return "not worked out" if span is None else Span(*span)


def _rungs(solution: PerfectSolution) -> Section | None:
    if not solution.rungs:
        return None
    players = solution.game.players
    rows: list[list[Cell]] = []
    for each in solution.rungs[:_RUNGS]:
        payoffs = each.payoffs or (None, None)
        rows.append(
            [
                each.rung,
                players[each.player],
                " or ".join(each.optimal),
                *map(_span, payoffs),
                _span(each.conflict),
            ]
        )
    columns = ("rung", "to move", "optimal", *(f"payoff {n}" for n in players), "conflict")
    notes = ["If play climbed to the rung without hold or conflict: what is optimal there."]
    if len(solution.rungs) > _RUNGS:
        notes.append(f"{len(solution.rungs) - _RUNGS} more rungs are left out here.")
    blocks: list[Block] = [Table("", columns, rows, notes)]
    blocks += [
        _backing_down(name, backs_down_at(solution.rungs, player))
        for player, name in enumerate(players)
    ]
    blocks.append(_peace(solution.rungs))
    return Section("Rung by rung", tuple(blocks))


def _backing_down(name: str, rung: int | None) -> str:
    if rung is None:
        return f"{name} never backs down on a straight climb."
    return f"{name} backs down first on rung {rung}: there, but on no rung before, it is optimal."


def _peace(rungs: Sequence[RungPosition]) -> str:
    known = [each for each in rungs if each.is_peaceful is not None]
    peaceful = [str(each.rung) for each in known if each.is_peaceful]
    among = "" if len(known) == len(rungs) else f"Of rungs 0 to {known[-1].rung}: "
    if not peaceful:
        return among + "From no rung is conflict ruled out."
    if len(peaceful) == len(known):
        return among + "No equilibrium risks conflict from any rung."
    noun = "rung" if len(peaceful) == 1 else "rungs"
    return f"{among}No equilibrium risks conflict from {noun} {listing(peaceful)}."


def _moves(solution: PerfectSolution) -> Section | None:
    if solution.graph is None or solution.is_ladder:
        return None
    induction = solution.graph.induction
    rows: list[list[Cell]] = []
    for node, at in solution.game.decisions():
        if len(rows) == _DECISIONS:
            break
        optimal = dict.fromkeys(at.actions[action] for action, _ in induction.supports(node))
        vectors = induction.vectors(node)
        payoffs = [
            Span(min(column), max(column))
            for column in list(zip(*vectors, strict=True))[: len(solution.game.players)]
        ]
        rows.append(
            [
                solution.game.name(node),
                solution.game.players[at.player],
                " or ".join(optimal),
                *payoffs,
            ]
        )
    if not rows:
        return None
    left = sum(1 for _ in solution.game.decisions()) - len(rows)
    columns = ("at", "to move", "optimal", *(f"payoff {n}" for n in solution.game.players))
    notes = (f"{left} more decisions are left out here; --format csv has all.",) if left else ()
    return Section("Optimal moves", (Table("", columns, rows, notes),))


def _method(solution: PerfectSolution) -> Section | None:
    if solution.graph is None:
        return None
    game = solution.game
    open_ = solution.graph.induction.values.exact_comparisons
    shared = ", equal subtrees stored once" if game.has_shared_nodes else ""
    blocks: list[Block] = [
        f"Backward induction over {len(game.nodes)} nodes{shared}; pure strategies, which may "
        "depend on all that happened; every tie is kept."
        if solution.graph.induction.complete
        else f"Backward induction over {len(game.nodes)} nodes{shared}; ties broken.",
        f"Exact, {solution.arithmetic}: certified bounds decided every comparison"
        + (f" but {open_}, which exact values decided." if open_ else "."),
    ]
    if solution.certificate_digest is not None:
        blocks.append(
            "Every value was checked by the one-shot deviation principle; certificate "
            f"{solution.certificate_digest}."
        )
    return Section("Method", tuple(blocks))
