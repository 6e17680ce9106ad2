/**
 * The lake's commands: for the command line of a laptop, and as the main class of a cluster's jobs. Begin with {@link
 * io.goldstream.trino.command.LakeMain}.
 */
package io.goldstream.trino.command;
