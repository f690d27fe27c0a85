# Shared by the scripts: sourced, never run. Leaves the shell in the project's folder.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
PY=${PY:-.venv/bin/python}
export PYTHONUNBUFFERED=1

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# as_root COMMAND...: run it as root, through sudo where we are not.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo --preserve-env=DEBIAN_FRONTEND,RUNLEVEL "$@"
  else
    die "This needs root or sudo: $*"
  fi
}

# need_packages PACKAGE...: install the Debian packages that are missing.
need_packages() {
  local package missing=() present
  present=$(dpkg-query -W -f '${Package} ${Status}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -q "^$package install ok installed" <<<"$present" || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || die "Please install: ${missing[*]}"
  say "Installing ${missing[*]}"
  # RUNLEVEL=1 keeps the packages from starting services of their own.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  as_root apt-get update -qq
  as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# fingerprint FILE...: one hash over the contents.
fingerprint() { cat "$@" | sha256sum | cut -c1-16; }

# free_port: a TCP port on the loopback that nobody listens on.
free_port() {
  "${PY_ANY:-python3}" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
