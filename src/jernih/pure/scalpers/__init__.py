"""Play the market for scarce slots: who gains when they are raced for, who when they are drawn.

market: the systems compared, who would buy, the price that pays the scalper best.
rounds: one market played many times. table, figure: what came out, to read.
The model, its assumptions and its limits: docs/simulation.md.
"""
