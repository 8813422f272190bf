"""Plain tables and documents that know no game theory, in every format a reader asks for."""

from games.display.cells import Cell, Span, decimal
from games.display.document import Block, Document, Items, Section
from games.display.table import Table

__all__ = ["Block", "Cell", "Document", "Items", "Section", "Span", "Table", "decimal"]
