#!/usr/bin/env bash
# Runs every test on a machine that has Rust and Debian: installs what is missing (PostgreSQL, Chromium,
# Node packages), starts a throwaway PostgreSQL on a free port of 127.0.0.1, runs the Rust tests on both
# databases and the browser tests in real Chromium, stops what it started, and ends with the count.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
log="$work/log"
postgres=""

as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

cleanup() {
  if [ -n "$postgres" ]; then as_postgres "$postgres/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null 2>&1 || true; fi
  rm -rf "$work"
}
trap cleanup EXIT

say() { printf '\n== %s\n' "$*"; }

install_missing() {
  local missing=()
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v cc >/dev/null || missing+=(build-essential)
  [ ${#missing[@]} = 0 ] && return
  say "installing ${missing[*]}"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

start_postgres() {
  postgres=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")
  local port
  port=$(free_port)
  mkdir -p "$work/pg"
  chmod 755 "$work"
  if [ "$(id -u)" = 0 ]; then chown postgres "$work/pg"; fi
  as_postgres "$postgres/initdb" -D "$work/pg/data" -A trust -U answerdesk -E UTF8 --no-sync >/dev/null
  as_postgres "$postgres/pg_ctl" -D "$work/pg/data" -w -l "$work/pg/log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/pg -c fsync=off -c max_connections=200" start >/dev/null
  export TEST_POSTGRES_URL="postgres://answerdesk@127.0.0.1:$port/postgres"
}

# Property tests draw the same cases in every run, so that one tree always gives one answer. To look for new
# ones: PROPTEST_RNG_SEED=$RANDOM PROPTEST_CASES=5000 cargo nextest run
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-20261122}"

rust_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --no-fail-fast 2>&1 | tee "$log.rust"
  else
    cargo test --no-fail-fast 2>&1 | tee "$log.rust"
  fi
}

# The runner's own closing lines only: what a failed test printed is not counted again.
closing() { if grep -q 'Summary \[' "$1"; then grep 'Summary \[' "$1"; else grep '^test result:' "$1"; fi; }
count() { { grep -oE "$1" || true; } | { grep -oE "[0-9]+" || true; } | awk "{ n += \$1 } END { print n + 0 }"; }

install_missing
say "Node packages"
(cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
say "PostgreSQL"
start_postgres
echo "$TEST_POSTGRES_URL"

failed=0
say "Rust tests"
rust_tests || failed=1
say "browser tests"
# The program that the Rust tests were run against: `cargo build` would build it again with other features.
target=$(cargo metadata --format-version 1 --no-deps | node -pe 'JSON.parse(require("fs").readFileSync(0)).target_directory')
export ANSWERDESK_BIN="$target/debug/answerdesk"
(cd tests/browser && node --test --test-reporter=tap) 2>&1 | tee "$log.browser" || failed=1

passed=$(($(closing "$log.rust" | count '[0-9]+ passed') + $(count '^# pass [0-9]+' <"$log.browser")))
broken=$(($(closing "$log.rust" | count '[0-9]+ failed') + $(count '^# fail [0-9]+' <"$log.browser")))
[ "$failed" = 0 ] || [ "$broken" -gt 0 ] || broken=1
say "all tests"
echo "$passed passed, $broken failed"
[ "$broken" = 0 ]
