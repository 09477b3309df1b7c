"""What staff declare and promise: the register of gifts, and pledges.

Owns Gift and its lines, Pledge with its signatures and promises. Every member of staff declares
and signs; the keeper of the register checks, holds the item, forwards to the commission; the head
declares pledges; the public sees counts. States: GIFT.
"""
