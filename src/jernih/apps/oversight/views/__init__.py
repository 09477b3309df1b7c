"""Pages of the monitor, by who opens them."""
