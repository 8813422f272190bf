"""A two-player stochastic game in floats, for numerical methods: dense where small, else sparse.

Index alphabet: [s] state, [a] own action, [b] the other's, [t] next state. Every table of player i
has i's own action first, padded to the largest action sets. Worth of a cell: pay + flow @ v.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from games.errors import GameError
from games.exact import approx
from games.forms.stochastic import StochasticGame

#: States up to which transitions are kept as full tables.
DENSE_STATES = 150
#: Share of entries that are not 0 from which larger games are kept as full tables as well.
DENSE_SHARE = 0.2
#: Bytes that full tables may take.
DENSE_BYTES = 400_000_000


class Arrays:
    """pay: [i][s, a, b], flow: [i], rows (s, a, b) by columns t, discount included.

    live: [i][s, a], whether there is such an action. most: [i], columns of live. scale: largest
    payoff. Raises `GameError` unless there are two players.
    """

    def __init__(self, game: StochasticGame) -> None:
        import numpy as np
        from scipy import sparse

        if len(game.players) != 2:
            raise GameError(
                f"logit path: needs two players; got {len(game.players)}",
                found=str(len(game.players)),
                allowed="2",
            )
        self.game, self.size = game, len(game.states)
        shapes = np.array([game.shape(s) for s in range(self.size)])
        self.most = (int(shapes[:, 0].max()), int(shapes[:, 1].max()))
        self.live = [np.arange(self.most[i])[None, :] < shapes[:, i : i + 1] for i in (0, 1)]
        self.pay, self.flow = [], []
        masses: list[Any] = []
        for i in (0, 1):
            pay = np.zeros((self.size, *self.most))
            weight = approx(game.weight(i))
            for s, at in game.cells():
                pay[(s, *at)] = approx(game.payoff(s, i, at))
            self.pay.append(weight * (pay if i == 0 else pay.transpose(0, 2, 1)))
            if i == 0 or game.views[0] is not None or game.views[1] is not None:
                masses.append(self._masses(i))
        self.scale = max(float(np.abs(table).max()) for table in self.pay) or 1.0
        A, B = self.most
        rows = self.size * A * B
        filled = max(each[2].size for each in masses) / (rows * self.size)
        self.dense = self.size <= DENSE_STATES or (
            filled > DENSE_SHARE and 16 * rows * self.size <= DENSE_BYTES
        )
        for i in (0, 1):
            s_ab, targets, mass = masses[min(i, len(masses) - 1)]
            if i == 1:
                s, a, b = s_ab // (A * B), s_ab // B % A, s_ab % B
                s_ab = (s * B + b) * A + a
            entries = (approx(game.discounts[i]) * mass, (s_ab, targets))
            table = sparse.csr_matrix(entries, shape=(rows, self.size))
            self.flow.append(table.toarray() if self.dense else table)

    def _masses(self, i: int) -> tuple[Any, Any, Any]:
        """(row of player 1's order, target, mass) of every transition as player i believes it."""
        import numpy as np

        game, (A, B) = self.game, self.most
        rows: list[int] = []
        columns: list[int] = []
        masses: list[float] = []
        for s, (a, b) in game.cells():
            cell = game.targets(s, (a, b), i)
            rows += [(s * A + a) * B + b] * len(cell)
            columns += [t for t, _ in cell]
            masses += [approx(mass) for _, mass in cell]
        return np.array(rows, int), np.array(columns, int), np.array(masses, float)

    def combine(self, i: int, weights: Any) -> Any:
        """Sums of k rows of flow with weights [r, k]: [r, t], dense or sparse as flow is."""
        import numpy as np
        from scipy import sparse

        count, k = weights.shape
        if self.dense:
            return (weights[:, None, :] @ self.flow[i].reshape(count, k, self.size))[:, 0, :]
        cell = np.arange(count * k)
        ends = np.arange(0, count * k + 1, k)
        return (
            sparse.csr_matrix((weights.ravel(), cell, ends), shape=(count, count * k))
            @ (self.flow[i])
        )

    def cells(self, i: int, v: Any) -> Any:
        """Worth of every cell to player i, [s, a, b]."""
        return self.pay[i] + (self.flow[i] @ v).reshape(self.pay[i].shape)

    def worths(self, cells: Any, other: Any) -> Any:
        """q_i [s, a] of cells [s, a, b] against weights [s, b]."""
        return (cells @ other[:, :, None])[:, :, 0]

    def odds(self, i: int, z: Any) -> Any:
        """Weights [s, a] of log-odds [s, a]."""
        import numpy as np

        held = z if self.full[i] else np.where(self.live[i], z, -np.inf)
        raised = np.exp(held - held.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    @cached_property
    def full(self) -> tuple[bool, bool]:
        """[i], whether no action is padding."""
        return bool(self.live[0].all()), bool(self.live[1].all())

    def gains(self, sigma: Any, v: Any) -> float:
        """Largest one-shot gain over the values, in floats."""
        import numpy as np

        worst = 0.0
        for i in (0, 1):
            q = self.worths(self.cells(i, v[i]), sigma[1 - i])
            worst = max(worst, float((np.where(self.live[i], q, -np.inf).max(axis=1) - v[i]).max()))
        return worst

    def values(self, sigma: Any) -> list[Any]:
        """Values [i][s] of weights: a linear system each."""
        import numpy as np

        found = []
        for i in (0, 1):
            odds = sigma[i][:, :, None] * sigma[1 - i][:, None, :]
            now = (odds * self.pay[i]).sum(axis=(1, 2))
            matrix = self.identity - self.combine(i, odds.reshape(self.size, -1))
            solved = solve(matrix, now)
            if solved is None:
                raise AssertionError("a contraction has exactly one fixed point")
            found.append(np.asarray(solved))
        return found

    @cached_property
    def identity(self) -> Any:
        """The identity, [t, t], dense or sparse as flow is."""
        import numpy as np
        from scipy import sparse

        return np.identity(self.size) if self.dense else sparse.identity(self.size, format="csr")


def solve(matrix: Any, right: Any) -> Any:
    """Solve a square system, dense or sparse; None where it is singular."""
    import warnings

    import numpy as np

    try:
        if isinstance(matrix, np.ndarray):
            return np.linalg.solve(matrix, right)
        from scipy.sparse.csgraph import structural_rank
        from scipy.sparse.linalg import splu

        matrix = matrix.tocsc()
        matrix.eliminate_zeros()
        if structural_rank(matrix) < matrix.shape[0]:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return splu(matrix).solve(right)
    except (RuntimeError, np.linalg.LinAlgError, Warning):
        return None
