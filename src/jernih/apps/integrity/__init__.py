"""The integrity zone: the worksheet of a year, its evidence, its score, what is still to do.

Owns Sheet, its answers, evidence and plan. The unit fills its column, the head proposes, assessors
fill theirs and end it. States: SHEET. Reads what other apps count; nobody below reads from here.
"""
