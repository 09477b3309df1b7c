#!/usr/bin/env bash
# Build the front-end sources of package.json into src/jernih/ui/static/vendor, then join the sheets.
# Needs node 20 or newer; running and testing need neither, for the result is committed.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v npm >/dev/null || { echo "make vendor needs node and npm (20 or newer)." >&2; exit 1; }
npm ci --ignore-scripts --no-audit --no-fund
node frontend/vendor.mjs
"${PYTHON:-python3}" tools/styles.py
