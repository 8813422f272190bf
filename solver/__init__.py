"""How it is solved: equilibria, dominance, verdicts, certificates, reports, commands."""
