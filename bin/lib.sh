# Read by the other scripts of this folder: `. "$(dirname "$0")/lib.sh"`. Finds the house and puts the right Node first.
# Sets $root, goes there, and offers use_node, tree_is_current and ensure_ready.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

private=$root/.runtime
pinned=$root/bin/runtime/package-lock.json
machine_path=$PATH

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# True for 22.18 and later: the first Node that runs TypeScript as it is.
new_enough() {
  local version major minor
  version=$("$1" --version 2>/dev/null) || return 1
  [[ $version =~ ^v([0-9]+)\.([0-9]+)\. ]] || return 1
  major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
  ((major > 22 || (major == 22 && minor >= 18)))
}

# Puts a Node that runs TypeScript first on PATH: the private pinned one, else the machine's own. False when there is none.
use_node() {
  if [ -x "$private/node_modules/.bin/npm" ] && cmp -s "$pinned" "$private/node_modules/.pinned"; then
    export PATH="$private/node_modules/.bin:$PATH"
  else
    new_enough node
  fi
}

# True when node_modules is what the lock file says; the stamp is a copy of the lock file it was installed from.
tree_is_current() {
  cmp -s package-lock.json node_modules/.installed-from
}

# For every command but setup itself: installs what is missing, says nothing when nothing is.
ensure_ready() {
  if ! { use_node && tree_is_current; }; then
    PATH=$machine_path "$root/bin/setup" >&2
    use_node || fail 'no Node.js after bin/setup' 'run bin/setup and read what it says'
  fi
  # Compiled code is kept between runs: it saves most of the start. A folder that cannot be written turns it off.
  export NODE_COMPILE_CACHE=${NODE_COMPILE_CACHE:-$root/node_modules/.cache/compiled}
}
