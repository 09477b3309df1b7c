"""The front door: home, official prices, find my number, open data, check us.

It reads, and writes two files that anybody could make: the record as one file, and what the
verifier found when we ran it over ourselves.
"""
