#!/bin/sh
# A correct key writer: POSIX shell around openssl, without temporary files. Each name is taken by an exclusive
# creation (noclobber) before anything is written to it, so that a name that is ours is known to be ours.
set -u

dir=.
made=
complete=

fail() {
  echo "keygen: $1" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    -o | --output-dir) [ $# -ge 2 ] || fail "$1 needs a directory"; dir=$2; shift 2 ;;
    --output-dir=*) dir=${1#--output-dir=}; shift ;;
    *) fail "unexpected argument: $1" ;;
  esac
done
case $dir in '') fail 'empty directory name' ;; -*) dir=./$dir ;; esac

undo() {
  [ -n "$complete" ] || for name in $made; do unlink "$dir/$name"; done
}

mkdir -p "$dir" || fail "cannot create $dir"
for name in pubkey.json privkey.json; do
  if [ -e "$dir/$name" ] || [ -L "$dir/$name" ]; then fail "$dir/$name: it exists, and is kept"; fi
done

# 32 bytes of /dev/urandom in PKCS #8.
seed=$(od -A n -v -N 32 -t o1 /dev/urandom)
der() {
  printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040'
  for byte in $seed; do printf "\\$byte"; done
}
url() { openssl base64 -A | tr '+/' '-_' | tr -d '=\n'; }
private=$(der | tail -c 32 | url)
public=$(der | openssl pkey -inform DER -pubout -outform DER | tail -c 32 | url)
[ "${#private}" -eq 43 ] && [ "${#public}" -eq 43 ] || fail 'openssl failed'

ticks=$(($(date +%s%N) / 100 + 122192928000000000))
node=$(od -A n -v -N 8 -t x1 /dev/urandom | tr -d ' \n')
[ "${#node}" -eq 16 ] || fail 'no randomness'
kid=$(printf '%08x-%04x-6%03x-a%.3s-%x%s' $((ticks >> 28)) $((ticks >> 12 & 65535)) $((ticks & 4095)) \
  "$node" $((0x$(printf '%.2s' "${node#????}") | 17)) "${node#??????}")

# put NAME TEXT
put() {
  (set -C && : >"$dir/$1") || fail "cannot create $dir/$1"
  made="$1 $made"
  printf '%s' "$2" >"$dir/$1" && sync "$dir/$1" && [ "$(cat "$dir/$1")" = "$2" ] || fail "cannot write $dir/$1"
}

trap '' HUP INT TERM
trap undo EXIT
umask 022
put pubkey.json "{
  \"keys\": [
    {
      \"kid\": \"$kid\",
      \"kty\": \"OKP\",
      \"crv\": \"Ed25519\",
      \"alg\": \"EdDSA\",
      \"x\": \"$public\"
    }
  ]
}"
umask 077
put privkey.json "{
  \"keys\": [
    {
      \"kid\": \"$kid\",
      \"kty\": \"OKP\",
      \"crv\": \"Ed25519\",
      \"alg\": \"EdDSA\",
      \"d\": \"$private\",
      \"x\": \"$public\"
    }
  ]
}"
sync "$dir" || fail "cannot flush $dir"
complete=yes

echo "✔ private key set written to: $dir/privkey.json"
echo "✔ public key set written to: $dir/pubkey.json"
