"""Pages of the integrity zone, by who opens them."""
