/** Kills servers while they work, and proves from the ledger that nothing was lost or doubled. */
package io.goldstream.local.laboratory.chaos;
