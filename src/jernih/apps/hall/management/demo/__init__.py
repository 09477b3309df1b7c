"""A lifelike day of a demonstration office, played through the real actions.

Nobody in it exists: names are of plants, ID numbers are of a district that was never assigned.
"""
