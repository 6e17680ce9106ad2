/** The subcommands: each reads its options, calls what does the work, and prints. */
package io.goldstream.cli.command;
