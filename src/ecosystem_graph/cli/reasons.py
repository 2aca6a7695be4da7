"""Commands about reasoning: reason."""

COMMANDS = ()
