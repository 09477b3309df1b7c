"""The office: hours, breaks, holidays, services, counters, and the rulebook it works by.

Owns Office, Service, Counter, OpeningHours, Holiday. Everyone above reads it.
"""
