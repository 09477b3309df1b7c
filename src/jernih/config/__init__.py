"""The wiring: settings, addresses, clock, command line. Knows everything; nothing knows it."""
