# shellcheck shell=bash
# Firefox ESR and WebKitGTK, each with what drives it: the caller's, those on PATH, else
# Debian's; Debian has no driver of Firefox's, which comes from source.

# The newest that Rust 1.95 compiles. Its project's archives come without a checksum.
geckodriver_version=0.37.1
geckodriver_home=$tools/geckodriver-$geckodriver_version

find_firefox() { echo "${FIREFOX:-$(find_first firefox-esr firefox)}"; }
find_webkitdriver() { echo "${WEBKITDRIVER:-$(find_first WebKitWebDriver)}"; }
find_geckodriver() { echo "${GECKODRIVER:-$(PATH=$geckodriver_home/bin:$PATH find_first geckodriver)}"; }

# tests/engines/webkit.py is the browser, in Debian's Python.
has_webkit() {
  /usr/bin/python3 -c 'import gi; gi.require_version("WebKit2", "4.1")' 2>/dev/null &&
    [[ -n $(find_webkitdriver) ]] && have Xvfb
}

setup_engines() {
  if [[ -z $(find_firefox) ]]; then apt_install "Firefox for the tests of other engines" firefox-esr; fi
  if ! has_webkit; then
    apt_install "WebKitGTK for the tests of other engines" \
      webkit2gtk-driver gir1.2-webkit2-4.1 gir1.2-gtk-3.0 python3-gi xvfb
  fi
}

setup_geckodriver() {
  if [[ -n $(find_geckodriver) ]]; then return; fi
  compile_tool geckodriver "$geckodriver_version" "$geckodriver_home"
}

engines_environment() {
  local name found
  for name in firefox geckodriver webkitdriver; do
    if found=$("find_$name") && [[ -n $found ]]; then printf 'export %s=%q\n' "${name^^}" "$found"; fi
  done
}
