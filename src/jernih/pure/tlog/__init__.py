"""A log that anybody can check: hashes, proofs, tiles, notes, after RFC 6962 and C2SP."""
