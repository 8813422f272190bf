"""Pictures: each function draws on the matplotlib Axes it is given and returns them."""
