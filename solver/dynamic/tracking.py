"""Following the logit path of a stochastic game by arc length: predictor and Newton's corrector.

Unknown: log-odds z_i(s, a) of every action but the first, values v_i(s), and lambda. A Newton step
solves, with D, E the derivatives of the leads q_i(s, a) - q_i(s, 0),

    dz_i - lambda D_i dz_j - lambda E_i dv_i - lead_i dlambda = ..
    dv_i - (q_i J_i) dz_i - (sigma_i C_i J_j) dz_j - (sigma_i flow) dv_i = ..

The first line couples only what belongs to one state: dz is eliminated state by state, which leaves
a system in (v_1, v_2, lambda), bordered by the tangent so that turning points are passed.
"""

from __future__ import annotations

from typing import Any

from solver.dynamic.arrays import Arrays, solve

#: Newton steps before a step along the path is made shorter.
ROUNDS = 6
#: Corrections smaller than this, relative to the point, end the corrector; with more care.
CLOSE = (1e-6, 1e-10)
#: Rounds after which the next step is (longer, as long); more make it shorter.
QUICK, FAIR = 2, 4
LONGER = (2.5, 1.4)
SHORTER, RETRY = 0.6, 1 / 3
SHORTEST = 1e-9


class Tracker:
    """A point (z_1, z_2, v_1, v_2, lambda) on the path and the direction in which it goes on."""

    def __init__(self, arrays: Arrays, careful: bool = False) -> None:
        import numpy as np

        self.arrays = arrays
        self.close, self.longer = CLOSE[careful], LONGER[careful]
        size, (A, B) = arrays.size, arrays.most
        self.cuts = np.cumsum([0, size * (A - 1), size * (B - 1), size, size, 1])
        self.unit = 1.0 / arrays.scale
        sigma = [arrays.odds(i, np.zeros((size, arrays.most[i]))) for i in (0, 1)]
        zeros = np.zeros(self.cuts[2])
        self.x = np.concatenate([zeros, *arrays.values(sigma), [0.0]])
        self.tangent = np.zeros(self.x.size)
        self.tangent[-1] = 1.0
        self.bend: Any = None
        self.step = 1.0

    def log_odds(self, x: Any, i: int) -> Any:
        """z_i [s, a], the first action at 0."""
        import numpy as np

        size, own = self.arrays.size, self.arrays.most[i]
        z = np.zeros((size, own))
        z[:, 1:] = x[self.cuts[i] : self.cuts[i + 1]].reshape(size, own - 1)
        return z

    def weights(self) -> list[Any]:
        """Weights [i][s, a] here."""
        return [self.arrays.odds(i, self.log_odds(self.x, i)) for i in (0, 1)]

    def values(self) -> list[Any]:
        """Values [i][s] here."""
        return [self.x[self.cuts[2 + i] : self.cuts[3 + i]] for i in (0, 1)]

    def _newton(self, x: Any, border: float) -> tuple[Any, Any] | None:
        """(Newton's correction at x, direction of the path there); None where neither exists."""
        import numpy as np

        arrays, size = self.arrays, self.arrays.size
        rate = x[-1] * self.unit
        z = [self.log_odds(x, i) for i in (0, 1)]
        v = [x[self.cuts[2 + i] : self.cuts[3 + i]] for i in (0, 1)]
        sigma = [arrays.odds(i, z[i]) for i in (0, 1)]
        m = [own - 1 for own in arrays.most]
        k = m[0] + m[1]
        local = np.zeros((size, k, k))
        local[:, range(k), range(k)] = 1.0
        inward = np.zeros((size, 2, k))  # derivative of v_i's equation by z, sign included
        short = np.empty((size, k, 2))  # right-hand sides of z: -residual, lead
        far = np.empty((size, 2, 2))  # right-hand sides of v: -residual, 0
        at = (slice(0, m[0]), slice(m[0], k))
        slopes = []
        for i in (0, 1):
            w = sigma[i]
            slope = -w[:, :, None] * w[:, None, 1:]
            slope[:, range(1, w.shape[1]), range(m[i])] += w[:, 1:]
            slopes.append(slope)
        for i in (0, 1):
            cells = arrays.cells(i, v[i])
            q = arrays.worths(cells, sigma[1 - i])
            turn = cells @ slopes[1 - i]
            lead, over = q[:, 1:] - q[:, :1], turn[:, 1:] - turn[:, :1]
            if not arrays.full[i]:
                lead = np.where(arrays.live[i][:, 1:], lead, 0.0)
                over = np.where(arrays.live[i][:, 1:, None], over, 0.0)
            local[:, at[i], at[1 - i]] = -rate * over
            inward[:, i, at[i]] = (q[:, None, :] @ slopes[i])[:, 0]
            inward[:, i, at[1 - i]] = (sigma[i][:, None, :] @ turn)[:, 0]
            short[:, at[i], 0] = rate * lead - z[i][:, 1:]
            short[:, at[i], 1] = self.unit * lead
            far[:, i, 0] = (sigma[i] * q).sum(axis=1) - v[i]
        far[:, :, 1] = 0.0
        # dz = local^-1 (short + rate E dv); below: rows of `inward` and of the tangent times that.
        t_z = np.concatenate(
            [self.tangent[self.cuts[i] : self.cuts[i + 1]].reshape(size, m[i]) for i in (0, 1)],
            axis=1,
        )
        try:
            inverse = np.linalg.inv(local)
        except np.linalg.LinAlgError:
            return None
        through = np.concatenate([inward, t_z[:, None, :]], axis=1) @ inverse
        ends = through @ short
        right = np.empty((2 * size + 1, 2))
        right[:-1] = (far + ends[:, :2]).transpose(1, 0, 2).reshape(2 * size, 2)
        matrix = self._reduced(rate, sigma, through, right[:-1, 1], ends)
        right[-1, 0] = -border - ends[:, 2, 0].sum()
        right[:-1, 1], right[-1, 1] = 0.0, 1.0
        solved = solve(matrix, right)
        if solved is None or not np.isfinite(solved).all():
            return None
        moves = []
        for column in (0, 1):
            whole = solved[:, column]
            dz = rate * self._leads(sigma, (whole[:size], whole[size:-1]))
            dz += short[:, :, 1] * whole[-1]
            if column == 0:
                dz += short[:, :, 0]
            dz = (inverse @ dz[:, :, None])[:, :, 0]
            moves.append(np.concatenate([dz[:, at[0]].ravel(), dz[:, at[1]].ravel(), whole]))
        return moves[0], moves[1]

    def _leads(self, sigma: list[Any], dv: tuple[Any, Any]) -> Any:
        """E_i dv_i [s, actions but the first of both players]."""
        import numpy as np

        arrays, parts = self.arrays, []
        for i in (0, 1):
            after = (arrays.flow[i] @ dv[i]).reshape(arrays.pay[i].shape)
            q = arrays.worths(after, sigma[1 - i])
            lead = q[:, 1:] - q[:, :1]
            parts.append(lead if arrays.full[i] else np.where(arrays.live[i][:, 1:], lead, 0.0))
        return np.concatenate(parts, axis=1)

    def _reduced(self, rate: float, sigma: list[Any], through: Any, by_rate: Any, ends: Any) -> Any:
        """The bordered matrix of (v_1, v_2, lambda)."""
        import numpy as np

        arrays, size = self.arrays, self.arrays.size
        m = [own - 1 for own in arrays.most]
        blocks: list[list[Any]] = [[None] * 3 for _ in range(3)]
        for j in (0, 1):
            start = 0 if j == 0 else m[0]
            for row in (0, 1, 2):
                slope = rate * through[:, row, start : start + m[j]]
                if not arrays.full[j]:
                    slope = np.where(arrays.live[j][:, 1:], slope, 0.0)
                weights = np.empty((size, arrays.most[j], arrays.most[1 - j]))
                weights[:, 1:] = slope[:, :, None] * sigma[1 - j][:, None, :]
                weights[:, 0] = -slope.sum(axis=1)[:, None] * sigma[1 - j]
                if row == j:
                    weights += sigma[j][:, :, None] * sigma[1 - j][:, None, :]
                if row == 2:
                    t_v = self.tangent[self.cuts[2 + j] : self.cuts[3 + j]]
                    blocks[2][j] = (t_v + weights.ravel() @ arrays.flow[j])[None, :]
                    continue
                block = -arrays.combine(j, weights.reshape(size, -1))
                blocks[row][j] = block + arrays.identity if row == j else block
        blocks[0][2], blocks[1][2] = -by_rate[:size, None], -by_rate[size:, None]
        blocks[2][2] = np.array([[self.tangent[-1] + ends[:, 2, 1].sum()]])
        if arrays.dense:
            return np.block(blocks)
        from scipy import sparse

        return sparse.bmat(blocks, format="csc")

    def advance(self) -> bool:
        """Take one step along the path; False where no step succeeds."""
        import numpy as np

        while self.step > SHORTEST:
            x = self.x + self.step * self.tangent
            if self.bend is not None:
                x = x + self.step**2 / 2 * self.bend
            for rounds in range(1, ROUNDS + 1):
                found = self._newton(x, float(self.tangent @ (x - self.x)) - self.step)
                if found is None:
                    break
                move, ahead = found
                x = x + move
                if x[-1] < 0:  # off the path, which starts at 0 and never returns there
                    break
                if np.abs(move).max() < self.close * (1 + np.abs(x).max()):
                    self._arrive(x, ahead, rounds)
                    return True
            self.step *= RETRY
        return False

    def _arrive(self, x: Any, ahead: Any, rounds: int) -> None:
        import numpy as np

        ahead = ahead / np.linalg.norm(ahead)
        self.bend = (ahead - self.tangent) / self.step
        self.x, self.tangent = x, ahead
        self.step *= self.longer if rounds <= QUICK else 1.0 if rounds <= FAIR else SHORTER
