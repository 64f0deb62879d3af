# Shell functions shared by the scripts: where the project is, and the packages that its build needs.
# To be sourced by a POSIX shell script anywhere in the project. PROJECT is the root of the project.

PROJECT=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
while [ ! -f "$PROJECT/Package.swift" ]; do
  [ "$PROJECT" != / ] || {
    echo "error: $0 is not inside the project" >&2
    exit 1
  }
  PROJECT=$(dirname -- "$PROJECT")
done

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# Installs Debian packages: need_packages PACKAGE...
# As root or with a sudo that asks nothing; otherwise prints the command to run and ends the script.
need_packages() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null 2>&1 ||
    die "these Debian packages, or what they are called here, must be installed:$missing"
  if [ "$(id -u)" = 0 ]; then
    run=
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    run='sudo -n'
  else
    say "Some packages are missing. Run this, then start again:"
    say "  sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing"
    exit 1
  fi
  say "installing:$missing"
  # shellcheck disable=SC2086  # Several words are meant.
  $run env DEBIAN_FRONTEND=noninteractive sh -c \
    "apt-get update -q && apt-get install -q -y --no-install-recommends $missing" >&2 ||
    die "the packages could not be installed:$missing"
}

# Installs Debian packages where nobody has to be asked; starts no service of theirs: wish PACKAGE...
# What is missing in the end is skipped by the tests that need it.
wish() {
  missing=
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then run=; elif sudo -n true 2>/dev/null; then run='sudo -n'; else
    say "not installed, so some tests are skipped:$missing"
    return 0
  fi
  say "installing:$missing"
  # shellcheck disable=SC2086  # Several words are meant.
  $run env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 SYSTEMD_OFFLINE=1 sh -c \
    "apt-get update -q && apt-get install -q -y --no-install-recommends $missing" >&2 ||
    say "could not be installed, so some tests are skipped:$missing"
}

# Everything that building and testing needs, besides Swift itself.
set_up() {
  command -v swift >/dev/null 2>&1 || die "Swift 6.2 or later must be on PATH: https://www.swift.org/install"
  need_packages libsodium-dev libssl-dev libyaml-dev pkg-config
}

# The flags of the release build: one static executable, which starts four times faster than a dynamic one. Its code lies
# at the same address in every run; stack, heap and mappings do not. With MIRROR_PIE set, the code does not either, and
# every run takes longer: CONTRIBUTING.md says why.
release_flags() {
  printf '%s\n' -c release --static-swift-stdlib -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker -s
  # glibc's start of such an executable refuses a search path for libraries, as SwiftPM would add one.
  [ -z "${MIRROR_PIE-}" ] ||
    printf '%s\n' -Xswiftc -Xclang-linker -Xswiftc -static-pie --disable-local-rpath
}

# Builds .build/release/mirror.
build_release() {
  # shellcheck disable=SC2046  # The flags are words.
  (cd "$PROJECT" && swift build --product mirror $(release_flags) "$@" >&2) || die "the build failed"
}
