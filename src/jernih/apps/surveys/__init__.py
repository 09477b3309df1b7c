"""What people say of their visit, and the indexes that come of it.

Owns the keys of tokens, the boxes of sealed answers, and the counts; nobody's own answer is a row.
Whoever was served answers once, by her ticket's code; the helper enters paper; the head publishes,
and if nobody does, the clock.
"""
