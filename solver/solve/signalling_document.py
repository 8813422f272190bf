"""The report of the equilibria of a signalling game."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from games.display import Block, Cell, Document, Items, Section, Span, Table
from games.display.cells import cell_text
from games.exact import Number
from games.forms.assessment import BeliefSet
from games.forms.signalling import INSPECTED, SignallingGame
from solver.beliefs.replies import Correspondence
from solver.solution.assessments import PerfectBayesianSet
from solver.solve.distances import distances_section, short
from solver.verdict.words import listing

if TYPE_CHECKING:
    from solver.solve.kinds.signalling import SignallingSolution

#: Sets beyond this many are counted, not listed; JSON and CSV have them all.
_LISTED = 40
#: Headings of the measures.
MEASURES = {
    "conflict_probability": "P(conflict)",
    "expected_loss": "loss",
    "coup": "P(coup)",
    INSPECTED: "P(inspection)",
}


def headline(solution: SignallingSolution) -> str:
    """What kinds of equilibria there are, and which survive the intuitive criterion."""
    found = solution.found
    if not found.sets:
        return "No perfect Bayesian equilibrium was found."
    names = dict.fromkeys(kind_words(solution.game, item) for item in found.sets)
    words = listing(tuple(names))
    start = f"Perfect Bayesian equilibria: {words}."
    failing = dict.fromkeys(
        kind_words(solution.game, item)
        for item in found.sets
        if any(label.name == "intuitive" and label.value is False for label in item.refinements)
    )
    if not failing:
        return start
    if len(failing) == len(names):
        return f"{start} None survives the intuitive criterion."
    return f"{start} Not by the intuitive criterion: {listing(tuple(failing))}."


def kind_words(game: SignallingGame, item: PerfectBayesianSet) -> str:
    """ "pooling on hold", "separating", .."""
    if item.kind == "pooling":
        return f"pooling on {game.messages[item.path[0]].name}"
    return item.kind


def report(solution: SignallingSolution) -> Document:
    """Return the report of a solution."""
    lead = [solution.headline, *solution.lead]
    if solution.unused:
        lead.append(
            f"{listing(solution.unused)} in the spec has no part in this game: whether seeking is "
            f"fought is the choice of {solution.game.receiver}."
        )
    sections = [
        _game(solution),
        _equilibria(solution),
        *solution.sections,
        distances_section(solution.distances),
        _method(solution),
    ]
    told = tuple(section for section in sections if section is not None)
    return Document(solution.title, tuple(lead), told)


def _game(solution: SignallingSolution) -> Section:
    game = solution.game
    prior = ", ".join(
        f"{name} {cell_text(weight)}" for name, weight in zip(game.types, game.prior, strict=True)
    )
    later = {
        name: reply.name
        for message in game.messages
        for reply in message.replies
        for name in [game.sender if reply.mover == "sender" else game.players[-1]]
        if reply.mover and reply.inspection is None
    }
    words = "".join(f" After {reply} {name} moves again." for name, reply in later.items())
    test = game.inspection
    if test is not None:
        odds = ", ".join(
            f"{name} {cell_text(alarm)}" for name, alarm in zip(game.types, test.alarm, strict=True)
        )
        words += (
            f" {game.receiver} may inspect it first, at a cost of {cell_text(test.cost)}: an alarm "
            f"has probability {odds}."
        )
    return Section(
        "The game",
        (
            f"{game.sender} knows its type ({prior}) and sends a message; {game.receiver} sees the "
            f"message only and replies.{words}",
            game.table(),
        ),
    )


def _equilibria(solution: SignallingSolution) -> Section:
    game, found = solution.game, solution.found
    many = "one connected set" if found.components == 1 else f"{found.components} connected sets"
    complete = found.complete
    word = {True: "Complete", False: "Not complete", None: "Completeness not known"}[complete.value]
    caveat = f" {complete.caveat[0].upper()}{complete.caveat[1:]}." if complete.caveat else ""
    count = "1 maximal set" if len(found.sets) == 1 else f"{len(found.sets)} maximal sets"
    blocks: list[Block] = [
        f"{count} of assessments; their strategies form {many}. {word}: {complete.reason}.{caveat}",
        _sets(game, found.sets[:_LISTED]),
        _worth(game, found.sets[:_LISTED]),
        _replies(game, found.sets[:_LISTED]),
    ]
    if len(found.sets) > _LISTED:
        blocks.append(
            f"{len(found.sets) - _LISTED} more sets are left out here; --format json has all."
        )
    ties = [
        f"{game.types[t]} is indifferent after {game.messages[m].name}, "
        f"{game.messages[m].replies[r].name}."
        for (t, m, r), moves in found.later.items()
        if len(moves) > 1
    ]
    blocks += [Items(tuple(ties))] if ties else []
    blocks.append(_labels(found.sets[:_LISTED]))
    return Section("Equilibria", tuple(blocks))


def _sets(game: SignallingGame, sets: Sequence[PerfectBayesianSet]) -> Table:
    rows: list[list[Cell]] = [
        [
            f"S{item.id + 1}",
            f"C{item.component + 1}",
            kind_words(game, item),
            *(_sends(game, item, t) for t in range(len(game.types))),
        ]
        for item in sets
    ]
    return Table("", ["", "in", "kind", *(f"{name} sends" for name in game.types)], rows)


def _worth(game: SignallingGame, sets: Sequence[PerfectBayesianSet]) -> Table:
    """Payoffs and measures over each set."""
    rows: list[list[Cell]] = [
        [
            f"S{item.id + 1}",
            *map(short_span, item.sender_payoffs),
            *map(short_span, item.payoffs),
            *map(short_span, item.measures.values()),
        ]
        for item in sets
    ]
    columns = [
        "",
        *(f"payoff {name}" for name in (*game.types, *game.players[1:])),
        *(MEASURES.get(name, name) for name in game.measures),
    ]
    return Table("", columns, rows)


def short_span(span: Span) -> str:
    """A number or a range, exactly where that is short."""
    if span.low == span.high:
        return short(span.low)
    return f"[{short(span.low)}, {short(span.high)}]"


def _sends(game: SignallingGame, item: PerfectBayesianSet, t: int) -> str:
    """The message of a type, or messages with the range of their probabilities."""
    pairs = zip(item.sends[t], game.messages, strict=True)
    return " + ".join(_weighted(span, message.name) for span, message in pairs if span.high != 0)


def _weighted(span: Span, name: str) -> str:
    return name if span.low == 1 else f"{cell_text(span)} {name}"


def _replies(game: SignallingGame, sets: Sequence[PerfectBayesianSet]) -> Table:
    """One row per set and message: what is believed and what is replied."""
    rows: list[list[Cell]] = []
    for item in sets:
        for m, message in enumerate(game.messages):
            belief = item.assessments.beliefs[m]
            rows.append(
                [
                    f"S{item.id + 1}",
                    message.name,
                    belief.path,
                    *(Span(*belief.probability(t)) for t in _shown(game)),
                    reply_words(game, item, m),
                ]
            )
    columns = ["", "after", "sent", *(f"P({game.types[t]})" for t in _shown(game)), "reply"]
    return Table(
        "",
        columns,
        rows,
        (
            "Beliefs after a message that is never sent: any of these goes with any of the "
            "strategies beside it.",
        ),
    )


def _shown(game: SignallingGame) -> range:
    """Types whose probability is shown: of two types the second."""
    return range(1, 2) if len(game.types) == 2 else range(len(game.types))


def reply_words(game: SignallingGame, item: PerfectBayesianSet, m: int) -> str:
    """The reply to a message, or replies with the range of their probabilities."""
    parts = []
    for name, span in reply_spans(game, item, m):
        if span.high != 0:
            parts.append(_weighted(span, name))
    idle = item.assessments.idle[m]
    if idle:
        reply = next(r for r in game.messages[m].replies if r.mover == "second")
        spans = [Span(min(column), max(column)) for column in zip(*idle, strict=True)]
        would = [
            _weighted(span, name)
            for span, name in zip(spans, reply.moves, strict=True)
            if span.high != 0
        ]
        parts.append(f"({game.players[2]} would {' + '.join(would)})")
        return " + ".join(parts[:-1]) + " " + parts[-1]
    return " + ".join(parts)


def reply_spans(
    game: SignallingGame, item: PerfectBayesianSet, m: int
) -> Iterator[tuple[str, Span]]:
    """Every outcome of a message with the range of its probability over the set."""
    after = Correspondence(game, m)
    for o, (reply, move) in enumerate(after.outcomes):
        weights: list[Number] = [vertex[m][o] for vertex in item.assessments.replies]
        found = game.messages[m].replies[reply]
        name = found.name + (f" ({found.moves[move]})" if found.mover == "second" else "")
        yield name, Span(min(weights), max(weights))


def _labels(sets: Sequence[PerfectBayesianSet]) -> Table:
    words = {True: "yes", False: "no", None: "not known"}
    rows: list[list[Cell]] = [
        [f"S{item.id + 1}", label.name, words[label.value], label.reason]
        for item in sets
        for label in item.refinements
        if label.name != "sequential"
    ]
    return Table(
        "",
        ("", "refinement", "survives", "because"),
        rows,
        tuple(
            f"All of them are sequential equilibria: {label.reason}."
            for item in sets[:1]
            for label in item.refinements
            if label.name == "sequential"
        ),
    )


def _method(solution: SignallingSolution) -> Section:
    method = solution.found.method
    lines = [
        f"{method.name}; {method.arithmetic} arithmetic; {method.engine} {method.version}.",
        "Every set was checked by the definition before it was reported; certificate "
        f"{solution.certificate_digest}.",
        f"Game {solution.found.game_digest}.",
    ]
    if solution.spec:
        lines.append(f"Spec {solution.spec.digest}.")
    return Section("How it was found", (Items(tuple(lines)),))


def rows(solution: SignallingSolution) -> Table:
    """Every number of every set: the range of a probability or payoff over it."""
    game = solution.game
    found: list[list[Cell]] = []
    for item in solution.found.sets:
        head: list[Cell] = [f"S{item.id + 1}", f"C{item.component + 1}", kind_words(game, item)]

        def add(what: str, where: str, span: Span, head: list[Cell] = head) -> None:
            found.append([*head, what, where, span.low, span.high])

        for t, name in enumerate(game.types):
            for span, message in zip(item.sends[t], game.messages, strict=True):
                add("sends", f"{name}: {message.name}", span)
        for m, message in enumerate(game.messages):
            for name, span in reply_spans(game, item, m):
                add("reply", f"{message.name}: {name}", span)
            belief: BeliefSet = item.assessments.beliefs[m]
            for t, name in enumerate(game.types):
                add("belief", f"{message.name}: {name}", Span(*belief.probability(t)))
        for name, span in zip(game.types, item.sender_payoffs, strict=True):
            add("payoff", name, span)
        for name, span in zip(game.players[1:], item.payoffs, strict=True):
            add("payoff", name, span)
        for name, span in item.measures.items():
            add("measure", name, span)
    return Table("", ("set", "component", "kind", "quantity", "of", "low", "high"), found)
