# Shell functions of scripts/package: what Debian wants in a package beside the files themselves.
# To be sourced after setup.sh, stage.sh and linked.sh.

# Debian had another package called mirror, which fetched files from FTP servers.
PACKAGE=mirror-jwk
MAINTAINER=${MIRROR_MAINTAINER:-mirror maintainers <maintainers@users.noreply.r-seed-5ce50427.example>}

# Whether the changelog has something that is in no release.
has_unreleased() { awk '/^## / { inside = /^## \[Unreleased\]/; next } inside && NF { found = 1 } END { exit !found }' "$PROJECT/CHANGELOG.md"; }

# The version of the package: that of the program, and the commit where it is not a release: debian_version VERSION
debian_version() {
  commit=
  if has_unreleased; then
    commit=+unreleased
    if hash=$(git -C "$PROJECT" rev-parse --short=10 HEAD 2>/dev/null); then
      commit=+git$(TZ=UTC0 git -C "$PROJECT" log -1 --format=%cd --date=format-local:%Y%m%d%H%M).$hash
      [ -z "$(git -C "$PROJECT" status --porcelain --untracked-files=no)" ] || commit=$commit.changed
    fi
  fi
  printf '%s%s-1\n' "$1" "$commit"
}

# One entry of Debian's changelog: debian_entry VERSION TEXT SECONDS
debian_entry() {
  printf '%s (%s) unstable; urgency=medium\n\n  * %s\n\n -- %s  %s\n' \
    "$PACKAGE" "$1" "$2" "$MAINTAINER" "$(LC_ALL=C date -u -R -d "@$3")"
}

debian_changelog() {
  separator=
  case $1 in
  *+*)
    debian_entry "$1" 'Snapshot; "Unreleased" in changelog.gz says what has changed.' "$SOURCE_DATE_EPOCH"
    separator='\n'
    ;;
  esac
  sed -n 's/^## \[\([0-9][^]]*\)\] - \(.*\)/\1 \2/p' "$PROJECT/CHANGELOG.md" | while read -r release date; do
    # shellcheck disable=SC2059  # The separator is a format.
    printf "$separator"
    separator='\n'
    debian_entry "$release-1" 'Release; changelog.gz says what has changed.' "$(date -u -d "$date" +%s)"
  done
}

# Copyright, changelogs, licenses of what is linked, and the reasons for what lintian dislikes:
# add_documents TREE EXECUTABLE LINKED VERSION
# LINKED is a file of what linked_packages prints.
add_documents() {
  documents=$1/usr/share/doc/$PACKAGE
  mkdir -p "$documents" "$1/usr/share/lintian/overrides"
  debian_changelog "$4" | gzip -9n >"$documents/changelog.Debian.gz"
  gzip -9nc "$PROJECT/CHANGELOG.md" >"$documents/changelog.gz"
  gzip -9n "$1"/usr/share/man/man1/mirror*.1
  rm "$1/usr/share/man/man1/$HELPER.1"
  ln -s "$HELPER_PAGE.gz" "$1/usr/share/man/man1/$HELPER.1.gz"
  {
    cat <<EOF
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: mirror
Upstream-Contact: $MAINTAINER

Files: *
Copyright: 2026 the authors of mirror
License: Apache-2.0
EOF
    if is_static "$2"; then
      cat <<EOF
Comment: The executable has other libraries in it, whose licenses and notices
 are in the directory linked beside this file. The GNU C library is one of
 them (LGPL-2.1-or-later): with the source of mirror, which is free, anybody
 can link the executable with another version of it.
EOF
    fi
    cat <<EOF

License: Apache-2.0
 On Debian systems, the text of this license is in
 /usr/share/common-licenses/Apache-2.0.
EOF
  } >"$documents/copyright"
  is_static "$2" || return 0
  mkdir "$documents/linked"
  while read -r package; do
    cp -L -- "/usr/share/doc/${package%%:*}/copyright" \
      "$documents/linked/$(dpkg-query -W -f '${source:Package}' "$package").txt"
  done <"$3"
  compiler=$(realpath -- "$(command -v swiftc)")
  cp -- "${compiler%/bin/*}/share/swift/LICENSE.txt" "$documents/linked/swift.txt"
  gzip -9n "$documents"/linked/*
  cat >"$1/usr/share/lintian/overrides/$PACKAGE" <<EOF
# A static executable starts four times faster, which most of a short command's
# time is.
$PACKAGE: statically-linked-binary [usr/bin/mirror]
# For the same reason. What is linked is in the bill of materials.
$PACKAGE: embedded-library *
EOF
}

# The control files: add_control TREE EXECUTABLE LINKED VERSION ARCHITECTURE
# A static executable depends on nothing; what it is made of is in the bill of materials.
add_control() {
  mkdir "$1/DEBIAN"
  (cd "$1" && find usr -type f | LC_ALL=C sort | xargs md5sum) >"$1/DEBIAN/md5sums"
  {
    cat <<EOF
Package: $PACKAGE
Version: $4
Architecture: $5
Maintainer: $MAINTAINER
Section: utils
Priority: optional
Installed-Size: $(du -sk --apparent-size "$1/usr" | cut -f 1)
EOF
    is_static "$2" ||
      printf 'Depends: %s\n' "$(while read -r package; do
        dpkg-query -W -f '${Package} (>= ${Version})\n' "$package"
      done <"$3" | sort -u | paste -s -d , | sed 's/,/, /g')"
    cat <<EOF
Description: key pairs for JWK-based registry authentication, and their tests
 mirror makes Ed25519 key pairs as JWK sets and signs container registry tokens
 with them: mirror login stores the tokens in the Docker configuration, and the
 credential helper docker-credential-mirror mints one at each request.
 .
 It also judges other programs that make such keys or store such tokens: mirror
 conform runs them in sandboxes, makes their system calls fail one after the
 other, and says requirement by requirement what they keep.
EOF
  } >"$1/DEBIAN/control"
}
