"""Statistics over the record of a hall: what may be strange, how strange, and how often by chance.

They open an inspection; they never say that someone did wrong. Definitions in words, with limits
and simulated rates: docs/monitor.md. Numbers: rulebook/monitor.toml.
"""
