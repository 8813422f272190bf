"""Checkers of certificates: from the certificate and the game alone, by definition."""
