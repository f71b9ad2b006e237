#!/usr/bin/env bash
# Speed of search over HTTP, server on one core and load on the other: first answer, CPU time and latency a query,
# memory, disk. usage: benches/speed.sh ANSWERDESK KB LOCALE QUERIES.txt… ; needs wrk; ANSWERDESK_PORT (7931)
# Answers are not remembered, except in the last lines.
set -eu
program=$1 kb=$2 locale=$3
shift 3
port=${ANSWERDESK_PORT:-7931}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
pid=
stop() { [ -z "$pid" ] || { kill "$pid"; wait "$pid" 2>/dev/null || true; }; pid=; }
trap 'stop; rm -rf "$work"' EXIT
url=http://127.0.0.1:$port
serve() { # CACHE
  printf '[server]\nsearches_per_second = 1000000\n[search]\ncache = %s\n' "$1" > "$work/answerdesk.toml"
  local begun
  begun=$(date +%s%N)
  taskset -c 0 "$program" --config "$work/answerdesk.toml" --kb "$kb" --index "$work/index" \
    --database-url "sqlite://$work/db" serve --listen "127.0.0.1:$port" > "$work/log" 2>&1 &
  pid=$!
  until curl -sf "$url/api/v1/search?q=a&locale=$locale" > /dev/null; do
    sleep 0.002
    kill -0 "$pid"
  done
  echo "first answer: $((($(date +%s%N) - begun) / 1000000)) ms"
}
load() { # CONNECTIONS FILE
  echo "$(basename "$2"), $1 connection(s):" \
    "$(taskset -c 1 bash "$here/load.sh" "$url" "$2" "$pid" "$1" 4 "$locale" |
      awk '/50%|99%/ { printf "%s %s  ", $1, $2 } /Requests\/sec|CPU per query/ { printf "%s  ", $0 }')"
}
"$program" --kb "$kb" --index "$work/index" --database-url "sqlite://$work/db" index --json 2> /dev/null
du -sb "$work/index" | awk '{ printf "disk: %.1f MB\n", $1 / 1e6 }'
serve 0
for queries in "$@"; do load 1 "$queries"; load 8 "$queries"; done
awk '/^Rss|^Anonymous/ { printf "%s %.1f MB  ", $1, $2 / 1024 } END { print "" }' "/proc/$pid/smaps_rollup"
stop
serve 4096
for queries in "$@"; do load 8 "$queries" > /dev/null; echo "remembered: $(load 8 "$queries")"; done
