"""Two versions of the atlas side by side: which tables changed, in what, and why."""

from __future__ import annotations

from dataclasses import dataclass

from games.display import Document, Items, Section
from solver.atlas.register import Entry, Register


@dataclass(frozen=True)
class Change:
    """One table in two versions; None where it is missing from one of them."""

    before: Entry | None
    after: Entry | None

    @property
    def what(self) -> str:
        """Which identities differ."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "missing"
        pairs = (
            ("game", self.before.spec, self.after.spec),
            ("method", self.before.method, self.after.method),
            ("result", self.before.result, self.after.result),
        )
        return ", ".join(name for name, old, new in pairs if old != new)

    @property
    def why(self) -> str:
        """The cause as the errata give it, or what follows from the identities."""
        if self.before is None or self.after is None:
            return "a table added" if self.before is None else "labels must stay: a fault"
        if self.after.cause:
            return self.after.cause
        if self.before.result != self.after.result:
            return "no cause is given: a fault"
        return "the same result of another " + self.what.split(", ")[0]


def changes(old: Register, new: Register) -> tuple[Change, ...]:
    """Every table whose latest revision is not the same in both."""
    keys = sorted({(e.entry, e.question) for e in (*old.entries, *new.entries)})
    pairs = [Change(old.latest(*key), new.latest(*key)) for key in keys]
    return tuple(pair for pair in pairs if pair.what)


def lost(old: Register, new: Register) -> tuple[str, ...]:
    """Labels that were given and are gone, which must not happen."""
    kept = {entry.label for entry in new.entries}
    kept |= {label for entry in new.entries for label in entry.formerly}
    return tuple(entry.label for entry in old.entries if entry.label not in kept)


def report(old: Register, new: Register) -> Document:
    """The changes as a document."""
    found = changes(old, new)
    same = len({(e.entry, e.question) for e in new.entries}) - sum(
        change.after is not None for change in found
    )
    lead = [f"{_count(len(found))}, {same} the same."]
    if gone := lost(old, new):
        lead.append(f"Labels that are gone, which must not happen: {', '.join(gone)}.")
    sections = [Section(_heading(change), (Items(_lines(change)),)) for change in found]
    return Document("Two versions of the atlas", tuple(lead), tuple(sections))


def _count(number: int) -> str:
    return {0: "No table differs", 1: "1 table differs"}.get(number, f"{number} tables differ")


def _heading(change: Change) -> str:
    labels = [entry.label for entry in (change.before, change.after) if entry is not None]
    return labels[0] if len(set(labels)) == 1 else f"{labels[0]} → {labels[1]}"


def _lines(change: Change) -> tuple[str, ...]:
    lines = [f"differs: {change.what}"]
    if change.before is not None:
        lines.append(f"said (detente {change.before.version}): {change.before.says}")
    if change.after is not None:
        lines.append(f"says (detente {change.after.version}): {change.after.says}")
    return (*lines, f"why: {change.why}")
