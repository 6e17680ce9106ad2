# Sourced by a worker before it starts. Between nodes, Trino's certificates hold for addresses and not for names, so a worker
# is told the coordinator's address; the liveness probe ends a worker whose coordinator has moved.
address() { getent ahostsv4 trino-coordinator-nodes | awk 'NR == 1 { print $1 }'; }

start() {
  until found=$(address) && [ -n "$found" ]; do sleep 1; done
  printf '%s' "$found" >/tmp/coordinator
  export GOLDSTREAM_TRINO_DISCOVERY_URI="https://$found:8443"
  exec /usr/lib/trino/bin/run-trino
}

# No answer is no news: only another address is.
has_moved() { now=$(address) && [ -n "$now" ] && [ "$now" != "$(cat /tmp/coordinator)" ]; }
