"""Reputation in closed form: thresholds of belief, the first entry, and the mixtures.

Letters: b the gain of a challenger, a what the weak incumbent gets left alone, w the cost of a
fight with the tough type over one with the weak (Kreps and Wilson 1982 have w = 1), N periods. mu
is the belief that the incumbent is tough with its odds multiplied by w, which is w mu_0/(1 - mu_0 +
w mu_0) of the plain belief mu_0; Bayes' rule multiplies odds, so it is the same for both. With m
the threshold of the period after, a weak incumbent that is challenged at mu < m fights with f =
mu (1-m)/((1-mu) m), so that one who has fought is believed tough with m. Entering is then worth

    (1-mu) (b - f) - mu (1-b)  =  b - mu/m,

positive iff mu < b m; the last period has m = 1, so that the threshold with n to go is b^n.
"""

from __future__ import annotations

from collections.abc import Iterator

from games.display.cells import cell_text
from games.exact import Number, parameter
from games.forms.reputation import ReputationGame
from games.spec import Spec
from solver.beliefs.reputation import solve_reputation
from solver.regimes.derive.letters import ONE, ZERO
from solver.regimes.derive.turning import Question, derive_thresholds
from solver.solution.reputation import ReputationOutcome
from solver.solution.threshold import ClosedForm, DerivedThreshold, Symbol

TOPIC = "reputation"

BELIEF = Symbol("mu", "prior", ZERO, ONE)
GAIN = Symbol("b", "gain", ZERO, ONE)
AFTER = Symbol("m", "threshold of the period after", ZERO, ONE)


def refusal(spec: Spec) -> str | None:
    """Why the spec has no such game; None where it has one."""
    return None if spec.kind == "reputation" else "no game of reputation"


def question(game: ReputationGame | None = None) -> Question:
    """What entering is worth to a challenger where surviving a fight leaves the belief m."""
    mu, b, m = (parameter(s.letter) for s in (BELIEF, GAIN, AFTER))
    fights = mu * (1 - m) / ((1 - mu) * m)
    return Question(
        TOPIC,
        "entering pays a challenger, where a fight leaves the belief m in the tough type (the "
        "threshold of the period after; 1 after the last)",
        (1 - mu) * (b - fights) - mu * (1 - b),
        (BELIEF, GAIN, AFTER),
        shown="b - mu/m",
        parties=() if game is None else tuple(_parties(game)),
        notes=()
        if game is None or game.weight == 1
        else (
            f"mu has the odds of the prior times w = {cell_text(game.weight)}, what a fight with "
            f"{game.types[1]} costs over one with {game.types[0]}: the prior "
            f"{cell_text(game.prior)} counts as {cell_text(_weighted(game))}.",
        ),
    )


def _weighted(game: ReputationGame) -> Number:
    """The prior with its odds multiplied by w."""
    prior: Number = game.weight * game.prior / (1 - game.prior + game.weight * game.prior)
    return prior


def _parties(game: ReputationGame) -> Iterator[tuple[str, dict[str, Number]]]:
    """The last challenger, and those between whom entry begins."""
    for n in _shown(game, solve_reputation(game)):
        values = {"mu": _weighted(game), "b": game.gain, "m": game.gain ** (n - 1)}
        yield f"{game.players[1]}, {n} to go", values


def _shown(game: ReputationGame, outcome: ReputationOutcome) -> list[int]:
    """Periods to go of the last challenger and of those between whom entry begins."""
    left = game.periods - outcome.deterred
    return sorted({1, left, left + 1} & set(range(1, game.periods + 1)))


def derive(spec: Spec, target: str | None = None) -> tuple[DerivedThreshold | ClosedForm, ...]:
    """The threshold of one period, that of n periods, the first entry, the mixtures, the worth."""
    game: ReputationGame = spec.realise().game
    found: list[DerivedThreshold | ClosedForm] = []
    for letter, name in (("mu", "prior"), ("b", "gain")):
        if target in (None, name):
            found += derive_thresholds(question(game), letter)
    if target in (None, "prior", "periods"):
        found += forms(game)
    return tuple(found)


