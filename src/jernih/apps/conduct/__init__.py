"""What staff declare and promise: the register of gifts.

Owns Gift and its lines. Every member of staff declares; the keeper of the register checks, holds
the item, forwards to the commission; the public sees counts. States: GIFT.
"""
