/** Kills, freezes and re-balances Connect workers while the sink lands a topic in Azurite, and counts what it published. */
package io.goldstream.local.laboratory.chaos.sink;
