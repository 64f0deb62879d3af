#!/bin/sh
# Makes an Ed25519 key pair as two JWK sets. Needs openssl.
set -eu

fail() {
  printf 'keygen: %s\n' "$*" >&2
  exit 1
}

directory=.
while [ $# -gt 0 ]; do
  case $1 in
  -o | --output-dir)
    [ $# -ge 2 ] || fail "$1 needs a directory"
    directory=$2
    shift
    ;;
  --output-dir=*) directory=${1#*=} ;;
  *) fail "unknown argument: $1" ;;
  esac
  shift
done
[ -n "$directory" ] || fail 'the directory has no name'
# A name that begins with - is no option of the commands below.
case $directory in /*) ;; *) directory=./$directory ;; esac
private=$directory/privkey.json public=$directory/pubkey.json
for path in "$private" "$public"; do
  if [ -e "$path" ] || [ -L "$path" ]; then fail "$path exists already: delete both files, or choose another directory"; fi
done

# Ctrl-C waits for what follows: a pair that is begun is finished, or undone.
trap '' INT TERM
mkdir -p -- "$directory" || exit 1
random=$(openssl rand -hex 16) made=''
new_public=$directory/.$random.pub new_private=$directory/.$random.key

undo() {
  status=$?
  [ "$status" = 0 ] || { for path in $made; do rm -f -- "$directory/$path"; done; }
  exit "$status"
}
trap undo EXIT

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# The key passes through pipes and variables only: no file holds it before its mode is right.
pem=$(openssl genpkey -algorithm ed25519) || fail 'openssl makes no key'
x=$(printf '%s\n' "$pem" | openssl pkey -pubout -outform DER | tail -c 32 | base64url)
d=$(printf '%s\n' "$pem" | openssl pkey -outform DER | tail -c 32 | base64url)
[ ${#x} = 43 ] && [ ${#d} = 43 ] || fail 'openssl makes no key'

# A UUID of version 6 (RFC 9562 §5.6): the time in 100 ns since 1582, highest bits first, then random bits.
ticks=$(($(date +%s%N) / 100 + 0x01B21DD213814000))
kid=$(printf '%08x-%04x-6%03x-%x%.3s-%.12s' $((ticks >> 28)) $((ticks >> 12 & 0xffff)) $((ticks & 0xfff)) \
  $((8 + 0x$(printf %.1s "$random") % 4)) "${random#?}" "${random#????}")

# Makes a file beside its final name, complete, on disk and with its mode; printf is a part of the shell.
put() {
  made="$made $1"
  (umask 077 && set -C && printf '{"keys":[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","kid":"%s","x":"%s"%s}]}\n' \
    "$kid" "$x" "$3" >"$directory/$1") && chmod "$2" "$directory/$1" && sync "$directory/$1"
}
put ".$random.pub" 0644 ''
put ".$random.key" 0600 ",\"d\":\"$d\""
# A link is never made over a file that exists; the private file comes last, so that it is never alone.
ln -T -- "$new_public" "$public"
made="pubkey.json $made"
ln -T -- "$new_private" "$private"
made="privkey.json $made"
sync "$directory"
rm -- "$new_public" "$new_private"
printf '✔ private key set written to: %s\n✔ public key set written to: %s\n' "$private" "$public"
