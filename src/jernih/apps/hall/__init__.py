"""The hall: arrival, the line, calls, counters, service, boards.

Owns HallDay, CounterDay, Ticket, Leg, ServiceRecord, CallException, HallCall, Press,
Prediction.
Kiosks, helpers, counter officers, supervisors and the clock call its actions; each first locks
the HallDay row, so that the order of facts is the order of deeds.
"""
