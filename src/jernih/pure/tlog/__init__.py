"""A log that anybody can check: hashes, proofs, tiles, signed notes. Formats of RFC 6962 and C2SP."""
