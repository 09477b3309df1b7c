"""Reports of a demonstration office at every state, worked on through the real actions.

Nobody in them exists, and each says that it is made up.
"""
