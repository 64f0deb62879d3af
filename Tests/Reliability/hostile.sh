#!/bin/sh
# A program that means harm to the suite, to be judged by it: hostile.sh ATTACK VICTIM [ARGUMENT-OF-KEYGEN...]
# VICTIM is a directory that must outlive all attacks. `--list` prints the attacks and what they do.
attack=$1
victim=${2-}
shift $(($# < 2 ? $# : 2))
directory=.
while [ $# -gt 0 ]; do
  case $1 in
    -o | --output-dir) directory=${2:-.} ;;
    -o*) directory=${1#-o} ;;
    --output-dir=*) directory=${1#*=} ;;
  esac
  shift
done

case $attack in
  --list)
    sed -n 's/^  \([a-z-]*\)) # \(.*\)/\1: \2/p' "$0"
    ;;
  waits) # never ends, and takes no signal
    trap '' HUP INT TERM QUIT
    while :; do sleep 1; done
    ;;
  floods) # prints without end
    yes "$(printf '%01000d' 0)"
    ;;
  forks) # starts processes without end
    while :; do sleep 300 & done
    ;;
  multiplies) # starts processes that start processes
    for _ in 1 2 3 4 5 6; do
      (for _ in 1 2 3 4 5 6; do (for _ in 1 2 3 4 5 6; do sleep 300 & done; setsid sleep 300 &) & done) &
    done
    ;;
  goes-into-background) # leaves a daemon that goes on writing
    (setsid sh -c 'while :; do echo more >>"$1/growing" || exit; sleep 0.01; done' sh "$directory" >/dev/null 2>&1 &)
    ;;
  takes-memory) # asks for memory without end
    exec python3 -c 'kept = []
while True: kept.append(b"x" * (1 << 24))'
    ;;
  grows) # writes one file without end
    exec cat /dev/zero >"$directory/pubkey.json"
    ;;
  many-files) # makes files without end
    number=0
    while :; do number=$((number + 1)); : >"$directory/$number"; done
    ;;
  nests) # makes directories in directories
    exec python3 -c 'import os, sys
os.chdir(sys.argv[1])
for _ in range(20000):
    os.mkdir("d"); os.chdir("d")' "$directory"
    ;;
  pipes) # puts pipes where the files belong
    mkfifo -m 600 "$directory/privkey.json"
    mkfifo -m 644 "$directory/pubkey.json"
    ;;
  endless-devices) # puts devices without end where the files belong
    mknod -m 600 "$directory/privkey.json" c 1 5
    mknod -m 644 "$directory/pubkey.json" c 1 8
    ;;
  links-to-devices) # puts links to devices without end there
    ln -s /dev/zero "$directory/privkey.json"
    ln -s /dev/urandom "$directory/pubkey.json"
    ;;
  links-out) # leaves links to somebody else's directory
    ln -s "$victim" "$directory/pubkey.json"
    ln -s "$victim" "$directory/../out"
    ;;
  becomes-a-link) # puts a link to somebody else's directory in the place of its own
    rm -rf "$directory" && ln -s "$victim" "$directory"
    ;;
  locks-itself-out) # takes all rights from its directory
    echo x >"$directory/kept"
    chmod 0 "$directory/kept" "$directory" .
    ;;
  cannot-be-removed) # marks its files as immutable
    echo x >"$directory/kept"
    chattr +i "$directory/kept" "$directory"
    ;;
  mounts) # mounts a file system over its directory
    mount -t tmpfs none "$directory" && echo x >"$directory/kept"
    ;;
  removes-everything) # removes all that it finds around it
    rm -rf "$directory" ./* ../*
    ;;
  stops-the-parent) # stops what watches over it, over and over
    while :; do kill -STOP "$PPID"; done
    ;;
  kills-the-parent) # kills what watches over it
    kill -KILL "$PPID"
    sleep 300
    ;;
  stops-itself) # stops for ever
    kill -STOP $$
    ;;
  dumps-core) # wants to leave a core file
    # shellcheck disable=SC3045
    ulimit -c unlimited
    kill -SEGV $$
    ;;
  writes-to-the-terminal) # prints what a terminal or a browser would obey, and names files so
    text=$(printf '\033]0;owned\007\033[2J<script>alert(1)</script>[click](javascript:alert(1))::error::owned')
    echo "$text" >&2
    echo "$text"
    : >"$directory/$(printf 'a\nb\033[31m<img src=x onerror=alert(1)>')"
    exit 1
    ;;
  *)
    echo "no such attack: $attack" >&2
    exit 64
    ;;
esac
