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

from solver.solution.verdict import PartyVerdict


def listing(names: Sequence[str], word: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def headline(parties: Sequence[PartyVerdict]) -> tuple[str, str]:
    """Return (kind, sentence) by the rule of this module."""
    names = [party.name for party in parties]
    if any(party.seeks == "undecided" for party in parties):
        return "undecided", _undecided(parties)
    whole = _settled(names, [party.seeks for party in parties])
    if whole:
        kind, words = whole
        return kind, f"{words} in every equilibrium."
    kept = _settled(names, [party.seeks_undominated for party in parties])
    if kept:
        kind, words = kept
        return (
            f"{kind}-undominated",
            f"{words} in every undominated equilibrium, but not in every equilibrium.",
        )
    open_parties = [party.name for party in parties if party.seeks == "some"]
    sentence = (
        f"It turns on expectations: {listing(open_parties)} "
        f"{_verb(open_parties, 'seeks', 'seek')} power in some equilibria and not in others"
    )
    always = [party.name for party in parties if party.seeks == "every"]
    never = [party.name for party in parties if party.seeks == "no"]
    if always:
        sentence += f"; {listing(always)} {_verb(always, 'seeks', 'seek')} it in every one"
    if never:
        sentence += f"; {listing(never)} {_verb(never, 'seeks', 'seek')} it in none"
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


def _undecided(parties: Sequence[PartyVerdict]) -> str:
    found = [
        f"{party.name} seeks power with probability "
        + (
            f"{party.seeking_probability.low}"
            if party.seeking_probability.low == party.seeking_probability.high
            else f"{party.seeking_probability.low} to {party.seeking_probability.high}"
        )
        for party in parties
    ]
    return f"Undecided: not all equilibria are known; in those found {listing(found)}."


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
