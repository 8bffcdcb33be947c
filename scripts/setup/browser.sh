# shellcheck shell=bash
# Chromium and its driver: the caller's, those on PATH, else Debian's.

find_first() {
  local name
  for name in "$@"; do command -v "$name" && return; done
  return 1
}

find_chromium() { echo "${CHROMIUM:-$(find_first chromium chromium-browser google-chrome google-chrome-stable)}"; }
find_chromedriver() { echo "${CHROMEDRIVER:-$(find_first chromedriver)}"; }

setup_browser() {
  if [[ -n $(find_chromium) && -n $(find_chromedriver) ]]; then return; fi
  # With fonts, so that pages are laid out and look as they do for people.
  apt_install "Chromium for the browser tests" chromium chromium-driver fonts-noto-core fonts-dejavu-core
}

browser_environment() {
  local chromium chromedriver
  chromium=$(find_chromium) && chromedriver=$(find_chromedriver) || return 0
  printf 'export CHROMIUM=%q CHROMEDRIVER=%q\n' "$chromium" "$chromedriver"
  # The driver finds an installed browser by itself; any other must be named.
  if [[ -n ${CHROMIUM:-} ]]; then
    mkdir -p "$root/target"
    CHROMIUM=$chromium node -e '
      const fs = require("node:fs");
      const wanted = JSON.parse(fs.readFileSync("webdriver.json"));
      wanted["goog:chromeOptions"].binary = process.env.CHROMIUM;
      fs.writeFileSync("target/webdriver.json", JSON.stringify(wanted));'
    printf 'export WASM_BINDGEN_TEST_WEBDRIVER_JSON=%q\n' "$root/target/webdriver.json"
  fi
}
