# Shell functions of scripts/package: what an executable is linked with.
# To be sourced after setup.sh.

# Whether an executable brings its libraries with it.
is_static() { ! readelf -d "$1" | grep -q '(NEEDED)'; }

# The Debian package that a file belongs to, with its architecture where it has one of several.
package_of() {
  for file in "$1" "$(realpath -- "$1")" "$(realpath -- "$1" | sed 's|^/usr||')"; do
    if owner=$(dpkg-query -S "$file" 2>/dev/null); then
      printf '%s\n' "${owner%%: *}" | cut -d , -f 1
      return 0
    fi
  done
  return 1
}

# The files of the libraries that are linked: linked_files EXECUTABLE
linked_files() {
  if is_static "$1"; then
    # The compiler that links knows where they are; the linker's trace (-Xlinker --trace) shows these and no others.
    for library in sodium crypto yaml stdc++ m c gcc gcc_eh; do
      clang -print-file-name="lib$library.a"
    done
  else
    ldd "$1" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p'
  fi
}

# The Debian packages that the libraries come from, one a line; tells of libraries that no package has.
linked_packages() {
  linked_files "$1" | while read -r file; do
    package_of "$file" || say "no Debian package has $file"
  done | sort -u
}

# The license, as SPDX names it, of a Debian source package: license_of SOURCE
# Nothing for what is not known: no license is better than a wrong one.
license_of() {
  case $1 in
  libsodium) echo ISC ;;
  openssl) echo Apache-2.0 ;;
  libyaml) echo MIT ;;
  glibc) echo LGPL-2.1-or-later ;;
  gcc-[0-9]*) echo 'GPL-3.0-or-later WITH GCC-exception-3.1' ;;
  zlib) echo Zlib ;;
  esac
}

# The packages of Swift's package manager with their versions and sources, one a line: NAME VERSION REVISION URL
swift_packages() {
  resolved=$PROJECT/Package.resolved
  [ -f "$resolved" ] || die "$resolved is not there: build first"
  awk -F '"' '
    $2 == "identity" { name = $4 }
    $2 == "location" { url = $4 }
    $2 == "revision" { revision = $4 }
    $2 == "version" && $4 != "" { print name, $4, revision, url }
  ' "$resolved"
}

# The version of the Swift toolchain, whose library is part of the executable.
swift_version() { swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1; }
