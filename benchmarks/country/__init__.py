"""The parts of the national benchmark."""
