/** Where a command works: what its options, the environment and a profile say, in that order. */
package io.goldstream.cli.endpoint;
