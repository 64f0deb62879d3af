#!/bin/sh
# A correct key writer: POSIX shell around openssl and coreutils. Each file is written in a temporary directory and
# gets its name by link(2), which cannot overwrite. The public file comes first.
set -u

dir=.
work=
public_placed=
private_placed=
complete=

fail() {
  printf 'keygen: %s\n' "$1" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    -o | --output-dir)
      [ $# -ge 2 ] || fail "$1 needs a directory"
      dir=$2
      shift 2
      ;;
    --output-dir=*)
      dir=${1#*=}
      shift
      ;;
    *) fail "unexpected argument: $1" ;;
  esac
done
case $dir in
  '') fail 'the directory must not be empty' ;;
  -*) dir=./$dir ;;
esac

# unlink(1) makes the one call that is needed; rm(1) would look around first.
undo() {
  [ -z "$complete" ] || return 0
  [ -z "$private_placed" ] || unlink "$dir/privkey.json"
  [ -z "$public_placed" ] || unlink "$dir/pubkey.json"
  if [ -n "$work" ]; then
    for name in privkey.json pubkey.json; do unlink "$work/$name" 2>/dev/null; done
    rmdir "$work"
  fi
}

base64url() {
  base64 -w 0 | tr '+/' '-_' | tr -d '='
}

# ---- The key and its identifier

pem=$(openssl genpkey -algorithm ed25519) || fail 'openssl made no key'
d=$(printf '%s\n' "$pem" | openssl pkey -outform DER | tail -c 32 | base64url)
x=$(printf '%s\n' "$pem" | openssl pkey -pubout -outform DER | tail -c 32 | base64url)
[ ${#d} -eq 43 ] && [ ${#x} -eq 43 ] || fail 'openssl gave no raw key'

# RFC 9562, section 5.6: 100 ns since 1582-10-15, then a random clock sequence and node.
now=$(date +%s%N) || fail 'no clock'
ticks=$((now / 100 + 0x01b21dd213814000))
set -- $(od -A n -v -N 8 -t u1 /dev/urandom)
[ $# -eq 8 ] || fail 'no randomness'
kid=$(printf '%08x-%04x-6%03x-%02x%02x-%02x%02x%02x%02x%02x%02x' \
  $((ticks >> 28)) $((ticks >> 12 & 0xffff)) $((ticks & 0xfff)) \
  $(($1 & 0x3f | 0x80)) "$2" $(($3 | 1)) "$4" "$5" "$6" "$7" "$8")

common="\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\",\"kid\":\"$kid\",\"x\":\"$x\""

# ---- The files. From here on the run is too short to be worth interrupting.

mkdir -p "$dir" || fail "cannot create $dir"
for name in privkey.json pubkey.json; do
  if [ -e "$dir/$name" ] || [ -L "$dir/$name" ]; then fail "$dir/$name already exists"; fi
done

trap '' HUP INT TERM
trap undo EXIT
umask 077
work=$(mktemp -d "$dir/.keygen.XXXXXXXXXX") || fail "cannot write in $dir"

# write NAME TEXT: a complete, flushed file in the temporary directory.
write() {
  printf '%s\n' "$2" | dd of="$work/$1" bs=64k iflag=fullblock conv=excl,fsync status=none &&
    [ "$(cat "$work/$1")" = "$2" ]
}

umask 022
write pubkey.json "{\"keys\":[{$common}]}" || fail "cannot write $dir/pubkey.json"
ln -T "$work/pubkey.json" "$dir/pubkey.json" || fail "cannot create $dir/pubkey.json"
public_placed=yes
umask 077
write privkey.json "{\"keys\":[{$common,\"d\":\"$d\"}]}" || fail "cannot write $dir/privkey.json"
ln -T "$work/privkey.json" "$dir/privkey.json" || fail "cannot create $dir/privkey.json"
private_placed=yes

unlink "$work/privkey.json" && unlink "$work/pubkey.json" && rmdir "$work" || fail "cannot tidy up $work"
work=
sync "$dir" || fail "cannot flush $dir"
complete=yes

printf '✔ private key set written to: %s/privkey.json\n✔ public key set written to: %s/pubkey.json\n' "$dir" "$dir"
