"""An inference as a document: choices, ranges, border, evidence, and what stays unknown."""

from __future__ import annotations

from fractions import Fraction
from math import acos, degrees

from games.display import Block, Document, Items, Section, Table, decimal
from games.exact import Number
from solver.inverse.identified import Bound, IdentifiedSet
from solver.inverse.inference import RETOLD, Inference, PartyInference
from solver.inverse.intervals import interval
from solver.inverse.ridge_document import ridge_table
from solver.inverse.row_document import row_lead, row_section

_SLICES = (Fraction(1, 20), Fraction(1, 10), Fraction(1, 5), Fraction(1, 3), Fraction(1, 2))
_MEANING = {
    "d": "expected loss d",
    "c": "alignment c = cos theta",
    "w": "survival odds w = (1-d)/d",
    "z": "affinity z = 1/(1-c)",
    "p": "own win probability p",
}
_ASSUMED = {
    "decision": "a decision against a holder, seeking only for a strict gain",
    "best-reply": "a best reply to the posture that was seen, ties allowed",
    "equilibrium": "a best reply to some posture, as in some equilibrium",
}


def document(inference: Inference) -> Document:
    """Return the document of an inference."""
    sections: list[Section] = []
    lead = []
    for party in inference.parties:
        lead.append(_lead(party))
        sections += _sections(inference, party)
    lead += _common(inference)
    for row in inference.rows:
        lead.append(row_lead(row))
        sections.append(row_section(row))
    if inference.dropped:
        lead.append(f"Incomplete rows dropped: {inference.dropped}.")
    sections.append(Section("What behaviour cannot tell", (Items(_unidentified(inference)),)))
    return Document(
        inference.title or "Inference from observed choices", tuple(lead), tuple(sections)
    )


def angles(bound: Bound) -> str:
    """Return the angles, in degrees, of a range of cosines."""
    left, right = "[" if bound.high_closed else "(", "]" if bound.low_closed else ")"
    low, high = (degrees(acos(max(-1.0, min(1.0, float(c))))) for c in (bound.high, bound.low))
    return f"{left}{low:.4g}, {high:.4g}{right} degrees"


def part(value: float) -> str:
    """Return a part of the prior as a percentage that is never rounded to nothing."""
    return f"{value:.2%}" if value >= 1e-3 or value == 0 else f"{100 * value:.3g}%"


def _lead(party: PartyInference) -> str:
    name = party.chooser
    if party.empty:
        names = party.unknown.conflict if party.unknown else _conflict(party)
        return (
            f"{name}: nothing explains the choices: {', '.join(names)} cannot hold together."
            if names
            else f"{name}: nothing explains the choices."
        )
    if party.unknown is not None:
        found = {bound.quantity: bound for bound in party.unknown.bounds}
        return (
            f"{name}: alignment in {interval(found['c'])}, expected loss in {interval(found['d'])}."
        )
    reading = party.reading
    assert reading is not None
    loss, cosine = reading.ranges
    return (
        f"{name}: alignment in {interval(cosine)}, angle in {angles(cosine)}, expected loss in "
        f"{interval(loss)}; together {part(reading.share.value)} of all directions and losses "
        "remain."
    )


def _conflict(party: PartyInference) -> tuple[str, ...]:
    return () if party.identified is None else party.identified.conflict


def _common(inference: Inference) -> list[str]:
    """What the parties' sets say together, since their alignment is one and the same."""
    readings = [party.reading for party in inference.parties]
    ranges = [reading.ranges[1] for reading in readings if reading is not None and reading.ranges]
    if len(ranges) < 2 or len(ranges) < len(inference.parties):
        return []
    low = max(ranges, key=lambda bound: bound.low)
    high = min(ranges, key=lambda bound: bound.high)
    if low.low > high.high:
        return ["No alignment explains the choices of all parties, if all judge it alike."]
    both = Bound("c", low.low, high.high, low.low_closed, high.high_closed)
    return [f"If all judge their alignment alike, it lies in {interval(both)}."]


