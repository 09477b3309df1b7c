"""The parts of the office, one folder each; the top stands on the bottom."""
