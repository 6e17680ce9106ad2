/** The batch path: raw records that landed, refined again by the gateway's own code. */
package io.goldstream.cli.reprocess;
