#!/usr/bin/env bash
# Brings what the project is built and tested with, and skips what is there.
#
#   scripts/setup.sh [part…]     parts: toolchain wasm-bindgen trunk browser node crates
#                                server engines geckodriver schemathesis
#
# Everything is found first, then installed; the settings that the found tools
# need are written to .env.toolchain, which scripts/with-tools reads.
#
#   WRAPUP_TOOLCHAIN=debian   don't use rustup's wasm target or prebuilt tools:
#                             Debian's compiler, and the tools from source
#   WRAPUP_TOOLS=DIRECTORY    where tools are kept (default ~/.cache/interaction-wrap-up/tools)
#   CHROMIUM, CHROMEDRIVER    a browser and driver of your own
#   FIREFOX, GECKODRIVER, WEBKITDRIVER  the same of other engines
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/lib.sh
source scripts/setup/toolchain.sh
source scripts/setup/tools.sh
source scripts/setup/browser.sh
source scripts/setup/engines.sh
source scripts/setup/node.sh
source scripts/setup/python.sh

write_environment() {
  local file=$root/.env.toolchain
  {
    echo "# Written by scripts/setup.sh; read by scripts/with-tools."
    printf 'export PATH=%q:"%s"\n' "$(node_path):$(tool_path):$(schemathesis_path)" "\$PATH"
    toolchain_environment
    browser_environment
    engines_environment
  } >"$file.$$"
  mv "$file.$$" "$file" # at once: another step may be reading it
}

(($#)) || set -- toolchain node crates server wasm-bindgen browser trunk engines geckodriver schemathesis
for part in "$@"; do
  case $part in
    toolchain) setup_toolchain ;;
    wasm-bindgen) setup_wasm_bindgen ;;
    trunk) setup_trunk ;;
    browser) setup_browser ;;
    engines) setup_engines ;;
    geckodriver) setup_geckodriver ;;
    node) setup_node ;;
    crates) setup_crates ;;
    server) setup_server ;;
    schemathesis) setup_schemathesis ;;
    *) die "scripts/setup.sh knows no part called \"$part\"." ;;
  esac
done
write_environment
