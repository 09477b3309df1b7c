"""Join the sources in ui/static/css into the few sheets that pages load: `make styles`.

One file a page, for on a weak line every request costs more than its bytes. Needs no node.
"""

import re
import sys
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "src/jernih/ui/static"
COMPONENTS = "css/components"
CITIZEN = (
    "header",
    "footer",
    "button",
    "forms",
    "notice",
    "live",
    "steps",
    "door",
    "ticket",
    "seal",
    "stat",
    "strip",
    "chart",
    "print",
)
SHEETS = {
    "site": [
        "vendor/govuk.css",
        "css/tokens.css",
        "css/base.css",
        *(f"{COMPONENTS}/{name}.css" for name in CITIZEN),
    ],
    "staff": [f"{COMPONENTS}/staff.css", f"{COMPONENTS}/console.css"],
    "display": [
        "css/tokens.css",
        f"{COMPONENTS}/board.css",
        f"{COMPONENTS}/board_side.css",
        f"{COMPONENTS}/live.css",
    ],
    "survey": [f"{COMPONENTS}/survey.css"],
    "kiosk": [f"{COMPONENTS}/board.css", f"{COMPONENTS}/kiosk.css"],
}


def sheet(name: str) -> str:
    """Return one joined sheet, without comments and needless space."""
    texts = ((STATIC / source).read_text(encoding="utf-8") for source in SHEETS[name])
    return '@charset "utf-8";\n' + "\n".join(_tightened(text) for text in texts) + "\n"


def stale() -> list[str]:
    """Return the sheets whose file is not what the sources say."""
    return [name for name in SHEETS if not _is_current(name)]


def _is_current(name: str) -> bool:
    target = _target(name)
    return target.exists() and target.read_text(encoding="utf-8") == sheet(name)


def _target(name: str) -> Path:
    return STATIC / "built" / f"{name}.css"


def _tightened(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def main() -> int:
    """Write every sheet; with --check only tell which are stale."""
    if "--check" in sys.argv:
        names = stale()
        sys.stdout.write("".join(f"{name}.css is stale: run `make styles`\n" for name in names))
        return 1 if names else 0
    for name in SHEETS:
        _target(name).parent.mkdir(exist_ok=True)
        _target(name).write_text(sheet(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
