#!/bin/sh
# A login in shell with jq, openssl and flock(1): login.sh -f FILE.
# No secret is an argument or in the environment: what is secret goes through here-documents, which are pipes.
set -eu
umask 077
say() { echo "login: $*" >&2; exit 1; }
[ $# -eq 2 ] && [ "$1" = -f ] || say "usage: login.sh -f FILE"
file=$2
case $file in */*) directory=${file%/*} ;; *) directory=. ;; esac
[ -n "$directory" ] || directory=/

# The configuration, one line for each host: its fields, with tabs in between.
hosts=$(awk '
  function bad(what) { print "login: " FILENAME ":" FNR ": " what > "/dev/stderr"; failed = 1; exit 1 }
  function span(text,   total, count, unit) {
    if (text == "") return 0
    while (text != "") {
      if (!match(text, /^[0-9]+(\.[0-9]+)?/)) return 0
      count = substr(text, 1, RLENGTH); text = substr(text, RLENGTH + 1)
      if (!match(text, /^(ms|us|µs|ns|h|m|s)/)) return 0
      unit = substr(text, 1, RLENGTH); text = substr(text, RLENGTH + 1)
      total += count * (unit == "h" ? 3600 : unit == "m" ? 60 : unit == "s" ? 1 : unit == "ms" ? 1e-3 : unit == "ns" ? 1e-9 : 1e-6)
    }
    return int(total + 1e-6)
  }
  function finish(   life) {
    if (!item) return
    life = span(f["exp"])
    if (f["host"] == "" || f["jwkPath"] == "" || f["iss"] == "" || f["sub"] == "" || life <= 0) bad("a host lacks something, or its exp is no positive duration")
    if (f["host"] in names) bad("a host is there twice")
    names[f["host"]]; count++
    line[count] = f["host"] "\t" f["jwkPath"] "\t" f["iss"] "\t" f["sub"] "\t" (f["aud"] == "" ? f["host"] : f["aud"]) "\t" life
  }
  /\t/ { bad("a tab") }
  { sub(/(^| +)#.*$/, ""); sub(/ +$/, "") }
  $0 == "" { next }
  {
    match($0, /^ */); indent = RLENGTH; text = substr($0, indent + 1)
    if (indent == 2 && text ~ /^- /) { finish(); item = 1; credential = 0; split("", f); indent = 4; text = substr(text, 3) }
    at = index(text, ":"); key = substr(text, 1, at - 1); value = substr(text, at + 1); sub(/^ /, "", value)
    if (!at || key !~ /^[A-Za-z]+$/) bad("not understood")
    if (indent == 0 && !(key in top)) {
      top[key] = value
      if (key == "hosts" ? value != "" : key != "kind" && key != "apiVersion") bad("not understood")
    } else if (indent == 4 && item && key == "host" && f["host"] == "" && value != "") f["host"] = value
    else if (indent == 4 && item && key == "credential" && !credential && value == "") credential = 1
    else if (indent == 6 && credential && key ~ /^(jwkPath|iss|sub|aud|exp)$/ && f[key] == "" && value != "") f[key] = value
    else bad("not understood, or there twice")
  }
  END {
    if (failed) exit 1
    finish()
    if (failed) exit 1
    if (top["kind"] != "Config") bad("kind is not Config")
    if (!count) bad("no hosts")
    for (number = 1; number <= count; number++) print line[number]
  }' "$file") || say "$file cannot be used"

work=$(mktemp -d) || say "no temporary directory"
new=
trap 'rm -rf "$work" ${new:+"$new"}' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
code() { base64 -w0 | tr '+/' '-_' | tr -d '='; }

