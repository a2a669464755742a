# shellcheck shell=bash
# Facts about the machine that scripts/engine and scripts/images share: where to cache, how to install Debian
# packages, which Debian mirror it uses. Sourced, never run. Knows nothing of engines or images.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if [ "$(id -u)" = 0 ]; then
  cache=${GANTRY_CACHE:-/var/cache/gantry}
else
  cache=${GANTRY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gantry}
fi

say() { printf '%s\n' "$*" >&2; }

die() {
  printf '%s\n' "$@" >&2
  exit 1
}

# True where packages can be installed: Debian or a relative of it, as root.
can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && command -v dpkg >/dev/null; }

# One run at a time; file descriptor 9 holds the lock and must be closed (9>&-) for what keeps running.
lock() {
  mkdir -p "$cache"
  exec 9>"$cache/$1.lock"
  if command -v flock >/dev/null && ! flock -n 9; then
    say "waiting for another run of scripts/$1"
    flock -w 900 9 || die "another run of scripts/$1 has held $cache/$1.lock for 15 minutes"
  fi
}

apt_updated=
apt_quiet() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" 9>&- </dev/null
}

# The index is updated once a run; updating fails on a held list lock, which no apt option waits for.
apt_update() {
  [ -z "$apt_updated" ] || return 0
  local try
  for try in 1 2 3 4 5 6; do
    if apt_quiet update >/dev/null; then
      apt_updated=yes
      return 0
    fi
    say "apt-get update failed (attempt $try of 6), trying again in 5 s"
    sleep 5
  done
  return 1
}

apt_install() {
  say "installing $* (apt-get)"
  apt_update || return 1
  apt_quiet install --no-install-recommends "$@" >/dev/null
}

# apt_targets RELEASE: one "uri component" line for each package source of that release (a pattern).
apt_targets() {
  # shellcheck disable=SC2016 # these are apt's own placeholders
  apt-get indextargets --format '$(RELEASE) $(REPO_URI) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
    awk -v want="^($1)\$" '$1 ~ want { print $1, $2, $3 }' | sort -u
}

# The Debian mirror of this machine, as apt is configured; GANTRY_DEBIAN_MIRROR names another.
debian_mirror() {
  if [ -n "${GANTRY_DEBIAN_MIRROR:-}" ]; then
    printf '%s\n' "$GANTRY_DEBIAN_MIRROR"
    return
  fi
  apt_targets '(bookworm|trixie|forky|sid|stable|testing|unstable)' | awk '$3 == "main" { print $2; exit }'
}

# bootstrap SUITE DIR PACKAGES: a minimal Debian in DIR, which appears only when it is complete.
bootstrap() {
  local suite=$1 dir=$2 include=$3 mirror partial
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || return 1
  command -v debootstrap >/dev/null || apt_install debootstrap || return 1
  partial=$dir.partial
  rm -rf "$partial"
  mkdir -p "$partial"
  if ! debootstrap --variant=minbase ${include:+--include="$include"} "$suite" "$partial" "$mirror" \
    >"$partial.log" 2>&1 9>&- </dev/null; then
    tail -n 20 "$partial.log" >&2
    return 1
  fi
  rm -rf "$partial"/var/cache/apt/archives/*.deb "$partial.log"
  rm -rf "$dir"
  mv "$partial" "$dir"
}
