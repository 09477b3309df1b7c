"""Pages of the gift register: for every member of staff, for its keeper, for everybody."""
