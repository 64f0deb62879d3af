# Shell functions shared by scripts/install and scripts/uninstall: the list of what was installed.
# To be sourced after setup.sh. A line of it is one of these, with PATH relative to the prefix:
#   file SHA256 PATH
#   link TARGET PATH
#   dir - PATH          a directory that was not there before

MANIFEST=share/mirror/installed

# Sets prefix to the absolute directory that the arguments of a script name, below DESTDIR.
read_prefix() {
  script=$1
  shift
  case ${1-} in
  -*) die "unknown option $1; scripts/$script --help tells the usage" ;;
  esac
  [ $# -le 1 ] || die "one directory is enough; scripts/$script --help tells the usage"
  prefix=${1:-/usr/local}
  case $prefix in
  /*) ;;
  *) prefix=$PWD/$prefix ;;
  esac
  prefix=${DESTDIR-}$prefix
}

checksum() { sha256sum <"$1" | cut -d ' ' -f 1; }

# Whether what lies at a path is what a line of the list says: is_ours KIND VALUE PATH
is_ours() {
  case $1 in
  file) [ -f "$3" ] && [ ! -L "$3" ] && [ "$(checksum "$3")" = "$2" ] ;;
  link) [ -L "$3" ] && [ "$(readlink -- "$3")" = "$2" ] ;;
  *) false ;;
  esac
}

# Removes what a list names and is still as it was written, and says so; directories only when they are empty.
# remove_listed LIST prints a line for each path that is left because it is not ours any more.
remove_listed() {
  sort -k 3 -- "$1" | while read -r kind value path; do
    case /$path/ in
    */../* | //*) die "$1 names a path outside of the prefix: $path" ;;
    esac
    [ "$kind" = dir ] || ! is_ours "$kind" "$value" "$prefix/$path" || {
      rm -f -- "$prefix/$path" || die "cannot remove $prefix/$path"
      say "removed $prefix/$path"
    }
  done || exit 1
  while read -r kind value path; do
    [ "$kind" != dir ] || continue
    ! [ -e "$prefix/$path" ] && ! [ -L "$prefix/$path" ] || printf '%s\n' "$path"
  done <"$1" | sort -u
}

# Removes the directories of a list that are empty, the deepest first: remove_directories LIST
remove_directories() {
  sed -n 's/^dir - //p' "$1" | sort -ru | while read -r path; do
    [ "$path" != . ] || continue
    ! rmdir -- "$prefix/$path" 2>/dev/null || say "removed $prefix/$path/"
  done
  if grep -qx 'dir - \.' "$1" && rmdir -- "$prefix" 2>/dev/null; then say "removed $prefix/"; fi
}
