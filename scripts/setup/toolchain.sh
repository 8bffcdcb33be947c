# shellcheck shell=bash
# A Rust compiler with the standard library for wasm32-unknown-unknown.
#
# The ordinary way is rustup. Where its server does not answer, Debian's
# `rustc-web` serves: it has no prebuilt wasm library, so that is built once.

wasm=wasm32-unknown-unknown
debian_name=debian-web
debian_packages=(rustc-web cargo-web rust-web-src libstd-rust-web-dev rust-web-clippy rustfmt-web lld-19 gcc libc6-dev)

oldest_rustc=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml")

setup_toolchain() {
  if [[ ${WRAPUP_TOOLCHAIN:-} == debian ]]; then
    debian_is_ready || install_debian_toolchain
  elif rust_is_ready rustc || debian_is_ready; then
    :
  elif have rustup && have cargo; then
    say "Adding the WebAssembly target with rustup"
    RUSTUP_MAX_RETRIES=1 timeout 300 rustup target add "$wasm" ||
      { say "rustup could not do it: using Debian's compiler instead"; install_debian_toolchain; }
  elif have apt-get; then
    say "There is no rustup here: using Debian's compiler"
    install_debian_toolchain
  else
    die "Rust is missing. Install it from https://rustup.rs, then run the same command again."
  fi
  have cc || apt_install "A C compiler (Rust links with it)" gcc libc6-dev
}

# rust_is_ready RUSTC: new enough, and it has the wasm library.
rust_is_ready() {
  local version
  version=$("$1" --version 2>/dev/null | cut -d' ' -f2) || return 1
  [[ -n $version ]] && at_least "$version" "$oldest_rustc" &&
    compgen -G "$("$1" --print target-libdir --target "$wasm")/libtest-*.rlib" >/dev/null
}

debian_is_ready() { have wasm-ld-19 && rust_is_ready /usr/bin/rustc; }

install_debian_toolchain() {
  have apt-get || die "Neither rustup's WebAssembly target nor Debian's packages can be had here. Install Rust from https://rustup.rs and run: rustup target add $wasm"
  apt_install "Debian's Rust compiler" "${debian_packages[@]}"
  rust_is_ready /usr/bin/rustc || build_wasm_library
}

# Debian ships the sources of the standard library with all it depends on.
# They are compiled as part of an empty crate and put where rustc looks for them.
build_wasm_library() {
  local work library
  library=$(/usr/bin/rustc --print target-libdir --target "$wasm")
  need_root "Rust's standard library for WebAssembly" "$0 toolchain"
  need_space "$tools" 500 "building Rust's standard library"
  say "Building Rust's standard library for WebAssembly (about a minute)"
  work=$(mktemp -d "$tools/std.XXXXXX")
  mkdir "$work/src"
  : >"$work/src/lib.rs"
  printf '[package]\nname = "empty"\nedition = "2024"\n[workspace]\n' >"$work/Cargo.toml"
  (
    cd "$work"
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes
    unset CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
    CARGO_TARGET_DIR=$work/target /usr/bin/cargo build --release --target "$wasm" \
      -Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test
  ) || die "Building Rust's standard library for WebAssembly failed; the messages above say why."
  as_root mkdir -p "$library"
  as_root cp "$work/target/$wasm/release/deps/"*.rlib "$library/"
  rm -rf "$work"
}

# Debian's compiler is used when it was asked for, or when the usual one cannot build for wasm.
toolchain_environment() {
  debian_is_ready || return 0
  if [[ ${WRAPUP_TOOLCHAIN:-} != debian && $(command -v rustc) != /usr/bin/rustc ]] && rust_is_ready rustc; then
    return 0
  fi
  echo "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19"
  if have rustup; then
    rustup toolchain link "$debian_name" /usr >&2
    echo "export RUSTUP_TOOLCHAIN=$debian_name"
  fi
}

# The compiler that everything is built with, for the steps of the set-up itself.
chosen_cargo() { ( eval "$(toolchain_environment)"; exec cargo "$@" ); }

# The reference server is a package of its own.
setup_server() {
  local version oldest
  version=$(chosen_cargo --version | cut -d' ' -f2)
  oldest=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' examples/server/Cargo.toml)
  at_least "$version" "$oldest" ||
    die "The reference server needs Rust $oldest or newer; $version is installed. Run: rustup update stable"
  chosen_cargo fetch --locked --quiet --manifest-path examples/server/Cargo.toml ||
    gave_up "Downloading the reference server's libraries" index.crates.io "${CARGO_HOME:-$HOME}"
}

setup_crates() {
  [[ -d $target_dir/$wasm ]] || need_space "$target_dir" 3000 "building the project"
  chosen_cargo fetch --locked --quiet ||
    gave_up "Downloading the Rust libraries" index.crates.io "${CARGO_HOME:-$HOME}"
}
