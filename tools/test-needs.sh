#!/usr/bin/env bash
# Install what tests need beyond Python packages: a Chromium, a second PostgreSQL, and Go.
set -euo pipefail
cd "$(dirname "$0")/.."

has_browser() {
  command -v chromium chromium-browser google-chrome >/dev/null 2>&1 && return
  .venv/bin/python - 2>/dev/null <<'PY'
import os
from playwright.sync_api import sync_playwright

with sync_playwright() as started:
    raise SystemExit(not os.path.exists(started.chromium.executable_path))
PY
}

updated=
apt_install() {  # quietly, and only as root on a system that has it
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  [ -n "$updated" ] || apt-get update -qq >/dev/null 2>&1 || true
  updated=yes
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

if ! has_browser; then
  echo "Installing Chromium for the browser tests ..."
  apt_install chromium || .venv/bin/playwright install chromium >/dev/null 2>&1 || true
fi
# The same engine without windows: the browser tests take half as long by it, but need it not.
command -v chromium-headless-shell >/dev/null 2>&1 || apt_install chromium-headless-shell || true
if ! has_browser; then
  printf '\n%s\n' "The browser tests need Chromium, and it could not be installed. On Debian: sudo apt-get install chromium. Elsewhere: .venv/bin/playwright install chromium. Then: make test" >&2
  exit 1
fi

# The check of the Indonesian words gathers them anew.
if ! command -v xgettext >/dev/null 2>&1 && ! apt_install gettext; then
  printf '\n%s\n' "The check of the Indonesian words needs xgettext. On Debian: sudo apt-get install gettext. On macOS: brew install gettext. Then: make test" >&2
  exit 1
fi

# Whatever we seal must open with Debian's `age`. Without it those tests are skipped, loudly.
command -v age >/dev/null 2>&1 || apt_install age || true
command -v age >/dev/null 2>&1 \
  || echo "age is not here: nothing that was sealed is opened by another program in these tests. On Debian: sudo apt-get install age" >&2

# The codes on our papers are read back by another program. Without it those tests are skipped.
command -v zbarimg >/dev/null 2>&1 || apt_install zbar-tools || true
command -v zbarimg >/dev/null 2>&1 || echo "zbarimg is not here. On Debian: sudo apt-get install zbar-tools" >&2

# The same office must run on Debian's own PostgreSQL; without root it is tested where it is there.
if [ ! -x /usr/lib/postgresql/15/bin/postgres ]; then
  # Only the programs are wanted, not a server that starts with the machine.
  mkdir -p /etc/postgresql-common 2>/dev/null && [ -w /etc/postgresql-common ] \
    && [ ! -e /etc/postgresql-common/createcluster.conf ] \
    && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf || true
  apt_install postgresql-15 || echo "PostgreSQL 15 is not here: only the embedded server is tested." >&2
fi

# Go's own packages for such logs read ours. Without them those tests are skipped, and every run
# of the tests ends by saying so.
go_is_here() { command -v go >/dev/null 2>&1 && [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ]; }
if ! go_is_here; then
  apt_install golang-go golang-golang-x-mod-dev || true
  go_is_here || echo "Go's x/mod is not here: it does not read the record in these tests." >&2
fi

# A witness that other people wrote signs our record. Debian 12 has it among its backports: taken
# from the same place as the rest, for this once, without changing where the machine installs from.
from_backports() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && . /etc/os-release || return 1
  places="$(mktemp -d)"
  cp /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list "$places" 2>/dev/null || true
  sed -n "s/^\(deb .*\) $VERSION_CODENAME \(.*\)/\1 $VERSION_CODENAME-backports \2/p" \
    /etc/apt/sources.list "$places"/*.list > "$places/backports.list" 2>/dev/null || true
  cat "$places"/*.sources 2>/dev/null | awk -v own="$VERSION_CODENAME" -v RS= -v ORS='\n\n' \
    '($0 "\n") ~ "Suites:([^\n]*[ \t])?" own "[ \t\n]" && sub("Suites:[^\n]*", "Suites: " own "-backports")' \
    > "$places/backports.sources"
  set -- -qq -o "Dir::Etc::SourceParts=$places" "$@"
  apt-get update "${@:1:3}" >/dev/null 2>&1 \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 || true
  rm -rf "$places"
}
if ! command -v sigsum-witness >/dev/null 2>&1; then
  apt_install sigsum-go || from_backports sigsum-go || true
  command -v sigsum-witness >/dev/null 2>&1 \
    || echo "sigsum-witness is not here: no witness of others signs the record in these tests." >&2
fi
