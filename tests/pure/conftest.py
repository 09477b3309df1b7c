"""Laws are tried on any machine, also one that is busy: no deadline for a single example."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
