"""Pages of reports: doors and forms for citizens, cases and keys for staff."""
