#!/bin/sh
# Runs the suite in parts with GNU parallel, on this machine or on several, and merges what they say.
# Usage: examples/ci/parallel.sh PARTS DIRECTORY [OPTION...] -- COMMAND [ARG...]
#   PARTS      how many parts; as many as there are processors run at the same time
#   DIRECTORY  where the reports go: 1.json ... PARTS.json, report.json and report.html
#   OPTION     options of `mirror conform`; the same for every part
# MIRROR is the program, `mirror` on PATH by default. The exit status is that of the whole run.
# Several machines: give parallel a list (--sshloginfile) and the files that it needs there (--transferfile); the
# command and mirror have to be the same to the bit everywhere, which the merging checks.
set -eu

[ $# -ge 4 ] || {
  sed -n '2,9s/^# //p' "$0" >&2
  exit 64
}
parts=$1 directory=$2 mirror=${MIRROR:-mirror}
shift 2
mkdir -p -- "$directory"

# parallel sets TMPDIR, and mirror would put its sandboxes there instead of into memory.
# -q keeps every argument one word; only one that holds a replacement string of parallel, such as {part}, would be changed.
# A part's exit status is not the verdict: 1 and 2 are the merging's to tell. Anything from 64 on ends it here.
status=0
# shellcheck disable=SC2016  # The inner shell expands them.
seq "$parts" | parallel -q -I '{part}' --halt never --tagstring 'part {part}' sh -c '
  part=$1 parts=$2 directory=$3 mirror=$4 TMPDIR=$5
  shift 5
  if [ -n "$TMPDIR" ]; then export TMPDIR; else unset TMPDIR; fi
  status=0
  "$mirror" conform --quiet --jobs 1 --shard "$part/$parts" --report "json=$directory/$part.json" "$@" || status=$?
  [ "$status" -le 2 ]
' sh '{part}' "$parts" "$directory" "$mirror" "${TMPDIR-}" "$@" || status=$?
[ "$status" = 0 ] || {
  echo "$0: $status of $parts parts did not run" >&2
  exit 70
}

# In the order of the numbers, so that the same parts always make the same report.
number=$parts
set --
while [ "$number" -gt 0 ]; do
  set -- "$directory/$number.json" "$@"
  number=$((number - 1))
done
exec "$mirror" report merge "$@" --report text=- --report "json=$directory/report.json" \
  --report "html=$directory/report.html"
