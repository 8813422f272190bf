"""Thresholds of private alignment: when trust pays, when a coup pays, when feigning pays.

All functions come from the game's own payoffs on free letters. After a message with belief mu in
the misaligned type, and t's own best move later,

    trust pays the incumbent iff (1-mu) [T_A - P_A] + mu [T_M - P_M] > 0,

T the incumbent's payoff of trusting a type, P of pre-empting it: linear in mu. Where only the
misaligned strikes after a trusted hold that is mu < mu* = B_1/(B_1 + B_2), with

    B_1 = T_A - P_A = d V_I + ((1-d) k (p-s) - eta)(1-c_A),
    B_2 = P_M - T_M = (1-d)(1-c_M)(eta (1-k) + k phi).

In the semi-separating equilibrium with trust the misaligned type holds for sure and the aligned one
mixes, so that the posterior after a hold rises to mu*; the incumbent trusts a hold just so often
that the aligned type does not mind seeking, which shows its type and is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from games.errors import DetenteError
from games.exact import Number, Scalar, parameter
from games.forms.signalling import SignallingGame
from games.spec import Spec
from solver.regimes.derive.factors import at
from solver.regimes.derive.letters import LOSS, ONE, SHARE, STAKES, WIN, ZERO, values_here
from solver.regimes.derive.solving import solve_each
from solver.regimes.derive.trust import always, moves, statement
from solver.regimes.derive.turning import Question
from solver.regimes.derive.writing import abbreviations, written
from solver.solution.threshold import Abbreviation, ClosedForm, DerivedThreshold, Symbol

TOPIC = "private"

PRIOR = Symbol("mu", "prior", ZERO, ONE)
GROWTH = Symbol("eta", "growth", ZERO, ONE)
SURPRISE = Symbol("phi", "surprise", ZERO, ONE)
GRAB = Symbol("gamma", "grab", ZERO, ONE)
_TREE = ("hold", "seek")


def refusal(spec: Spec) -> str | None:
    """Why the spec has no such game; None where it has one."""
    if spec.kind != "private_alignment":
        return "no game of private alignment"
    setting = spec.realise().rules["setting"]
    if len(setting.worlds) != 2:
        return "closed forms are for two types"
    if setting.third is not None:
        return "closed forms are for two parties, without a third one"
    parties = [party for world in setting.worlds.values() for party in world.parties]
    if any(p.beliefs is not None and p.beliefs != type(p.beliefs)() for p in parties):
        return "closed forms are for common beliefs about victory and destruction"
    try:
        _on_letters(spec)
    except DetenteError as error:
        return error.message
    return None


def letters_of(spec: Spec) -> dict[str, Symbol]:
    """Address -> letter."""
    aligned, misaligned = spec.realise().rules["setting"].worlds
    return {
        "prior": PRIOR,
        f"cosine.{aligned}": Symbol("c_A", f"cosine.{aligned}", -ONE, ONE),
        f"cosine.{misaligned}": Symbol("c_M", f"cosine.{misaligned}", -ONE, ONE),
        "expected_loss": LOSS,
        "stakes": STAKES,
        "share": SHARE,
        "win_probability": WIN,
        "growth": GROWTH,
        "surprise": SURPRISE,
        "grab": GRAB,
    }


def _on_letters(spec: Spec) -> SignallingGame:
    values: dict[str, Scalar] = {
        address: parameter(symbol.letter) for address, symbol in letters_of(spec).items()
    }
    form: SignallingGame = spec.realise(values).form
    return form


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold | ClosedForm, ...]:
    """Thresholds of trust, of the coup and of feigning; then the mixtures and B_1, B_2."""
    found: list[DerivedThreshold | ClosedForm] = []
    found += solve_each(questions(spec), target)
    if target in (None, "prior") and spec.realise().rules["setting"].inspection is None:
        found += statics(spec)
        found += mixtures(spec)
    return tuple(found)


def questions(spec: Spec) -> Iterator[Question]:
    """The functions on whose signs the equilibria turn."""
    game = _on_letters(spec)
    symbols = tuple(letters_of(spec).values())
    values = values_here(spec, letters_of(spec))
    mu = parameter("mu")
    names = _names(spec, game)
    sender, receiver = game.players
    for m, posture in enumerate(_TREE):
        for strikers in ((0, 1), (0, 0), (1, 1)):
            worth = [_trust(game, m, t, bool(strikers[t])) for t in (0, 1)]
            yield Question(
                TOPIC,
                f"{receiver} gains by trusting after {posture}, if both types {posture} and "
                f"{_who(game, strikers)} later",
                (1 - mu) * worth[0] + mu * worth[1],
                symbols,
                names if (m, strikers) == (0, (0, 1)) else (),
                parties=((receiver, values),),
            )
        for t, name in enumerate(game.types):
            yield Question(
                TOPIC,
                f"{sender}, if {name}, gains by striking after a trusted {posture}",
                _pays(game, m, t, True, 0) - _pays(game, m, t, False, 0),
                symbols,
                parties=((f"{sender} ({name})", values),),
            )


def _who(game: SignallingGame, strikers: tuple[int, int]) -> str:
    if strikers == (0, 0):
        return "nobody strikes"
    return f"only {game.types[1]} strikes" if strikers == (0, 1) else "both strike"


def _pays(game: SignallingGame, m: int, t: int, strikes: bool, player: int) -> Scalar:
    """Payoff after a trusted message."""
    return game.messages[m].replies[0].payoffs[t][0 if strikes else 1][player]


def _preempted(game: SignallingGame, t: int, player: int) -> Scalar:
    return game.messages[0].replies[1].payoffs[t][0][player]


def _trust(game: SignallingGame, m: int, t: int, strikes: bool) -> Scalar:
    """What the incumbent gains by trusting a known type in place of pre-empting it."""
    return _pays(game, m, t, strikes, 1) - _preempted(game, t, 1)


def _names(spec: Spec, game: SignallingGame) -> tuple[Abbreviation, ...]:
    """B_1 and B_2, where the informed party is the first one."""
    if spec.realise().rules["setting"].informed != 0:
        return ()
    found = abbreviations(
        {
            "B_1": (
                "d*(1 - s + s*c_A) + ((1 - d)*k*(p - s) - eta)*(1 - c_A)",
                "trusting the aligned type pays",
            ),
            "B_2": (
                "(1 - d)*(1 - c_M)*(eta*(1 - k) + k*phi)",
                "trusting the misaligned type costs",
            ),
            "B": ("B_1 + B_2", "both together, B_1 + B_2, are worth something"),
            "V_g": ("1 - s - eta + (s + eta)*c_A", "the incumbent has much once it trusted"),
        }
    )
    known = {item.letter: item.value for item in found}
    exact = known["B_1"] == _trust(game, 0, 0, False) and known["B_2"] == -_trust(game, 0, 1, True)
    return found if exact else ()


def statics(spec: Spec) -> Iterator[ClosedForm]:
    """How mu* moves where B_1 and B_2 are positive, and what is done where they are not."""
    game = _on_letters(spec)
    symbols = tuple(letters_of(spec).values())
    reward, cost = _trust(game, 0, 0, False), -_trust(game, 0, 1, True)
    here = values_here(spec, letters_of(spec))
    values = {**here, "B_1": at(reward, here), "B_2": at(cost, here)}
    names = _names(spec, game)
    yield statement(tuple(moves(reward, cost, symbols, names)), symbols, values)
    yield always(game.players[1], values)


def mixtures(spec: Spec) -> Iterator[ClosedForm]:
    """How often the aligned type holds and the incumbent trusts, semi-separating."""
    game = _on_letters(spec)
    values = values_here(spec, letters_of(spec))
    mu = parameter("mu")
    sender, receiver = game.players
    aligned, misaligned = game.types
    reward, cost = _trust(game, 0, 0, False), -_trust(game, 0, 1, True)
    hold = mu * cost / ((1 - mu) * reward)
    posterior = mu / (mu + (1 - mu) * hold)
    if (1 - posterior) * reward - posterior * cost != 0:
        raise ArithmeticError("the mixture does not make the incumbent indifferent")
    where = (
        f"semi-separating: {misaligned} holds for sure and only it strikes, a seeker is trusted; "
        "where both probabilities lie in (0, 1)"
    )
    yield _form(spec, values, f"{sender}, if {aligned}, holds", hold, where)
    held, fought = _pays(game, 0, 0, False, 0), _preempted(game, 0, 0)
    sought = _pays(game, 1, 0, False, 0)
    trust = (sought - fought) / (held - fought)
    if trust * held + (1 - trust) * fought != sought:
        raise ArithmeticError("the mixture does not make the aligned type indifferent")
    yield _form(spec, values, f"{receiver} trusts a hold", trust, where)


def _form(
    spec: Spec, values: Mapping[str, Number], name: str, value: Scalar, conditions: str
) -> ClosedForm:
    asked = next(
        q for q in questions(spec) if q.names or spec.realise().rules["setting"].informed != 0
    )
    shown = written(value, asked.language)
    here: Number = at(value, values)
    return ClosedForm(
        topic=TOPIC,
        parameter="prior",
        name=name,
        text=f"with probability {shown.text()}",
        latex=shown.latex(),
        conditions=conditions,
        proof=("Solved from indifference, and substituted back: the difference is 0 identically.",),
        here=(("here", here),),
    )
