# shellcheck shell=bash
# Shared by the scripts: where things are, and how to speak to the user.

root=$PWD # the scripts go to the checkout before they read this file

# Tools live outside the checkout, so that a second clone finds them.
tools=${WRAPUP_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/interaction-wrap-up/tools}

# CARGO_TARGET_DIR is honoured, a relative one counts from the checkout.
target_dir=${CARGO_TARGET_DIR:-target}
[[ $target_dir = /* ]] || target_dir=$root/$target_dir

say() { printf '==> %s\n' "$*"; }

die() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# True when version $1 is at least version $2.
at_least() { [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# Free megabytes where directory $1 is, or is going to be.
free_megabytes() {
  local directory=$1
  while [[ ! -d $directory ]]; do directory=$(dirname "$directory"); done
  df -Pk "$directory" | awk 'NR == 2 { print int($4 / 1024) }'
}

# need_space DIRECTORY MEGABYTES PURPOSE
need_space() {
  local free
  mkdir -p "$1" 2>/dev/null ||
    die "Cannot create $1, which is needed for $3. Check who owns the directory above it and whether the disk is full."
  [[ -w $1 ]] || die "Cannot write to $1, which is needed for $3. It belongs to another user."
  free=$(free_megabytes "$1")
  ((free >= $2)) ||
    die "Not enough disk space: $3 needs about $2 MB in $1, and $free MB are free there."
}

# gave_up WHAT HOST DIRECTORY: one sentence on why a step that needs network and disk failed.
gave_up() {
  if (($(free_megabytes "$3") < 100)); then
    die "$1 failed because the disk that holds $3 is full."
  elif ! reachable "$2"; then
    die "$1 failed because $2 cannot be reached. Check the network and the proxy settings (https_proxy), then run the same command again: it continues where it stopped."
  fi
  die "$1 failed; the messages above say why."
}

reachable() {
  if have curl; then
    curl -sS -o /dev/null --connect-timeout 5 --max-time 20 "https://$1/" 2>/dev/null
  else
    timeout 5 bash -c "exec 3<>/dev/tcp/$1/443" 2>/dev/null
  fi
}

# need_root PURPOSE COMMAND: ends here, with the command for an administrator, where root cannot be had.
need_root() {
  ((EUID == 0)) || { have sudo && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; } ||
    die "$1 is missing. Only root can install it, and this user is not root and cannot use sudo. Ask an administrator to run: $2"
}

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

apt_updated=
# apt_install PURPOSE PACKAGE…
apt_install() {
  local purpose=$1
  shift
  have apt-get || die "$purpose is missing. Install it with your system's package manager (on Debian: $*), then run the same command again."
  need_root "$purpose" "apt-get install $*"
  need_root_space 1500 "$purpose"
  if [[ -z $apt_updated ]]; then
    say "Updating the list of Debian packages"
    as_root apt-get update -q || gave_up "Updating the list of Debian packages" deb.debian.org /var
    apt_updated=yes
  fi
  say "Installing $purpose: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" ||
    gave_up "Installing $purpose with apt-get" deb.debian.org /var
}

need_root_space() {
  local free
  free=$(free_megabytes /usr)
  ((free >= $1)) || die "Not enough disk space: $2 needs about $1 MB in /usr, and $free MB are free there."
}
