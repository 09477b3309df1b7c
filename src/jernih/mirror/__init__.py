"""The overseer's mirror: a copy of every sealed case that the office does not own, and its clock.

One program, one folder: its key, the overseer's token, a store, and the sealed files as they came.
It knows no Django; it can open nothing; it rings when the office is late, silent, or shows
something else. Protocol: docs/sealing.md, 8. How to run it: docs/mirror.md.
"""
