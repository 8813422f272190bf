"""One file per subcommand; each defines `command`."""
