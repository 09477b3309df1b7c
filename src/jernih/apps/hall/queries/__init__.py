"""Questions to the hall; each returns frozen rows and writes nothing."""
