"""What is said of a signalling game, whatever its numbers: the verdict that distances are about.

Which kinds of equilibria there are, and who sends what in them; of private alignment also who
deceives and feigns in every, some or no equilibrium, and whether conflict is certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from games.errors import LimitError, UndecidedError
from games.exact.followed import Followed
from games.forms.signalling import SignallingGame
from solver.beliefs import perfect_bayesian_equilibria
from solver.beliefs.coup import Coup, coup
from solver.beliefs.signs import Signs
from solver.solution.assessments import PerfectBayesianEquilibria, PerfectBayesianSet
from solver.solve.signalling_document import kind_words
from solver.verdict.words import listing

if TYPE_CHECKING:
    from games.exact import Number
    from games.spec import Realisation, Spec
    from solver.verdict.elsewhere import Verdict
    from solver.verdict.walk import Sayings

#: Types times replies of a game that is solved with a quantity left free: unasked, and where the
#: user has given it time.
_SIZE, _PATIENT = 8, 24


def verdicts(patient: bool = False) -> Verdict:
    """The verdict of a spec's game at some values, of which one may be followed.

    Equilibria of private alignment with two types turn on the signs of few known functions: these
    are asked, and one game is solved for each pattern of signs. Other games are solved as they are,
    every sign on the way written down. Raises `UndecidedError` where not all equilibria are known,
    `LimitError` for a game too large; patient: larger ones are followed.
    """
    most = _PATIENT if patient else _SIZE
    known: dict[tuple[Any, ...], Sayings] = {}

    def verdict(spec: Spec, values: Mapping[str, Number]) -> Sayings:
        real = spec.realise(values)
        if not _told_by_signs(real):
            _check_size(real.game, most)
            return _said(real)
        plain = {name: _plain(value) for name, value in values.items()}
        signs = Signs(real.game, ()).ask()
        if signs is None:
            if plain != dict(values):
                raise UndecidedError("signs do not say everything at some of its values")
            return _said(real)
        if signs not in known:
            known[signs] = _said(spec.realise(plain))
        return known[signs]

    return verdict


def _check_size(game: SignallingGame, most: int) -> None:
    size = len(game.types) * sum(len(message.replies) for message in game.messages)
    if size > most:
        raise LimitError(
            f"it has {size} pairs of a type and a reply, and "
            + (
                "games of so many are not followed"
                if size > _PATIENT
                else "a game of so many is followed only where --limit-time gives it time"
            )
        )


def _plain(value: Number) -> Number:
    return value.trail.sample if isinstance(value, Followed) else value


def _told_by_signs(real: Realisation) -> bool:
    return "setting" in real.rules and len(real.game.types) == 2


def _said(real: Realisation) -> Sayings:
    """The sentences."""
    game: SignallingGame = real.game
    found = perfect_bayesian_equilibria(game, refine=False)
    if found.complete.value is not True:
        raise UndecidedError("not all equilibria are known at some of its values")
    said = sorted({_kind(game, item) for item in found.sets})
    if "setting" in real.rules:
        said += _story(game, found, coup(game, found))
    return tuple(said)


def _kind(game: SignallingGame, item: PerfectBayesianSet) -> str:
    sent = [
        f"{message.name} by {listing([game.types[t] for t in types])}"
        for message, types in zip(game.messages, item.sent_by, strict=True)
        if types
    ]
    return f"There are equilibria {kind_words(game, item)}: {', '.join(sent)}."


def _story(game: SignallingGame, found: PerfectBayesianEquilibria, told: Coup) -> Iterator[str]:
    sender = game.players[0]
    for story in told.types:
        for answer, does in (
            (story.deceives, "deceives"),
            (story.feigns_alignment, "feigns alignment"),
            (story.feigns_misalignment, "feigns misalignment"),
        ):
            yield f"{sender}, if {story.name}, {does} in {answer} equilibrium."
    if game.inspection is not None:
        yield f"{game.receiver} inspects in {_inspects(game, found)} equilibrium."
    spans = [item.measures["conflict_probability"] for item in found.sets]
    if all(span.low == 1 for span in spans):
        yield "Conflict is certain in every equilibrium."
    elif any(span.low == 0 for span in spans):
        yield "Some equilibrium is free of conflict."


def _inspects(game: SignallingGame, found: PerfectBayesianEquilibria) -> str:
    """Whether a message that is sent is met with a test in every, some or no equilibrium."""
    tests = [
        [n for n, reply in enumerate(message.replies) if reply.inspection is not None]
        for message in game.messages
    ]

    def meets(item: PerfectBayesianSet) -> set[bool]:
        """Over the vertices, as both sides are free: with a chance of a test, and without."""
        return {
            any(
                any(row[m] != 0 for row in masses) and any(weights[m][n] != 0 for n in own)
                for m, own in enumerate(tests)
            )
            for masses in item.assessments.sender
            for weights in item.assessments.replies
        }

    seen = [meets(item) for item in found.sets]
    if all(each == {True} for each in seen):
        return "every"
    return "some" if any(True in each for each in seen) else "no"
