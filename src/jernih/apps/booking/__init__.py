"""Booking: a day of seats is published, people take numbers, move, confirm, give back.

Owns Supply, Slot, Seat, Batch, Application, Applicant, ContactProof, NoShow and their states.
Citizens (by code), helpers, supervisors and the clock call its actions; the hall marks presence.
"""
