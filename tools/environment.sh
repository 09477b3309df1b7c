#!/usr/bin/env bash
# Make or complete .venv from the hashed locks: environment.sh base|dev PYTHON
set -euo pipefail
cd "$(dirname "$0")/.."
what=$1 wanted=$2
stop() { printf '\n%s\n' "$*" >&2; exit 1; }

find_python() {
  for name in "$wanted" python3.14 python3.13 python3.12 python3.11; do
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$name" && return
  done
  stop "Jernih needs Python 3.11 or newer. Install it, or name it: make run PYTHON=/path/to/python3"
}

make_venv() {
  local python; python=$(find_python)
  rm -rf .venv
  "$python" -m venv .venv >/dev/null 2>&1 && return
  # Debian keeps the venv module in a package of its own.
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    (apt-get update -qq && apt-get install -y -qq python3-venv) >/dev/null 2>&1 || true
  fi
  rm -rf .venv
  "$python" -m venv .venv || stop "This Python cannot make environments. On Debian: sudo apt-get install python3-venv, then try again."
}

# Half-made, moved, or of a Python that is gone: start anew rather than explain.
# (A venv does not survive being moved: its scripts carry the old place in their first line.)
if ! .venv/bin/python -c 'import pip' 2>/dev/null || [ "$(cat .venv/.place 2>/dev/null)" != "$PWD" ]; then
  echo "Making the environment in .venv ..."
  make_venv
  echo "$PWD" > .venv/.place
fi

python=.venv/bin/python
echo "Installing packages ($what) ..."
if [ -x .venv/bin/uv ] || $python -m pip install -qq --require-hashes -r requirements/uv.txt 2>/dev/null; then
  .venv/bin/uv pip install -q --python $python --require-hashes -r "requirements/$what.txt" \
    || $python -m pip install -qq --require-hashes -r "requirements/$what.txt" \
    || stop "The packages could not be installed. Is the network there? Nothing is broken: try again."
else
  $python -m pip install -qq --require-hashes -r "requirements/$what.txt" \
    || stop "The packages could not be installed. Is the network there? Nothing is broken: try again."
fi

# The sources run where they stand; no build is needed for that.
site=$($python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
echo "$PWD/src" > "$site/jernih.pth"
printf '#!%s\nfrom jernih.config.cli import main\n\nraise SystemExit(main())\n' "$PWD/.venv/bin/python" > .venv/bin/jernih
chmod +x .venv/bin/jernih
[ -e .env ] || printf '# This machine only; see .env.example. Delete the line for a real office.\nJERNIH_DEVELOPMENT=1\n' > .env
touch .venv/.run
[ "$what" = base ] || touch .venv/.dev
