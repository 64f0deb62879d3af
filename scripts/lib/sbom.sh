# Shell functions of scripts/package: the bill of materials, in CycloneDX 1.5.
# To be sourced after setup.sh, linked.sh and debian.sh.

# Percent-encodes what a package URL may not have: encode TEXT
encode() { printf '%s' "$1" | sed 's/%/%25/g; s/:/%3A/g; s/+/%2B/g; s/~/%7E/g'; }

# One component as JSON: component REF NAME VERSION PURL LICENSE KIND
# KIND is what the license is written as: id, or expression where there is an exception.
component() {
  printf ',\n    {"type": "library", "bom-ref": "%s", "name": "%s", "version": "%s", "purl": "%s"' "$1" "$2" "$3" "$4"
  case $5 in
  '') ;;
  *' '*) printf ', "licenses": [{"expression": "%s"}]' "$5" ;;
  *) printf ', "licenses": [{"license": {"id": "%s"}}]' "$5" ;;
  esac
  printf '}'
}

# Prints the bill of materials of a package: sbom EXECUTABLE LINKED DEB VERSION ARCHITECTURE SECONDS
# LINKED is a file of what linked_packages prints.
sbom() {
  distribution=$(. /etc/os-release && printf '%s-%s' "$ID" "${VERSION_ID-}")
  vendor=${distribution%%-*}
  hash=$(sha256sum <"$3" | cut -d ' ' -f 1)
  # The same package has the same serial number: the beginning of its hash, as a UUID of version 8.
  serial=$(printf '%s' "$hash" | sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\).*/\1-\2-8\3-8\4-\5/')
  # shellcheck disable=SC2153  # debian.sh sets it.
  root="pkg:deb/$vendor/$PACKAGE@$(encode "$4")?arch=$5"
  references=
  printf '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.5",\n  "serialNumber": "urn:uuid:%s",\n  "version": 1,\n' "$serial"
  printf '  "metadata": {\n    "timestamp": "%s",\n' "$(date -u -d "@$6" +%Y-%m-%dT%H:%M:%SZ)"
  printf '    "component": {"type": "application", "bom-ref": "%s", "name": "%s", "version": "%s", "purl": "%s",\n' \
    "$root" "$PACKAGE" "$4" "$root"
  printf '      "hashes": [{"alg": "SHA-256", "content": "%s"}], "licenses": [{"license": {"id": "Apache-2.0"}}]}\n  },\n' "$hash"
  printf '  "components": [\n    {"type": "file", "bom-ref": "executable", "name": "/usr/bin/mirror",\n'
  printf '      "hashes": [{"alg": "SHA-256", "content": "%s"}]}' "$(sha256sum <"$1" | cut -d ' ' -f 1)"

  while read -r name version revision url; do
    path=${url#https://}
    reference="pkg:swift/${path%.git}@$version"
    component "$reference" "$name" "$version" "$reference?vcs_url=$(encode "git+$url@$revision")" \
      'Apache-2.0 WITH Swift-exception'
    references="$references $reference"
  done <<EOF
$(swift_packages)
EOF
  version=$(swift_version)
  # The standard library, Dispatch and FoundationEssentials, which come with the compiler.
  component swift-runtime swift-runtime "$version" "pkg:github/swiftlang/swift@swift-$version-RELEASE" \
    'Apache-2.0 WITH Swift-exception'
  references="$references swift-runtime"
  while read -r package; do
    version=$(dpkg-query -W -f '${Version}' "$package")
    source=$(dpkg-query -W -f '${source:Package}' "$package")
    name=${package%%:*}
    reference="pkg:deb/$vendor/$name@$(encode "$version")?arch=$5&distro=$distribution"
    component "$reference" "$name" "$version" "$reference" "$(license_of "$source")"
    references="$references $reference"
  done <"$2"
  printf '\n  ],\n  "dependencies": [\n    {"ref": "%s", "dependsOn": ["executable"]},\n    {"ref": "executable", "dependsOn": [\n' "$root"
  # shellcheck disable=SC2086  # Each reference is a word.
  printf '      "%s"\n' $references | sed '$!s/$/,/'
  printf '    ]}\n  ]\n}\n'
}
