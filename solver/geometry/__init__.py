"""Exact linear algebra and linear programming."""

from solver.geometry.linear import affine_dimension, determinant_sign, rank, solve_unique
from solver.geometry.programme import Optimum, maximise

__all__ = ["Optimum", "affine_dimension", "determinant_sign", "maximise", "rank", "solve_unique"]
