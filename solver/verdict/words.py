"""The headline: one documented rule from the classes of a verdict to a sentence to quote.

For each party let C be its class over all equilibria and U its class over the undominated ones
(every, some, no). The first rule that applies gives the headline:

1. every C is "no": peace. 2. every C is "every": struggle. 3. every C is "every" or "no":
one-sided. 4.-6. the same with U for C: the word "undominated" is added, and that other
equilibria exist. 7. otherwise the outcome turns on what the parties expect of each other.
Where the equilibrium set is not known to be complete the headline says so and claims no more.
"""

from __future__ import annotations

from collections.abc import Sequence

from solver.solution.verdict import PartyVerdict, VerdictVector


def listing(names: Sequence[str], word: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def headline(
    names: Sequence[str], whole: Sequence[str], undominated: Sequence[str]
) -> tuple[str, str]:
    """Return (kind, sentence) by the rule of this module.

    whole, undominated: [party], classes over all and over the undominated equilibria.
    """
    settled = _settled(names, whole)
    if settled:
        return settled[0], f"{settled[1]} in every equilibrium."
    settled = _settled(names, undominated)
    if settled:
        return (
            f"{settled[0]}-undominated",
            f"{settled[1]} in every undominated equilibrium, but not in every equilibrium.",
        )
    by_class = {
        value: [name for name, found in zip(names, whole, strict=True) if found == value]
        for value in ("some", "every", "no")
    }
    sentence = "It turns on expectations: " + "; ".join(
        f"{listing(members)} {_verb(members, 'seeks', 'seek')} {words}"
        for members, words in (
            (by_class["some"], "power in some equilibria and not in others"),
            (by_class["every"], "it in every one"),
            (by_class["no"], "it in none"),
        )
        if members
    )
    return "expectations", sentence + "."


def _settled(names: Sequence[str], classes: Sequence[str]) -> tuple[str, str] | None:
    """Kind and words where every class is "every" or "no"; None elsewhere."""
    if not set(classes) <= {"every", "no"}:
        return None
    seekers = [name for name, value in zip(names, classes, strict=True) if value == "every"]
    holders = [name for name in names if name not in seekers]
    if not seekers:
        return "peace", f"Nobody seeks power: {listing(holders)} {_verb(holders, 'holds', 'hold')}"
    if not holders:
        verb = _verb(seekers, "seeks", "seek")
        return "struggle", f"Everybody seeks power: {listing(seekers)} {verb} it"
    return (
        "one-sided",
        f"One side seeks power: {listing(seekers)} {_verb(seekers, 'seeks', 'seek')} it and "
        f"{listing(holders)} {_verb(holders, 'does', 'do')} not,",
    )


def _verb(names: Sequence[str], one: str, several: str) -> str:
    return one if len(names) == 1 else several


def undecided(parties: Sequence[PartyVerdict]) -> tuple[str, str]:
    """Return (kind, sentence) where the known equilibria leave a party's class open."""
    found = []
    for party in parties:
        span = party.seeking_probability
        chance = f"{span.low}" if span.low == span.high else f"{span.low} to {span.high}"
        found.append(f"{party.name} seeks power with probability {chance}")
    return (
        "undecided",
        f"Undecided: not all equilibria are known; in those found {listing(found)}.",
    )


_DOMINANCE = {
    "seek-strict": "seeking is strictly dominant",
    "seek-weak": "seeking is weakly dominant",
    "hold-strict": "holding is strictly dominant",
    "hold-weak": "holding is weakly dominant",
    "none": "neither holding nor seeking is dominant",
}

_SEEKS = {
    "every": "seeks power in every equilibrium",
    "some": "seeks power in some equilibria and not in others",
    "no": "seeks power in no equilibrium",
    "undecided": "whether it seeks power in every, some or no equilibrium is not known",
}


def dominance_words(value: str) -> str:
    """Return a dominance class in words."""
    return _DOMINANCE[value]


def seeks_words(value: str, undominated: bool = False) -> str:
    """Return a class of seeking in words."""
    words = _SEEKS[value]
    if undominated:
        return words.replace("equilibri", "undominated equilibri")
    return words


def changes(names: Sequence[str], here: VerdictVector, there: VerdictVector) -> tuple[str, ...]:
    """Return what is different there, in words, the new headline first where it is another."""
    said: list[str] = []
    old, new = (
        headline(names, [party[1] for party in vector[0]], [party[2] for party in vector[0]])[1]
        for vector in (here, there)
    )
    if old != new:
        said.append(new)
    for name, before, after in zip(names, here[0], there[0], strict=True):
        if before[0] != after[0]:
            said.append(f"For {name} {dominance_words(after[0])}.")
        if before[1] != after[1]:
            said.append(f"{name} {seeks_words(after[1])}.")
        if before[2] != after[2]:
            said.append(f"{name} {seeks_words(after[2], undominated=True)}.")
    said += [f"For {name} destruction pays." for name in there[1] if name not in here[1]]
    said += [f"For {name} destruction no longer pays." for name in here[1] if name not in there[1]]
    return tuple(said)
