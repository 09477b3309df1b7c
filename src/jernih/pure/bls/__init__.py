"""BLS signatures on the curve BLS12-381, checked with nothing but Python's own integers.

Read upwards: fields -> tower -> curve -> encoding, hashing -> pairing -> signatures.
It only ever checks public values, so nothing here needs to run in constant time.
"""
