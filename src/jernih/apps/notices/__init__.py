"""Messages that wait to go out: rows first, sending later, each once.

Owns Notice and its states (WAITING, SENT, FAILED, DROPPED). Apps above write rows through
`notices.actions.post` inside their own transaction; a job sends them.
"""
