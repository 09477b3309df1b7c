"""The mathematics and the rules: no framework, no clock, no chance, no files.

Everything here runs on a bare Python with the standard library alone, so that a
stranger can re-run it. Time and seeds come in as arguments. See docs/decisions/0001.
"""
