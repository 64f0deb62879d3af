# Shell functions shared by scripts/install and scripts/package: the executable with everything that goes beside it.
# To be sourced after setup.sh.

# The manual page of a symbolic link is one, too.
HELPER=docker-credential-mirror
HELPER_PAGE=mirror-credential-helper.1

# The time of the newest commit, or of the changelog as it was unpacked where there is no git; SOURCE_DATE_EPOCH
# overrules both.
source_date() {
  if [ -n "${SOURCE_DATE_EPOCH-}" ]; then
    case $SOURCE_DATE_EPOCH in
    *[!0-9]*) die "SOURCE_DATE_EPOCH must be a number of seconds, not '$SOURCE_DATE_EPOCH'" ;;
    esac
    printf '%s\n' "$SOURCE_DATE_EPOCH"
  elif ! git -C "$PROJECT" log -1 --format=%ct 2>/dev/null; then
    stat -c %Y -- "$PROJECT/CHANGELOG.md"
  fi
}

# Puts the files below a directory as they are below a prefix: stage EXECUTABLE ROOT ZSH_DIRECTORY
# Completions and manual pages are made by the executable's own parser. Not to be called where `set -e` is off.
stage() {
  program=$1 root=$2 zsh=$3
  version=$("$program" --version) || die "$program does not start"
  (
    set -e
    umask 022
    mkdir -p "$root/bin" "$root/share/bash-completion/completions" "$root/$zsh" \
      "$root/share/fish/vendor_completions.d" "$root/share/man/man1"
    install -m 0755 -- "$program" "$root/bin/mirror"
    ln -s mirror "$root/bin/$HELPER"
    # It is read, not run.
    "$program" --generate-completion-script bash | sed '1{/^#!/d}' >"$root/share/bash-completion/completions/mirror"
    "$program" --generate-completion-script zsh >"$root/$zsh/_mirror"
    "$program" --generate-completion-script fish >"$root/share/fish/vendor_completions.d/mirror.fish"
    "$program" --experimental-dump-help >"$root/dump"
    swiftc -swift-version 6 -o "$root/manual" "$PROJECT"/scripts/lib/manual/*.swift
    "$root/manual" "$root/share/man/man1" "$version" "$(source_date)" <"$root/dump"
    rm -- "$root/manual" "$root/dump"
    ln -s "$HELPER_PAGE" "$root/share/man/man1/$HELPER.1"
  )
}
