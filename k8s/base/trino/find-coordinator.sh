# Sourced by a worker before it starts. Between nodes, Trino's certificates hold for addresses and not for names, so a worker
# is told the coordinator's address; the liveness probe ends a worker whose coordinator has moved.
# Only what the image has: a shell, curl and glibc's getent.
address() { getent ahostsv4 trino-coordinator-nodes | { read -r found _ && printf '%s' "$found"; }; }

start() {
  until found=$(address) && [ -n "$found" ]; do sleep 1; done
  printf '%s\n' "$found" >/tmp/coordinator
  export GOLDSTREAM_TRINO_DISCOVERY_URI="https://$found:8443"
  exec /usr/lib/trino/bin/run-trino
}

# No answer is no news: only another address is.
has_moved() { now=$(address) && [ -n "$now" ] && read -r was </tmp/coordinator && [ "$now" != "$was" ]; }