# The tokens, each with its host before it.
root=$(cd "$directory" && pwd -P)
tokens=$(printf '%s\n' "$hosts" | while IFS="$(printf '\t')" read -r host path iss sub aud life; do
  case $path in /*) ;; *) path=$directory/$path ;; esac
  path=$(realpath -e -- "$path") || say "the key of $host is missing"
  case $path in "$root"/*) ;; *) say "$path leaves $root" ;; esac
  [ $((0$(stat -c %a -- "$path") & 077)) -eq 0 ] || say "$path can be read by others"
  set=$(jq -er '.keys | select(length == 1) | .[0] | [.d, .x, .kid] | join(" ")' "$path") || say "$path is no set of one key"
  d=${set%% *}; set=${set#* }; x=${set%% *}; kid=${set#* }
  seed=$(printf '%s=' "$d" | tr -- '-_' '+/' | base64 -d 2>/dev/null | od -An -tx1 | tr -d ' \n')
  [ ${#seed} -eq 64 ] || say "$path holds no private key"
  pem=$(printf '%s' "302e020100300506032b657004220420$seed" | tr a-f A-F | basenc -d --base16 | base64 -w0)
  pem="-----BEGIN PRIVATE KEY-----
$pem
-----END PRIVATE KEY-----"
  derived=$(openssl pkey -in /dev/stdin -pubout -outform DER <<END | tail -c 32 | code
$pem
END
)
  [ "$derived" = "$x" ] || say "$path: x does not belong to d"
  now=$(date +%s)
  head=$(jq -cnj --arg kid "$kid" '{alg: "EdDSA", kid: $kid}' | code)
  body=$(jq -cnj --arg iss "$iss" --arg sub "$sub" --arg aud "$aud" --arg id "$(cat /proc/sys/kernel/random/uuid)" \
    --argjson now "$now" --argjson life "$life" \
    '{iss: $iss, sub: $sub, aud: $aud, iat: $now, nbf: $now, exp: ($now + $life), jti: $id}' | code)
  printf '%s.%s' "$head" "$body" > "$work/signed"
  signature=$(openssl pkeyutl -sign -rawin -inkey /dev/stdin -in "$work/signed" <<END | code
$pem
END
)
  [ ${#signature} -eq 86 ] || say "no signature could be made for $host"
  printf '%s %s.%s.%s\n' "$host" "$head" "$body" "$signature"
done) || exit 1
rm -f "$work/signed"

# The Docker configuration.
docker=${DOCKER_CONFIG:-$HOME/.docker}
[ -d "$docker" ] || mkdir -m 700 -- "$docker"
path=$(realpath -m -- "$docker/config.json")
exec 9< "${path%/*}"
flock 9 || say "$path cannot be locked"
mode=600
if [ -e "$path" ]; then
  mode=$(stat -c %a -- "$path")
  cat -- "$path" > "$work/old" || say "$path cannot be read"
  [ "$(jq -s 'map(type) == ["object"]' "$work/old" 2>/dev/null)" = true ] && ! grep -qi 'nan' "$work/old" ||
    say "$path is damaged, and left as it is"
else
  ls -- "${path%/*}" > /dev/null || say "$path cannot be looked for"
  echo '{}' > "$work/old"
fi
new=$(mktemp "$path.XXXXXXXXXX") || say "$path cannot be replaced"
# Only the text of the entries changes: numbers and the order of members stay.
jq -jRs --rawfile tokens /dev/fd/3 '
  def spans: [match("\"(?:[^\"\\\\]|\\\\.)*\"|[{}\\[\\]:,]|[^\\s{}\\[\\]:,\"]+"; "g") | {at: .offset, end: (.offset + .length), text: .string}];
  # The member of an object whose brace is the span at an index: where its value starts and ends.
  def member($spans; $open; $name):
    {index: ($open + 1), depth: 1, key: null, found: null} |
    until(.depth == 0 or .found != null;
      ($spans[.index].text) as $text |
      if .depth == 1 and $spans[.index + 1].text == ":" and ($text | startswith("\"")) then
        if ($text | fromjson) == $name then
          (.index + 2) as $first |
          ({index: $first, depth: 0, done: false} | until(.done;
            ($spans[.index].text) as $word |
            (if $word == "{" or $word == "[" then .depth += 1 elif $word == "}" or $word == "]" then .depth -= 1 else . end) |
            if .depth == 0 then .done = true else .index += 1 end) | .index) as $last |
          .found = {first: $first, at: $spans[$first].at, end: $spans[$last].end}
        else .index += 2 end
      else
        (if $text == "{" or $text == "[" then .depth += 1 elif $text == "}" or $text == "]" then .depth -= 1 else . end) | .index += 1
      end) | .found;
  def insert($spans; $open; $member):
    .[:$spans[$open].end] + $member + (if $spans[$open + 1].text == "}" then "" else ", " end) + .[$spans[$open].end:];
  def enter($host; $token):
    . as $text | spans as $spans | ({registrytoken: $token} | tojson) as $entry | "\($host | tojson): \($entry)" as $member |
    member($spans; 0; "auths") as $auths |
    if $auths == null then insert($spans; 0; "\"auths\": {\($member)}")
    else
      member($spans; $auths.first; $host) as $own |
      if $own == null then insert($spans; $auths.first; $member) else .[:$own.at] + $entry + .[$own.end:] end
    end;
  reduce ($tokens | split("\n")[] | select(. != "") | split(" ")) as $pair (.; enter($pair[0]; $pair[1]))
' "$work/old" 3<<END > "$new" || say "$new cannot be written"
$tokens
END
chmod "$mode" "$new" || say "$new cannot be given its mode"
sync -- "$new" || say "$new cannot be flushed"
mv -fT -- "$new" "$path" || say "$path cannot be replaced"
new=
sync -- "${path%/*}" || say "${path%/*} cannot be flushed"
