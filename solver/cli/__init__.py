"""The command line: one file per subcommand, loaded when it is called.

The table below is all that `detente --help` reads, so help is instant: no numerical, symbolic
or validating library is imported before a subcommand runs.
"""

from __future__ import annotations

import importlib

import click

from games import __version__

#: name -> one line of help; the command lives in solver/cli/commands/<name>.py as `command`.
COMMANDS: dict[str, str] = {
    "list": "Name the games of the catalogue, one line each.",
    "show": "Show a game: who plays, their power and alignment, what it pays.",
    "solve": "Find all equilibria of games, and who seeks power in them.",
    "certify": "Solve a game and write a certificate that shows the answer.",
    "verify": "Check a certificate by definition, trusting nobody.",
    "derive": "Derive thresholds in closed form: formula, conditions, proof, LaTeX.",
    "table": "Print an answer as a table that can be cited.",
    "cite": "Cite a table by its label.",
    "atlas": "Build and compare the labelled tables of the catalogue.",
    "new": "Write a commented spec to start from.",
    "regimes": "Map where equilibria change, exactly, over one or two quantities.",
    "feigning": "Measure where types feign alignment or misalignment, with bounds.",
    "infer": "Infer what parties want and believe from what they did.",
    "estimate": "Fit strategic choice models to records of conflicts.",
    "schema": "Print the JSON Schema of specs, or of a command's output.",
    "export": "Write a game in another format, exactly.",
    "plot": "Draw a game as SVG, PDF or PNG.",
}


class LazyGroup(click.Group):
    """A group that knows its subcommands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None where the table has no such name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"solver.cli.commands.{cmd_name}")
        found: click.Command = module.command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from solver.cli.failure import nearest

            raise click.UsageError(f"No such command {name!r}.{nearest(name, COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="detente")
def detente() -> None:
    """Exact game theory of power-seeking, alignment and costly conflict.

    A GAME is the label of a catalogue game (see `detente list`), a spec file (YAML or JSON),
    a Gambit .nfg file, or - for standard input.

    Exit codes: 0 done; 1 a negative answer; 2 bad input or usage; 3 incomplete or undecided;
    130 interrupted; 70 a bug of ours.
    """


def main() -> None:
    """Run the command line and exit with its code."""
    from solver.cli.failure import run

    run(detente)
