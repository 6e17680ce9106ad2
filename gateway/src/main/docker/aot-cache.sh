#!/bin/sh
# Writes the JDK's ahead-of-time cache of the packaged gateway: classes loaded and linked, methods profiled, as a run had them
# that was ended once it was up. The run needs no Kafka. A cache is of use to the same JDK and the same jars in the same place;
# elsewhere a JVM passes it over. `goldstream bench start` measures what it brings, made by this very script.
#
# aot-cache.sh JAVA JAR CACHE [JVM OPTION...]
set -eu
java=$1 jar=$2 cache=$3
shift 3
log=$cache.log
rm -f "$cache"
: >"$log"

GOLDSTREAM_AUTH_OPEN=true QUARKUS_HTTP_PORT=0 QUARKUS_MANAGEMENT_PORT=0 KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9 \
  "$java" "$@" -XX:AOTCacheOutput="$cache" -jar "$jar" >"$log" 2>&1 &
gateway=$!
trap 'kill "$gateway" 2>/dev/null || true' EXIT
trap 'exit 1' INT TERM
seconds=0
until grep -q ' started in ' "$log"; do
  if ! kill -0 "$gateway" 2>/dev/null || [ "$seconds" -ge 120 ]; then
    cat "$log" >&2
    exit 1
  fi
  sleep 1
  seconds=$((seconds + 1))
done
kill "$gateway"
wait "$gateway" || true # whatever its status: what counts is the cache
trap - EXIT

if [ ! -s "$cache" ]; then
  cat "$log" >&2
  exit 1
fi
rm "$log"
