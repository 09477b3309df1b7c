"""The public record: facts appended with each change, numbered, hashed into a tree, signed, served.

Owns Entry and Checkpoint, which only grow, and the files under LOG_DIR. Any app's action may call
`append`; the clock alone numbers, writes, signs and publishes.
"""
