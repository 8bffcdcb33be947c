# shellcheck shell=bash
# wasm-bindgen and Trunk: from PATH, else prebuilt by their projects, else from source.

# The command line tool must be exactly the version of the library.
wasm_bindgen_version=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, ""); print $3 }' "$root/Cargo.lock")
wasm_bindgen_home=$tools/wasm-bindgen-$wasm_bindgen_version

# The newest that Rust 1.95 compiles. Trunk.toml says what else is accepted.
trunk_version=0.21.14
trunk_home=$tools/trunk-$trunk_version

tool_path() { printf '%s' "$wasm_bindgen_home/bin:$trunk_home/bin"; }

setup_wasm_bindgen() {
  local name
  for name in wasm-bindgen wasm-bindgen-test-runner; do
    [[ $(PATH=$wasm_bindgen_home/bin:$PATH "$name" --version 2>/dev/null) == *" $wasm_bindgen_version" ]] || {
      install_tool wasm-bindgen-cli "$wasm_bindgen_version" "$wasm_bindgen_home" \
        "https://github.com/wasm-bindgen/wasm-bindgen/releases/download/$wasm_bindgen_version/wasm-bindgen-$wasm_bindgen_version-$(uname -m)-unknown-linux-musl.tar.gz" \
        sha256sum
      return
    }
  done
}

setup_trunk() {
  local found
  found=$(PATH=$trunk_home/bin:$PATH trunk --version 2>/dev/null | cut -d' ' -f2) || found=
  if [[ -n $found ]] && at_least "$found" 0.21.14 && ! at_least "$found" 0.23; then return; fi
  install_tool trunk "$trunk_version" "$trunk_home" \
    "https://github.com/trunk-rs/trunk/releases/download/v$trunk_version/trunk-$(uname -m)-unknown-linux-gnu.tar.gz" \
    sha256
}

# install_tool CRATE VERSION HOME URL CHECKSUM-SUFFIX
install_tool() {
  download_tool "$@" || compile_tool "$@"
}

# Prebuilt archives exist for Linux; whatever goes wrong here, the source remains.
download_tool() {
  local crate=$1 version=$2 home=$3 url=$4 suffix=$5 work sum
  [[ ${WRAPUP_TOOLCHAIN:-} != debian && $(uname -s) == Linux ]] && have curl || return 1
  need_space "$tools" 200 "$crate"
  say "Downloading $crate $version"
  work=$(mktemp -d "$tools/download.XXXXXX")
  local fetch=(curl -fsSL --connect-timeout 5 --speed-time 20 --speed-limit 1000)
  if "${fetch[@]}" -o "$work/archive" "$url" &&
    sum=$("${fetch[@]}" "$url.$suffix" | grep -oE '^[0-9a-f]{64}') &&
    echo "$sum  $work/archive" | sha256sum --check --quiet &&
    tar -xzf "$work/archive" -C "$work" &&
    mkdir -p "$home/bin" &&
    find "$work" -type f -perm -u+x -exec cp {} "$home/bin/" \; &&
    runs "$home/bin"; then
    rm -rf "$work"
  else
    rm -rf "$work" "$home"
    say "No prebuilt $crate could be had: compiling it from source"
    return 1
  fi
}

# A prebuilt program may want a newer system library than there is.
runs() {
  local program
  for program in "$1"/*; do "$program" --version >/dev/null 2>&1 || return 1; done
}

# Optimising the tools would cost far more than it saves. Their own HTTPS is left
# out too: nothing is downloaded through them here. The versions their authors
# locked come first; some are not to be had any more, then the newest that fit.
compile_tool() ( # a subshell: what it exports is for this alone
  local crate=$1 version=$2 home=$3
  local install=(install "$crate" --version "=$version" --no-default-features --root "$home" --no-track --force)
  need_space "$tools" 1200 "compiling $crate"
  say "Compiling $crate $version from source (2 to 10 minutes, once)"
  export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
  export CARGO_TARGET_DIR=$tools/build-$crate
  chosen_cargo "${install[@]}" --locked || {
    say "Not with the versions its authors locked: trying the newest that fit"
    chosen_cargo "${install[@]}"
  } || gave_up "Compiling $crate" index.crates.io "$tools"
  rm -rf "$CARGO_TARGET_DIR"
)
