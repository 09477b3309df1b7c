"""What the page that checks receipts is given: whom it trusts, and a copy of itself to keep."""

from typing import Any

from jernih.pure.tlog.note import write_vkey
from jernih.pure.tlog.policy import Policy


def policy_values(policy: Policy | None) -> dict[str, Any] | None:
    """Return what the browser needs of a policy, as plain values; None where there is none."""
    if policy is None:
        return None
    return {
        "witnesses": [[one.name, write_vkey(one.key)] for one in policy.witnesses],
        "groups": {
            name: {"needed": group.needed, "members": list(group.members)}
            for name, group in policy.groups.items()
        },
        "quorum": policy.quorum,
    }
