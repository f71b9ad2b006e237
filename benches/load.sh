#!/usr/bin/env bash
# Drives a running server with wrk and prints queries a second, latencies and the server's CPU time
# per query. usage: benches/load.sh URL QUERIES.txt SERVER_PID [CONNECTIONS] [SECONDS] [LOCALE]
set -eu
url=$1 queries=$2 pid=$3 connections=${4:-8} seconds=${5:-10} locale=${6:-en}
script=$(mktemp --suffix .lua)
trap 'rm -f "$script"' EXIT
cat > "$script" <<LUA
local lines, at = {}, 0
local function encode(s) return (s:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end)) end
for line in io.lines("$queries") do lines[#lines + 1] = "/api/v1/search?locale=$locale&q=" .. encode(line) end
function request() at = at % #lines + 1 return wrk.format("GET", lines[at]) end
LUA
ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
before=$(ticks)
out=$(wrk -t1 -c"$connections" -d"${seconds}s" --latency -s "$script" "$url")
after=$(ticks)
echo "$out"
requests=$(echo "$out" | awk '/requests in/ { print $1 }')
awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" -v n="$requests" \
  'BEGIN { printf "CPU per query: %.0f µs\n", t / hz * 1e6 / n }'
awk '/Rss|Anonymous/ { printf "%s %.1f MB\n", $1, $2 / 1024 }' "/proc/$pid/smaps_rollup"
