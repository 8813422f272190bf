"""What is played: exact numbers, worlds, conflicts, game forms, specs and the catalogue."""

__version__ = "0.1.0"
