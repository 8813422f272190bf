"""The answer to "what can play for ever pay": the set of subgame-perfect payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from games.display import Block, Document, Items, Section, Table
from games.display.cells import Cell, cell_text
from games.errors import GameError
from games.exact import Number, to_json
from games.forms.repeated import RepeatedGame, stage_equilibria, target_path
from solver.label import certificate_digest
from solver.repeated import MixedMinmax, PureMinmax, mixed_minmax, payoff_certificate, pure_minmax
from solver.repeated.payoffs import payoff_set, require_two_equal
from solver.repeated.penal import sustained_by
from solver.solution.certificate import Certificate
from solver.solution.payoff_set import PayoffSet
from solver.solve.answer import Answer
from solver.solve.kinds.repeated import common
from solver.solve.solution import SpecRecord
from solver.verdict.words import listing


@dataclass(frozen=True)
class PayoffsAnswer(Answer):
    """The set with its proof; sustained: whether the game's path is played in equilibrium.

    sustained is None where there is no constant path to ask for or the set is not settled.
    """

    game: RepeatedGame
    spec: SpecRecord | None
    found: PayoffSet
    pure: tuple[PureMinmax, ...]
    mixed: tuple[MixedMinmax, ...]
    sustained: bool | None
    certificate: Certificate | None

    @property
    def status(self) -> str:
        """ "complete", or "incomplete" where only bounds are known."""
        return self.found.status

    @property
    def title(self) -> str:
        """The spec's or the game's title."""
        return common.title_of(self.game, self.spec)

    @property
    def headline(self) -> str:
        """What shape the set has, or between what it lies."""
        found = self.found
        where = common.discount_words(self.game)
        if found.status != "complete":
            gap = "unknown" if found.gap is None else cell_text(found.gap)
            return (
                f"At {where} the set of equilibrium payoffs is not settled: it lies between an "
                f"inner polygon of {len(found.inner)} extreme points and an outer one; the gap is "
                f"{gap}."
            )
        if found.shape == "empty":
            return (
                f"At {where} there is no subgame-perfect equilibrium in pure actions, public "
                "lotteries included."
            )
        if found.shape == "point":
            return f"At {where} every equilibrium pays {_point(found.inner[0])}."
        noun = "a segment" if found.shape == "segment" else "a polygon"
        return (
            f"At {where} the subgame-perfect payoffs are {noun} with {len(found.extreme)} extreme "
            "points, all of them exact."
        )

    def document(self) -> Document:
        """The report."""
        lead = [self.headline]
        if self.sustained is not None:
            words = common.path_words(self.game.stage, target_path(self.game))
            lead.append(
                f"{words[:1].upper()}{words[1:]} is "
                + ("" if self.sustained else "not ")
                + "among the equilibrium paths."
            )
        return Document(
            self.title,
            tuple(lead),
            (
                common.game_section(self.game, self.spec),
                self._set(),
                minmax_section(self.game, self.pure, self.mixed),
                self._method(),
            ),
        )

    def _set(self) -> Section:
        found, stage = self.found, self.game.stage
        blocks: list[Block] = []
        if found.extreme:
            blocks.append(self.csv_of(found))
            least = zip(self.game.players, found.threats or (), strict=True)
            blocks.append(
                "The worst payoff, with which a deviation is punished: "
                + listing([f"{name} {cell_text(value)}" for name, value in least])
                + "."
            )
            if any(vertex.binding for vertex in found.extreme):
                blocks.append(
                    "At an extreme point that binds a player, that player is indifferent between "
                    "going on and its best deviation."
                )
        elif found.status == "complete":
            blocks.append("The set is empty.")
        if found.status != "complete":
            rows: list[list[Cell]] = [[n, *point] for n, point in enumerate(found.outer, 1)]
            names = [f"payoff {name}" for name in stage.players]
            blocks.append(Table("Outer polygon", ["point", *names], rows))
        return Section("Equilibrium payoffs", tuple(blocks))

    def csv_of(self, found: PayoffSet) -> Table:
        """Extreme points with what is played and promised there."""
        stage = self.game.stage
        rows: list[list[Cell]] = [
            [
                f"v{number}",
                *vertex.payoffs,
                common.profile_words(stage, vertex.profile),
                vertex.continuation,
                listing([stage.players[i] for i in vertex.binding]) or "-",
            ]
            for number, vertex in enumerate(found.extreme, 1)
        ]
        names = [f"payoff {name}" for name in stage.players]
        return Table("", ["point", *names, "played first", "promised after it", "binds"], rows)

    def _method(self) -> Section:
        found = self.found
        lines = [
            f"{found.method.name}; {found.method.arithmetic} arithmetic, {found.method.tier}. "
            "Pure actions, public lotteries.",
            f"{found.complete.reason[:1].upper()}{found.complete.reason[1:]}.",
        ]
        if self.certificate is not None:
            lines.append(
                "The set was checked by the definition before it was reported; certificate "
                f"{certificate_digest(self.certificate)}."
            )
        lines.append(f"Game {self.game.digest}.")
        if self.spec:
            lines.append(f"Spec {self.spec.digest}.")
        return Section("How it was found", (Items(tuple(lines)),))

    def envelope(self) -> dict[str, Any]:
        """The answer as the JSON types of `detente/solve/1`."""
        found = self.found
        return {
            **common.envelope(self.game, self.spec, "payoffs", self.status, self.title),
            "payoffs": {
                "complete": {
                    "value": found.complete.value,
                    "reason": found.complete.reason,
                    "caveat": found.complete.caveat,
                },
                "method": _method_json(found.method),
                "shape": found.shape,
                "extreme": [
                    {
                        "payoffs": _pair(vertex.payoffs),
                        "approx": [float(x) for x in vertex.payoffs],
                        "profile": list(vertex.profile),
                        "continuation": _pair(vertex.continuation),
                        "binding": list(vertex.binding),
                    }
                    for vertex in found.extreme
                ],
                "threats": None if found.threats is None else _pair(found.threats),
                "inner": [_pair(point) for point in found.inner],
                "outer": [_pair(point) for point in found.outer],
                "gap": None if found.gap is None else to_json(found.gap),
            },
            "sustained": self.sustained,
            "minmax": minmax_json(self.pure, self.mixed),
            "limits": [] if found.status == "complete" else [found.complete.reason],
            "certificate": None
            if self.certificate is None
            else certificate_digest(self.certificate),
        }

    def csv(self) -> Table:
        """One row per extreme point."""
        return self.csv_of(self.found)


def answer_payoffs(subject: Any, clock: Any) -> PayoffsAnswer:
    """Find the set and put it to the checker."""
    game: RepeatedGame = subject.game
    require_two_equal(game, "payoff set")
    found = payoff_set(game, stop=clock.stopped)
    clock.lap("payoffs")
    certificate = None
    if found.status == "complete":
        certificate = common.verified(payoff_certificate(game, found))
    clock.lap("check")
    return PayoffsAnswer(
        game,
        subject.record,
        found,
        tuple(pure_minmax(game.stage, i) for i in (0, 1)),
        tuple(mixed_minmax(game.stage, i) for i in (0, 1)),
        _sustained(game, found),
        certificate,
    )


def _sustained(game: RepeatedGame, found: PayoffSet) -> bool | None:
    try:
        path = target_path(game)
    except GameError:
        return None
    if len(path) != 1:
        return None
    if game.discounts[0] == 0:
        return path[0] in stage_equilibria(game.stage)
    if sustained_by(game.stage, found, path[0]):
        return True
    return False if found.status == "complete" else None


def minmax_section(
    game: RepeatedGame, pure: Sequence[PureMinmax], mixed: Sequence[MixedMinmax]
) -> Section:
    """What the others can hold each player to, in one period."""
    stage = game.stage
    rows: list[list[Cell]] = []
    for player, row in enumerate(pure):
        cells: list[Cell] = [
            stage.players[player],
            row.value,
            common.profile_words(stage, row.profile),
        ]
        if mixed:
            other = stage.actions[1 - player]
            weights = [
                f"{cell_text(weight)} {name}"
                for weight, name in zip(mixed[player].punishment, other, strict=True)
                if weight != 0
            ]
            cells += [mixed[player].value, " + ".join(weights)]
        rows.append(cells)
    columns = ["player", "pure minmax", "punished in"]
    if mixed:
        columns += ["mixed minmax", "punished by"]
    return Section("What each can be held to", (Table("", columns, rows),))


def minmax_json(pure: Sequence[PureMinmax], mixed: Sequence[MixedMinmax]) -> list[dict[str, Any]]:
    """One entry per player; `mixed` is null beyond two players."""
    return [
        {
            "player": row.player,
            "pure": {"value": to_json(row.value), "profile": list(row.profile)},
            "mixed": None
            if not mixed
            else {
                "value": to_json(mixed[row.player].value),
                "punishment": [to_json(x) for x in mixed[row.player].punishment],
                "defence": [to_json(x) for x in mixed[row.player].defence],
            },
        }
        for row in pure
    ]


def _method_json(method: Any) -> dict[str, Any]:
    return {
        "name": method.name,
        "version": method.version,
        "arithmetic": method.arithmetic,
        "tier": method.tier,
        "engine": method.engine,
    }


def _pair(point: Sequence[Number]) -> list[Any]:
    return [to_json(x) for x in point]


def _point(point: Sequence[Number]) -> str:
    return f"({', '.join(cell_text(x) for x in point)})"
