"""Answers about games in extensive form."""
