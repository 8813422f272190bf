"""Game forms: the types of game theory and the files that hold them."""

from games.forms.extensive import Chance, Decision, ExtensiveGame, Terminal
from games.forms.normal import NormalFormGame

__all__ = ["Chance", "Decision", "ExtensiveGame", "NormalFormGame", "Terminal"]