def _sections(inference: Inference, party: PartyInference) -> list[Section]:
    blocks: list[Block] = [f"Read as {_ASSUMED[party.assumption]}."]
    if party.unknown is not None:
        rows = [(_MEANING[b.quantity], interval(b)) for b in party.unknown.bounds]
        if rows:
            blocks.append(Table("Ranges, own belief unknown", ("quantity", "range"), rows))
        if party.unknown.left_out:
            blocks.append(
                "Not used, since under this assumption each shows a union of half-planes: "
                f"{', '.join(party.unknown.left_out)}. The ranges hold, but may be too wide."
            )
        if inference.with_posterior:
            blocks.append("No posterior: it needs the win probability of every choice.")
        return [Section(party.chooser, tuple(blocks))]
    if len(party.choices) <= RETOLD:
        blocks.append(_choices(party))
    if party.identified is not None and not party.empty:
        blocks += _border(party.identified)
    blocks.append(_readings(party))
    if party.ridge is not None:
        blocks.append(ridge_table(party.ridge))
    if party.feigned is not None:
        blocks += _feigned(inference, party)
    if party.following is not None:
        o = party.following.observation
        blocks.append(
            f"Most informative next choice: whether it seeks at share {o.share}, win probability "
            f"{o.win_probability}, stakes {o.stakes} (chance of seeking "
            f"{party.following.seek:.3f}, {party.following.bits:.3f} bits), among shares in "
            "twentieths and stakes as seen."
        )
    if party.posterior is not None:
        blocks.append(_posterior(party))
    elif inference.with_posterior:
        blocks.append("No posterior: under this assumption a choice is no single logit choice.")
    return [Section(party.chooser, tuple(blocks))]


def _choices(party: PartyInference) -> Table:
    """Every choice, what it shows as it is read, and the ranges after it."""
    rows = []
    steps = iter(party.steps)
    for choice in party.choices:
        readings = choice.readings(party.assumption)
        shown = " or ".join(
            _inequality(o.line(), o.action, party.assumption != "decision") for o in readings
        )
        row = [choice.name, choice.action, shown or "nothing"]
        if party.steps:
            step = next(steps) if readings else None
            row += (
                ["", ""] if step is None else [interval(b) for b in reversed(step)] or ["none"] * 2
            )
        rows.append(row)
    columns = ["choice", "action", "shows"]
    if party.steps:
        columns += ["alignment c after it", "loss d after it"]
    return Table("Choices", columns, rows)


def _inequality(line: tuple[Number, Number, Number], action: str, ties: bool) -> str:
    base, slope, risk = line
    left = "0" if risk == 0 else "z" if risk == 1 else f"{risk} z"
    sign = ">=" if action == "hold" else "<=" if ties else "<"
    if slope == 0:
        return f"{left} {sign} {base}"
    joint = "+" if slope > 0 else "-"
    return f"{left} {sign} {base} {joint} {slope if slope > 0 else -slope} w"


def _border(found: IdentifiedSet) -> list[Block]:
    rows = []
    for corner in found.polygon.corners:
        x, y = corner.position
        if corner.infinite:
            slope = (
                "z fixed" if y == 0 else "d fixed" if x == 0 else f"z rising {y / x} per unit of w"
            )
            rows.append(("unbounded", slope, "", "limit"))
            continue
        rows.append(
            (
                f"w = {x}, z = {y}",
                f"d = {1 / (1 + x)}",
                f"c = {1 - 1 / y}",
                "belongs" if corner.included else "limit",
            )
        )
    slices = []
    for loss in _SLICES:
        border = found.border(loss)
        if border is None:
            slices.append((f"{loss}", "none"))
            continue
        low, high = border
        cosine = Bound("c", 1 - 1 / low, Fraction(1) if high is None else 1 - 1 / high, True, False)
        slices.append((f"{loss}", f"{decimal(cosine.low, 4)} to {decimal(cosine.high, 4)}"))
    limits = []
    if found.lossless:
        limits.append("No loss at all (d = 0) with any c < 1 explains the choices too.")
    if found.aligned:
        limits.append("Full alignment (c = 1) with any loss explains the choices too.")
    return [
        Table("Corners of the set", ("point", "loss", "alignment", "corner"), rows),
        Table(
            "Alignment by loss", ("if d were", "c would be"), slices,
            ("Between those values; ends may or may not belong.",),
        ),
        f"Border: {', '.join(found.binding)}.",
        *limits,
    ]  # fmt: skip


