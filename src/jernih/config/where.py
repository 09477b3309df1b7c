"""Where things are: folders, ports, database. Known before Django is, and without it."""

from urllib.parse import quote

from jernih.config import embedded, env

ROOT = env.ROOT
env.load(ROOT / ".env")
VAR = ROOT / env.text("JERNIH_VAR", "var")
PG_DATA = VAR / "pg"
DEMO_CLOCK = VAR / "demo-clock"
# Who is to witness the record: C2SP tlog-policy. Without the file nobody is asked.
POLICY_FILE = ROOT / env.text("JERNIH_POLICY_FILE", str(VAR / "policy"))

DEVELOPMENT = env.flag("JERNIH_DEVELOPMENT")
WEB_PORT = env.number("WEB_PORT", 8000)
# 0: one proxy serves web and live under the same origin.
LIVE_PORT = env.number("LIVE_PORT", 8001 if DEVELOPMENT else 0)
LISTEN = env.text("LISTEN", "127.0.0.1")
# Empty: the embedded server.
DATABASE_URL = env.text("DATABASE_URL", "")


def database_url() -> str:
    """Return the address of the database in use, in the spelling of libpq."""
    if DATABASE_URL:
        return DATABASE_URL
    socket = quote(str(embedded.socket_dir(PG_DATA)), safe="")
    return f"postgresql:///{embedded.NAME}?host={socket}&user={embedded.USER}"
