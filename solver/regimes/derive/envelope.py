"""The JSON document `detente/derive/1`."""

from __future__ import annotations

from typing import Any

from games import __version__
from games.exact import Number, Scalar, to_json
from solver.regimes.derive.derivation import Derivation
from solver.regimes.derive.document import limit_words, static_words
from solver.regimes.derive.turning import language
from solver.regimes.derive.writing import (
    Language,
    condition_latex,
    condition_text,
    formula_text,
    letter_latex,
)
from solver.solution.condition import Condition
from solver.solution.patterns import SignRegimes
from solver.solution.threshold import Case, ClosedForm, DerivedThreshold


def envelope(derivation: Derivation) -> dict[str, Any]:
    """Return a derivation as JSON types; functions are exact text that `parse` reads."""
    return {
        "schema": "detente/derive/1",
        "detente": __version__,
        "question": "thresholds",
        "status": derivation.status,
        "title": derivation.title,
        "spec": {"label": derivation.label, "digest": derivation.digest},
        "target": derivation.target,
        "thresholds": [_threshold(t) for t in derivation.thresholds],
        "forms": [_form(f) for f in derivation.forms],
        "regimes": [_regimes(item) for item in derivation.regimes],
        "refused": [{"topic": topic, "reason": reason} for topic, reason in derivation.refused],
    }


def _function(x: Scalar | None) -> str | None:
    return None if x is None else str(x)


def _number(x: Number | None) -> Any:
    return None if x is None else to_json(x)


def _threshold(t: DerivedThreshold) -> dict[str, Any]:
    words = language(t.symbols, t.names)
    return {
        "topic": t.topic,
        "question": t.question,
        "parameter": t.parameter,
        "letter": t.letter,
        "formula": t.text or None,
        "latex": f"{letter_latex(t.letter)}^* = {t.latex}" if t.latex else None,
        "value": _function(t.value),
        "function": _function(t.function),
        "reason": t.reason,
        "notes": list(t.notes),
        "letters": [
            {"letter": s.letter, "name": s.name, "domain": [_number(s.low), _number(s.high)]}
            for s in t.symbols
        ],
        "abbreviations": [
            {"letter": a.letter, "text": a.text, "value": _function(a.value), "meaning": a.meaning}
            for a in t.names
        ],
        "cases": [_case(case, words) for case in t.cases],
        "limits": [
            {
                "letter": item.letter,
                "end": to_json(item.end),
                "value": _function(item.value),
                "direction": _function(item.direction),
                "unless": _function(item.unless),
                "words": limit_words(item, words),
            }
            for item in t.limits
        ],
        "statics": [
            {
                "letter": item.letter,
                "derivative": formula_text(item.derivative, words),
                "sign": item.sign,
                "open": [formula_text(p, words) for p in item.open],
                "still": [formula_text(p, words) for p in item.still],
                "words": static_words(t, item, words),
            }
            for item in t.statics
        ],
        "proof": list(t.proof),
        "here": [
            {
                "party": item.party,
                "current": _number(item.current),
                "value": _number(item.value),
                "side": item.side,
                "holds": item.positive,
                "case": item.case,
            }
            for item in t.here
        ],
    }


def _case(case: Case, words: Language) -> dict[str, Any]:
    return {
        "conditions": [_condition(item, words) for item in case.conditions],
        "side": case.side,
        "also": [_condition(item, words) for item in case.also],
        "beyond": _number(case.beyond),
        "local": case.local,
        "decides": _function(case.decides),
        "reason": case.reason,
    }


def _condition(item: Condition, words: Language) -> dict[str, Any]:
    return {
        "polynomial": _function(item.polynomial),
        "relation": item.relation,
        "text": condition_text(item, words),
        "latex": condition_latex(item, words),
        "meaning": item.meaning,
    }


def _regimes(found: SignRegimes) -> dict[str, Any]:
    return {
        "players": list(found.players),
        "gains": list(found.gains),
        "abbreviations": [
            {"letter": a.letter, "text": a.text, "value": _function(a.value), "meaning": a.meaning}
            for a in found.names
        ],
        "occurs": found.count("occurs"),
        "empty": found.count("empty"),
        "not_known": found.count("not known"),
        "strata": [
            {
                "conditions": list(stratum.conditions),
                "polynomials": [
                    {"text": text, "latex": latex, "value": _function(p)}
                    for text, latex, p in zip(
                        stratum.texts, stratum.latex, stratum.polynomials, strict=True
                    )
                ],
                "patterns": [
                    {
                        "signs": list(pattern.signs),
                        "gains": list(pattern.gains),
                        "pure_equilibria": list(pattern.equilibria),
                        "headline": pattern.kind,
                        "existence": pattern.existence,
                        "witness": None
                        if pattern.witness is None
                        else {name: to_json(x) for name, x in sorted(pattern.witness.items())},
                        "proof": pattern.proof,
                    }
                    for pattern in stratum.patterns
                ],
            }
            for stratum in found.strata
        ],
    }


def _form(form: ClosedForm) -> dict[str, Any]:
    return {
        "topic": form.topic,
        "name": form.name,
        "text": form.text,
        "latex": form.latex,
        "parts": list(form.parts),
        "conditions": form.conditions,
        "proof": list(form.proof),
        "here": [
            {"party": party, "value": value if isinstance(value, str) else to_json(value)}
            for party, value in form.here
        ],
    }