def _readings(party: PartyInference) -> Table:
    rows = []
    for reading in party.readings:
        if not reading.ranges:
            rows.append((reading.assumption, "none", "none", "0", "0%"))
            continue
        loss, cosine = reading.ranges
        rows.append(
            (
                reading.assumption, interval(cosine), interval(loss), str(len(reading.polygons)),
                part(reading.share.value),
            )
        )  # fmt: skip
    columns = ("assumption", "alignment c", "loss d", "polygons", "share of prior")
    notes = []
    if len(rows) > 1 and all(choice.against == "hold" for choice in party.choices):
        notes.append("Each assumption is weaker than the one above it: the sets are nested.")
    return Table("What each assumption leaves", columns, rows, notes)


def _feigned(inference: Inference, party: PartyInference) -> list[Block]:
    from solver.inverse.informative import share

    feigned = party.feigned
    assert feigned is not None
    parts = [
        share(found.polygon, inference.prior).value for found in (feigned.naive, feigned.aware)
    ]
    text = (
        f"Holding may have been feigned ({', '.join(feigned.void)}): where open seeking would be "
        "fought, every type gains by holding first and striking once trusted, so these holds show "
        f"nothing by themselves. Without them {part(parts[1])} of the prior remains, with them "
        f"{part(parts[0])}."
    )
    if feigned.aware.empty:
        return [text]
    loss, cosine = feigned.aware.bounds()[:2]
    return [text + f" Alignment then in {interval(cosine)}, loss in {interval(loss)}."]


def _posterior(party: PartyInference) -> Table:
    found = party.posterior
    assert found is not None
    theta, loss = found.interval("theta"), found.interval("d")
    rows = [
        (
            "angle theta, degrees",
            f"{found.means['theta']:.4f}",
            f"[{theta[0]:.3f}, {theta[1]:.3f}]",
        ),
        ("expected loss d", f"{found.means['d']:.5f}", f"[{loss[0]:.4f}, {loss[1]:.4f}]"),
    ]
    precision = found.prior.precision
    said = (
        f"{precision:g}"
        if isinstance(precision, float)
        else f"{precision[0]:g} to {precision[1]:g}"
    )
    notes = (
        f"Logit choice, precision {said}; directions uniform in {found.prior.dimension} "
        f"dimensions, d Beta({found.prior.loss[0]:g}, {found.prior.loss[1]:g}).",
        f"Log evidence {found.log_evidence:.8f}, relative error "
        + (
            f"at most {found.relative_error:.1e} (proven, up to rounding)."
            if found.proven
            else f"about {found.relative_error:.1e} (estimated)."
        ),
        f"Bayes factor of aligned (c > 0) against misaligned: {found.bayes_factor():.5g}.",
    )
    return Table("Posterior", ("quantity", "mean", "95% credible"), rows, notes)


def _unidentified(inference: Inference) -> tuple[str, ...]:
    return (
        "The probability q and the extent D of destruction show only as d = qD.",
        "Stakes and loss: unless the stakes k are known, or the precision of choices that err, "
        "decisions show only d/((1-d) k), along the ridge d/((1-d) k) = constant.",
        "Shares, win probabilities and stakes are taken as the chooser saw them; what is inferred "
        "is its own view of alignment and loss.",
    )
