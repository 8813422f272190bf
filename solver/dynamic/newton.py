"""Newton's method on the logit path and on a given support."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.dynamic.logit_path import LogitPath

#: Systems up to this size are solved densely.
DENSE = 60


def solve(matrix: Any, right: Any) -> Any:
    """Solve a sparse square system; None where it is singular."""
    import warnings

    import numpy as np
    from scipy.sparse.linalg import splu

    try:
        if matrix.shape[0] <= DENSE:
            return np.linalg.solve(matrix.toarray(), right)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return splu(matrix.tocsc()).solve(right)
    except (RuntimeError, np.linalg.LinAlgError, Warning):
        return None


def _blocks(table: Any) -> Any:
    """Block-diagonal sparse matrix of blocks [s, rows, columns]."""
    import numpy as np
    from scipy import sparse

    size, m, n = table.shape
    s, a, b = np.meshgrid(np.arange(size), np.arange(m), np.arange(n), indexing="ij")
    entries = (table.ravel(), ((s * m + a).ravel(), (s * n + b).ravel()))
    return sparse.csr_matrix(entries, shape=(size * m, size * n))


class Tracker:
    """A point (z_1, z_2, v_1, v_2, lambda) on the path, z padded with the first action at 0."""

    def __init__(self, arrays: LogitPath) -> None:
        import numpy as np

        self.arrays = arrays
        self.cuts = np.cumsum(
            [0, *(arrays.size * arrays.most[i] for i in (0, 1)), arrays.size, arrays.size]
        )
        sigma = [arrays.odds(i, np.zeros((arrays.size, arrays.most[i]))) for i in (0, 1)]
        v = arrays.values(sigma)
        zeros = [np.zeros(arrays.size * arrays.most[i]) for i in (0, 1)]
        self.x = np.concatenate([*zeros, *v, [0.0]])
        self.unit = 1.0 / arrays.scale
        self.tangent = np.zeros(self.x.size)
        self.tangent[-1] = 1.0
        self.step = 1.0

    def split(self, x: Any) -> tuple[list[Any], list[Any]]:
        """(log-odds [i][s, a], values [i][s])."""
        parts = [x[self.cuts[j] : self.cuts[j + 1]] for j in range(4)]
        z = [parts[i].reshape(self.arrays.size, self.arrays.most[i]) for i in (0, 1)]
        return z, parts[2:]

    def weights(self) -> list[Any]:
        """Weights [i][s, a] here."""
        z, _ = self.split(self.x)
        return [self.arrays.odds(i, z[i]) for i in (0, 1)]

    def values(self) -> list[Any]:
        """Values [i][s] here."""
        return self.split(self.x)[1]

    def equations(self, x: Any) -> tuple[Any, Any]:
        """(residual, Jacobian with the column of lambda) of the path at x."""
        import numpy as np
        from scipy import sparse

        arrays, size = self.arrays, self.arrays.size
        z, v = self.split(x)
        rate = x[-1] * self.unit
        sigma = [arrays.odds(i, z[i]) for i in (0, 1)]
        slopes = [
            np.einsum("sa,ab->sab", w, np.eye(w.shape[1])) - w[:, :, None] * w[:, None, :]
            for w in sigma
        ]
        residual, last = [], []
        rows: list[list[Any]] = [[None] * 4 for _ in range(4)]
        for i in (0, 1):
            other, own = 1 - i, arrays.most[i]
            cells = arrays.cells(i, v[i])
            mine = cells if i == 0 else cells.transpose(0, 2, 1)
            q = np.einsum("sab,sb->sa", mine, sigma[other])
            lead = np.where(arrays.live[i], q - q[:, :1], 0.0)
            residual.append((z[i] - rate * lead).ravel())
            last.append(-self.unit * lead.ravel())
            turn = np.einsum("sab,sbc->sac", mine, slopes[other])
            over = np.where(arrays.live[i][:, :, None], turn - turn[:, :1], 0.0)
            lands = arrays.means(i, sigma)
            first = sparse.csr_matrix(
                (np.ones(size * own), (np.arange(size * own), np.arange(size * own) // own * own)),
                shape=(size * own, size * own),
            )
            keep = sparse.diags(arrays.live[i].ravel().astype(float))
            rows[i][i] = sparse.identity(size * own)
            rows[i][other] = _blocks(-rate * over)
            rows[i][2 + i] = -rate * (keep @ (lands - first @ lands))
            mix = _blocks(sigma[i][:, None, :])
            rows[2 + i][i] = _blocks(-np.einsum("sa,sab->sb", q, slopes[i])[:, None, :])
            rows[2 + i][other] = _blocks(-np.einsum("sa,sac->sc", sigma[i], turn)[:, None, :])
            rows[2 + i][2 + i] = sparse.identity(size) - mix @ lands
        for i in (0, 1):
            cells = arrays.cells(i, v[i])
            q = arrays.worths(i, sigma, cells)
            residual.append(v[i] - (sigma[i] * q).sum(axis=1))
            last.append(np.zeros(size))
        jacobian = sparse.bmat(rows, format="csr")
        column = sparse.csr_matrix(np.concatenate(last)[:, None])
        return np.concatenate(residual), sparse.hstack([jacobian, column], format="csr")

    def advance(self) -> bool:
        """Take one step along the path; False where no step succeeds."""
        import numpy as np
        from scipy import sparse

        _, jacobian = self.equations(self.x)
        goal = np.zeros(self.x.size)
        goal[-1] = 1.0
        bordered = sparse.vstack([jacobian, sparse.csr_matrix(self.tangent)], format="csr")
        tangent = solve(bordered, goal)
        if tangent is None:
            return False
        self.tangent = tangent / np.linalg.norm(tangent)
        while self.step > 1e-9:
            x = self.x + self.step * self.tangent
            for rounds in range(1, 7):
                residual, jacobian = self.equations(x)
                border = self.tangent @ (x - self.x) - self.step
                bordered = sparse.vstack([jacobian, sparse.csr_matrix(self.tangent)], format="csr")
                move = solve(bordered, -np.append(residual, border))
                if move is None or not np.isfinite(move).all():
                    break
                x = x + move
                if np.abs(move).max() < 1e-8 * (1 + np.abs(x).max()):
                    self.x = x
                    self.step *= 2.5 if rounds <= 3 else 1.0 if rounds <= 4 else 0.6
                    return True
            self.step /= 3
        return False


def polish(arrays: LogitPath, sigma: list[Any], v: list[Any]) -> tuple[list[Any], list[Any]] | None:
    """Newton's method for an equilibrium with the support of sigma; None where it finds none.

    Unknown: the weights of the support and the values; equations: every action of the support is
    worth the value, other weights are 0, weights sum to 1.
    """
    import numpy as np
    from scipy import sparse

    size = arrays.size
    used = [w > 1e-2 for w in sigma]
    w = [np.where(used[i], sigma[i], 0.0) for i in (0, 1)]
    w = [own / own.sum(axis=1, keepdims=True) for own in w]
    v = [own.copy() for own in v]
    for _ in range(12):
        rows: list[list[Any]] = [[None] * 4 for _ in range(4)]
        residual: list[Any] = [None] * 4
        for i in (0, 1):
            other, own = 1 - i, arrays.most[i]
            cells = arrays.cells(i, v[i])
            mine = cells if i == 0 else cells.transpose(0, 2, 1)
            q = np.einsum("sab,sb->sa", mine, w[other])
            free = used[i]
            residual[i] = np.where(free, q - v[i][:, None], w[i]).ravel()
            residual[2 + i] = w[i].sum(axis=1) - 1
            mask = sparse.diags(free.ravel().astype(float))
            spread = _blocks(np.ones((size, own, 1)))
            rows[i][i] = sparse.diags((~free).ravel().astype(float))
            rows[i][other] = mask @ _blocks(mine)
            rows[i][2 + i] = mask @ (arrays.means(i, w) - spread)
            rows[2 + i][i] = _blocks(np.ones((size, 1, own)))
        for i in (0, 1):
            rows[2 + i][2 + i] = sparse.csr_matrix((size, size))
        whole = np.concatenate(residual)
        move = solve(sparse.bmat(rows, format="csr"), -whole)
        if move is None or not np.isfinite(move).all():
            return None
        ends = np.cumsum([size * arrays.most[0], size * arrays.most[1], size])
        parts = np.split(move, ends)
        w = [w[i] + parts[i].reshape(w[i].shape) for i in (0, 1)]
        v = [v[i] + parts[2 + i] for i in (0, 1)]
        if np.abs(move).max() < 1e-13 * (1 + np.abs(whole).max()):
            break
    if min(float(own.min()) for own in w) < -1e-12:
        return None
    w = [np.where(used[i], np.maximum(w[i], 0.0), 0.0) for i in (0, 1)]
    w = [own / own.sum(axis=1, keepdims=True) for own in w]
    return w, arrays.values(w)
