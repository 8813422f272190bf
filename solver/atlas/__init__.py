"""Equilibrium tables that can be cited: a permanent label, digests and three generated notes each.

`labelled` makes a table of a spec, `register` knows every label ever given, `build` writes the
atlas of the catalogue, `cite` and `compare` quote it and tell versions apart. What can be tabled of
which game stands in `questions`.
"""
