#!/bin/sh
# An adapter: puts a program of one's own behind the command line that the suite `keygen` tests. To be copied.
#   mirror conform -- ./my-adapter
# The suite calls it with `-o DIR`, `--output-dir DIR`, `--output-dir=DIR` or nothing, after its own arguments.
#
# Let the program do what it does for its users, with its own files, modes and refusals: what an adapter does better than the
# program, the suite cannot find. A directory that is missing or a message that has another form may be the adapter's part.
set -eu

directory=.
case ${1-} in
-o | --output-dir) directory=${2:?a directory is missing} && shift 2 ;;
--output-dir=*) directory=${1#*=} && shift ;;
esac
[ $# -eq 0 ] || { echo "usage: $0 [-o DIR]" >&2 && exit 64; }
private=$directory/privkey.json public=$directory/pubkey.json

# 1. Make the pair. A failure ends the adapter here, with the program's own message on standard error.
mkdir -p -- "$directory"
mirror keygen -q -o "$directory" # Your program instead.

# 2. If it writes another format, turn what is in the files into JWK sets: {"keys":[{"kty":"OKP","crv":"Ed25519",...}]}
#    The adapters beside this one show how, for PEM (openssl) and for OpenSSH's format (ssh-keygen).

# 3. Say where the files are.
echo "✔ private key set written to: $private"
echo "✔ public key set written to: $public"
