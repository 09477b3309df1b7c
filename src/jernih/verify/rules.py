"""The rules that this program judges by; they come with it."""

from importlib.resources import files

from jernih.pure.audit_integrity import ZoneRules
from jernih.pure.rulebook import Rules, read_rules
from jernih.pure.zone_sheet import read_worksheet


def text_of(name: str) -> str:
    """Return the text of a file of this program. name: below `jernih/`, `rulebook/draw.toml`."""
    return (files("jernih") / name).read_text("utf-8")


def quotas() -> Rules:
    """Return the limits for families, moves, and for how long personal data are kept."""
    return read_rules(text_of("rulebook/quotas.toml"))


def record_rules() -> Rules:
    """Return how often the record shows a sign of life, how far clocks may differ, and indexes."""
    files = ("rulebook/record.toml", "rulebook/index_scales.toml")
    return {name: rule for file in files for name, rule in read_rules(text_of(file)).items()}


def zone_rules() -> ZoneRules:
    """Return the numbers of the integrity zone, and every edition of its worksheet."""
    forms = files("jernih") / "rulebook" / "forms"
    texts = (one.read_text("utf-8") for one in forms.iterdir() if one.name.startswith("zone_items"))
    return ZoneRules(
        rules=read_rules(text_of("rulebook/zone_weights.toml")),
        editions=tuple(sorted(map(read_worksheet, texts), key=lambda sheet: sheet.since)),
    )


def rulebook() -> dict[str, str]:
    """Return every file of the rulebook, by its name below `jernih/`."""
    found = (file.name for file in (files("jernih") / "rulebook").iterdir())
    names = sorted(f"rulebook/{name}" for name in found if name.endswith(".toml"))
    return {name: text_of(name) for name in names}
