"""Reports: what was found, in words, tables, pictures and JSON."""
