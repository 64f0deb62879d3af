#!/bin/sh
# Key writers as people write them in a hurry: habits.sh HABIT [-o DIR | --output-dir DIR | --output-dir=DIR]
#
#   plain-redirection   no umask, [ -f ] to see what is there, and nothing undone
#   chmod-afterwards    the modes are set once the files are written
set -eu

habit=$1
shift
dir=.
while [ $# -gt 0 ]; do
  case $1 in
    -o | --output-dir) dir=${2:?a directory is missing}; shift 2 ;;
    --output-dir=*) dir=${1#*=}; shift ;;
    *) echo "keygen: unexpected argument: $1" >&2; exit 2 ;;
  esac
done

mkdir -p "$dir"
for name in privkey.json pubkey.json; do
  if [ -f "$dir/$name" ]; then
    echo "keygen: $dir/$name already exists" >&2
    exit 1
  fi
done

pem=$(openssl genpkey -algorithm ed25519)
url() { tail -c 32 | base64 -w 0 | tr '+/' '-_' | tr -d '='; }
d=$(echo "$pem" | openssl pkey -outform DER | url)
x=$(echo "$pem" | openssl pkey -pubout -outform DER | url)
ticks=$(($(date +%s%N) / 100 + 122192928000000000))
node=$(od -A n -v -N 5 -t x1 /dev/urandom | tr -d ' \n')
kid=$(printf '%08x-%04x-6%03x-8%.3s-03%s' $((ticks >> 28)) $((ticks >> 12 & 65535)) $((ticks & 4095)) "$node" "$node")
key="\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"kid\":\"$kid\",\"x\":\"$x\""

echo "{\"keys\":[{$key,\"d\":\"$d\"}]}" >"$dir/privkey.json"
[ "$habit" = plain-redirection ] || chmod 600 "$dir/privkey.json"
echo "{\"keys\":[{$key}]}" >"$dir/pubkey.json"
[ "$habit" = plain-redirection ] || chmod 644 "$dir/pubkey.json"
echo "✔ private key set written to: $dir/privkey.json"
echo "✔ public key set written to: $dir/pubkey.json"
