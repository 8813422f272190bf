"""`python -m solver.cli` is the command `detente`."""

from solver.cli import main

main()
