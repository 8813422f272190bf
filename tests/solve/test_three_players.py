"""A report on a game of three players claims no components."""

from __future__ import annotations

from games.forms.nfg import read_nfg
from solver import solve

COORDINATION = (
    'NFG 1 R "t" { "a" "b" "c" } { 2 2 2 }\n\n1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2 2 2\n'
)


def test_pure_equilibria_are_listed_and_the_rest_is_said_to_be_unknown() -> None:
    solution = solve(read_nfg(COORDINATION, "t.nfg"))
    text = str(solution)
    assert solution.status == "incomplete"
    assert "2 equilibria. Not complete" in text
    assert "0 components" not in text
    assert [e.payoffs for e in solution.equilibria.extreme] == [(1, 1, 1), (2, 2, 2)]
