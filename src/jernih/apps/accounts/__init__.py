"""Staff: sign-in with a second factor, roles, sessions, public pseudonyms.

Owns Staff and StaffRole. No open sign-up; the first admin comes by command. Anyone above may ask
`staff.actor()`; only this app writes who has which role.
"""
