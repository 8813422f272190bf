"""Compiled tiers of the enumeration of bimatrix games: private to `solver.nash`.

Nothing here imports numba until a search runs. See `search` for the front, `explore` and
`certified` for the two searches and why they are complete.
"""
