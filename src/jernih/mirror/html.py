"""The frame that every page of the mirror stands in: Indonesian first, then English, no script."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from html import escape
from typing import Final

from jernih.mirror.words import ENGLISH, INDONESIAN

Words = Mapping[str, str]

STYLE: Final = (
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;"
    "color:#14202b;background:#fff}code{overflow-wrap:anywhere;background:#eef1f4;padding:0 .3em}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;border-top:1px solid #9aa5b1;padding-top:1rem}"
    ".good,.bad,.demo{padding:.8rem 1rem;border-left:.5rem solid}.good{border-color:#00703c}"
    ".bad{border-color:#b10e1e;background:#fbe9eb}.demo{border-color:#5b2d8e;background:#f3ecfa}"
    "dt{font-weight:bold}dd{margin:0 0 .5rem}.wide{overflow-x:auto}table{border-collapse:collapse}"
    "th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #9aa5b1;"
    "vertical-align:top}.late{color:#b10e1e;font-weight:bold}a{color:#0b4f8a}"
    "input,button{font:inherit;padding:.5rem .7rem;min-height:2.75rem}input{width:100%;"
    "max-width:24rem;box-sizing:border-box;border:2px solid #14202b;text-transform:uppercase}"
    "button{background:#0b4f8a;color:#fff;border:0;margin-top:.5rem}label{display:block;"
    "font-weight:bold}section+section{margin-top:3rem}"
)
_STYLE_HASH: Final = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def document(title: str, part: Callable[[Words], Iterator[str]], *, is_demo: bool = False) -> bytes:
    """Return a page. title: a key of the words. part: what it says in one language."""
    parts = [
        "<!doctype html><html lang=id><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width,initial-scale=1'>",
        f"<title>{escape(INDONESIAN[title])}</title><style>{STYLE}</style><main>",
    ]
    for words in (INDONESIAN, ENGLISH):
        # One heading of the first rank a page: the second language begins one below.
        rank = "h1" if words is INDONESIAN else "h2"
        parts.append(f"<section lang={words['lang']}><{rank}>{escape(words[title])}</{rank}>")
        if is_demo:
            parts.append(f"<p class=demo>{words['demo']}</p>")
        parts += [*part(words), "</section>"]
    return "".join([*parts, "</main></html>"]).encode()


def heading(words: Words, name: str, *, count: int | None = None) -> str:
    """Return the heading of a part, one rank below that of its language. name: of the words."""
    rank = "h2" if words is INDONESIAN else "h3"
    more = "" if count is None else f": {count}"
    return f"<{rank}>{words[name]}{more}</{rank}>"


def day_text(day: date) -> str:
    """Return a day for people and machines."""
    return f"<time datetime='{day.isoformat()}'>{day:%d-%m-%Y}</time>"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a table that a narrow screen can move sideways. Cells are HTML already."""
    top = "".join(f"<th scope=col>{head}" for head in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    return f"<div class=wide tabindex=0><table><thead><tr>{top}<tbody>{body}</table></div>"
