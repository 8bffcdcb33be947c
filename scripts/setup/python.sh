# shellcheck shell=bash
# schemathesis, in an environment of its own, by the hashes of its requirements.

schemathesis_requirements=$root/tests/server/schemathesis/requirements.txt
schemathesis_version=$(sed -n 's/^schemathesis==\([0-9.]*\).*/\1/p' "$schemathesis_requirements")
schemathesis_home=$tools/schemathesis-$schemathesis_version

# Not its whole environment, whose python would be everybody's.
schemathesis_path() { printf '%s' "$schemathesis_home/path"; }

# A Python that it runs on, and that can make environments.
find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11; do
    if have "$name" && "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
}

setup_schemathesis() {
  if cmp -s "$schemathesis_requirements" "$schemathesis_home/.installed"; then return; fi
  [[ -n $(find_python) ]] || apt_install "Python 3.11 for schemathesis" python3 python3-venv
  [[ -n $(find_python) ]] ||
    die "Python 3.11 or newer is needed for schemathesis; $(python3 --version 2>/dev/null || echo none) is installed."
  need_space "$tools" 200 "schemathesis"
  say "Installing schemathesis $schemathesis_version"
  rm -rf "$schemathesis_home"
  "$(find_python)" -m venv "$schemathesis_home"
  "$schemathesis_home/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$schemathesis_requirements" ||
    gave_up "Installing schemathesis" pypi.org "$tools"
  mkdir "$schemathesis_home/path"
  ln -s ../bin/schemathesis "$schemathesis_home/path/schemathesis"
  cp "$schemathesis_requirements" "$schemathesis_home/.installed"
}
