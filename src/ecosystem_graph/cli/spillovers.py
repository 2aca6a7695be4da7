"""Commands about spillovers."""

COMMANDS = ()
