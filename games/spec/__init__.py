"""Specs: games as files. Reading, checking, realising, writing.

Loaded when first used: reading a spec needs YAML and pydantic, which `detente --help` does not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from games.spec.json_schema import schema
    from games.spec.nfg import matrix_tree
    from games.spec.quantity import Quantity
    from games.spec.realisation import Realisation, Tables
    from games.spec.spec import Spec, load, loads
    from games.spec.templates import template

__all__ = [
    "Quantity",
    "Realisation",
    "Spec",
    "Tables",
    "load",
    "loads",
    "matrix_tree",
    "schema",
    "template",
]

_HOMES = {
    "Quantity": "quantity",
    "Realisation": "realisation",
    "Spec": "spec",
    "Tables": "realisation",
    "load": "spec",
    "loads": "spec",
    "matrix_tree": "nfg",
    "schema": "json_schema",
    "template": "templates",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'games.spec' has no attribute {name!r}")
    value = getattr(import_module(f"games.spec.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
