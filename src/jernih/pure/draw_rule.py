"""Name the rule of the draw by the hash of its program and its rulebook.

What the result depends on, besides the facts, is in these files: whoever changes a letter of them
changes the rule. Batches announce the hash; docs/draw.md says how to make it by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from jernih.pure.rulebook import NoRule, Rules, in_force, read_rules, rules_hash

RULEBOOK: Final = "rulebook/draw.toml"
PROGRAM: Final = ("pure/draw.py", "pure/draw_list.py", "pure/allocation.py", RULEBOOK)


@dataclass(frozen=True, kw_only=True)
class DrawRule:
    """The rule that a program has with it. hash: "" when it cannot tell which one it is."""

    hash: str = ""
    rules: Rules = field(default_factory=dict)

    def number(self, name: str, *, on: date) -> int | None:
        """Return a number of the rulebook, None if there is none."""
        try:
            return in_force(self.rules, name, on=on)
        except NoRule:
            return None


def rule_hash(texts: Mapping[str, str]) -> str:
    """Return the hash of the rule. texts: of all files of PROGRAM, by name."""
    return rules_hash({name: texts[name] for name in PROGRAM})


def rule_of(read: Callable[[str], str]) -> DrawRule:
    """Return the rule that stands in the files of a program.

    read: returns the text of a file, by its name below the package; may raise OSError, for a
    program that was packed without its source. Then the rule has no hash.
    """
    rules = read_rules(read(RULEBOOK))
    try:
        return DrawRule(hash=rule_hash({name: read(name) for name in PROGRAM}), rules=rules)
    except OSError:
        return DrawRule(rules=rules)
