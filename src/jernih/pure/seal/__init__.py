"""How a report is sealed, with the standard library alone: codes, keys, files, signatures, shares.

Nothing here encrypts: that is for the browser, for the office's library and for Debian's `age`.
Here is what all of them must agree on, byte by byte, so that anybody can check it again.
Source: docs/sealing.md. Vectors: tests/vectors/seal.json.
"""
