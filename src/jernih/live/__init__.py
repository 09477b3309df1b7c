"""The process for what stays open: boards and place-in-line over server-sent events.

Knows `pure` and SQL, no Django, and no secret: it reads public state and one-way indexes only.
Start it with `python -m jernih.live`; settings.py says what it reads from the environment.
"""