def forms(game: ReputationGame) -> Iterator[ClosedForm]:
    """Closed forms that hold for every number of periods, and what they are here."""
    outcome = solve_reputation(game)
    recursion = _recursion()
    yield ClosedForm(
        TOPIC,
        "prior",
        "threshold with n periods to go",
        "mu_n = 1/(1 + w*(b^-n - 1)); mu_n = b^n where w = 1",
        r"\mu_n = \frac{1}{1 + w \left(b^{-n} - 1\right)}",
        "for 0 < b < 1, w > 0: it stays out above, enters below, and at mu_n does not mind",
        recursion,
        tuple((f"n = {n}", outcome.thresholds[n - 1]) for n in _shown(game, outcome)),
    )
    yield ClosedForm(
        TOPIC,
        "periods",
        "first entry",
        "with n* periods to go, n* = min(N, floor(log(1 + (1 - mu)/(w*mu))/log(1/b))); with w = 1 "
        "that is floor(log(mu)/log(b)); nobody enters where n* = 0",
        r"n^* = \min\left(N, \left\lfloor "
        r"\frac{\log\left(1 + \frac{1-\mu}{w \mu}\right)}{\log(1/b)} \right\rfloor\right)",
        "for 0 < mu < 1; where the logarithms' ratio is itself a whole number n* <= N, the "
        "challenger with n* to go is indifferent; it does not depend on N or a beyond that",
        (
            "mu <= mu_n iff w (b^-n - 1) <= (1 - mu)/mu iff b^-n <= 1 + (1 - mu)/(w mu), and b^-n "
            "rises with n; compared exactly here, by powers and not by logarithms.",
        ),
        (("here", _entry_words(game, outcome)),),
    )
    yield ClosedForm(
        TOPIC,
        "prior",
        "a weak incumbent fights, once entered with n > 1 to go",
        "with probability mu*(1 - mu_{n-1})/((1 - mu)*mu_{n-1}) where mu < mu_{n-1}, else 1; the "
        "next challenger then stays out with probability 1/a",
        r"\frac{\mu \left(1 - \mu_{n-1}\right)}{\left(1 - \mu\right) \mu_{n-1}}",
        "for a > 1, 0 < mu < 1; it yields in the last period",
        (
            "Bayes' rule: one who has fought is then believed tough with mu_{n-1}, where the next "
            "challenger does not mind; it stays out with 1/a, which repays the fight, a/a = 1.",
        ),
        (("1/a here", 1 / game.deterred),),
    )
    yield ClosedForm(
        TOPIC,
        "periods",
        "what reputation is worth to the weak incumbent",
        "a*(N - n*), and 1 more where the prior is exactly mu_n*, if the challenger then stays out "
        "with 1/a",
        r"a \left(N - n^*\right)",
        "in units of what a fight costs it over yielding, against 0 if it is known to be weak",
        (
            "It gets a from each of the N - n* that stay out; from the first entry on it does not "
            "gain by fighting over yielding, which is worth 0.",
        ),
        (("here", outcome.path[0].value),),
    )


def _recursion() -> tuple[str, ...]:
    """The step from n - 1 to n and back from weighted odds, carried out on free letters."""
    (derived,) = derive_thresholds(question(), "mu")
    power, w = parameter("m"), parameter("w")
    if derived.value is None or derived.value - parameter("b") * power != 0:
        raise ArithmeticError("the threshold of one period is not b m")
    plain = 1 / (1 + w * (1 / power - 1))
    if w * plain / (1 - plain + w * plain) - power != 0:
        raise ArithmeticError("the odds of the plain belief times w are not those of b^n")
    return (
        "The threshold of one period is b m, with m = 1 after the last: by induction b^n.",
        "Put in, w mu_n/(1 - mu_n + w mu_n) - b^n is 0 identically: mu_n is the plain belief whose "
        "odds times w are those of b^n.",
    )


def _entry_words(game: ReputationGame, outcome: ReputationOutcome) -> Number | str:
    left = game.periods - outcome.deterred
    if left == 0:
        return "nobody enters"
    said = f"n* = {left}, in period {outcome.deterred + 1} of {game.periods}"
    return said + (", indifferent" if outcome.knife_edge == left else "")
