"""Game forms: the types of game theory and the files that hold them."""

from games.forms.normal import NormalFormGame

__all__ = ["NormalFormGame"]
