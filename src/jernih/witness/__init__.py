"""A witness for somebody outside the office: signs that a log only grew, and keeps proof if not.

One program, one folder: its key, its store, and the evidence. It knows no Django and no office,
only the logs it was told to watch; protocol C2SP tlog-witness v1.0.0.
"""
