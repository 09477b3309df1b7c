"""Staff: sign-in with a second factor, roles, sessions, public pseudonyms.

Owns Staff, StaffRole and StaffChange. No open sign-up; the first admin comes by command. Anyone
above may ask `staff.as_actor()`; only this app writes who has which role.
"""
