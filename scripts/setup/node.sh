# shellcheck shell=bash
# Node 20 or newer, and the packages of package-lock.json.

node_major=20
node_home=$tools/node-$node_major

node_path() {
  printf '%s' "$root/node_modules/.bin"
  if [[ -x $node_home/bin/node ]]; then printf '%s' ":$node_home/bin"; fi
}

node_is_ready() { have node && at_least "$(node --version | tr -d v)" "$node_major"; }

setup_node() {
  PATH=$node_home/bin:$PATH
  have npm || apt_install "Node with npm" nodejs npm
  node_is_ready || install_node
  if cmp -s package-lock.json node_modules/.installed-lock; then return; fi
  need_space "$root" 400 "the Node packages"
  say "Installing the Node packages for development"
  npm ci --no-progress || gave_up "Installing the Node packages" registry.npmjs.org "$root"
  cp package-lock.json node_modules/.installed-lock
}

# Debian 12 has Node 18; the npm registry carries newer ones.
install_node() {
  local platform
  case $(uname -m) in x86_64) platform=linux-x64 ;; aarch64) platform=linux-arm64 ;; *) platform= ;; esac
  [[ $(uname -s) == Linux && -n $platform ]] || die "Node $node_major or newer is needed; $(node --version) is installed."
  need_space "$tools" 300 "Node $node_major"
  say "Installing Node $node_major from the npm registry"
  npm install --no-save --no-progress --prefix "$node_home/package" "node-$platform@$node_major" ||
    gave_up "Installing Node $node_major" registry.npmjs.org "$tools"
  mkdir -p "$node_home/bin"
  ln -sf "$node_home/package/node_modules/node-$platform/bin/node" "$node_home/bin/node"
  hash -r
  node_is_ready || die "Node $node_major or newer is needed, and the one from the npm registry does not run here."
}
