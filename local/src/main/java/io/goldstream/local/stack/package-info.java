/** The servers of one home: their ports, processes and readiness, and what is put into them once they run. */
package io.goldstream.local.stack;
