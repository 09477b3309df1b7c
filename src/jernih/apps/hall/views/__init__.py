"""The pages of the hall, one file for each kind of screen."""
