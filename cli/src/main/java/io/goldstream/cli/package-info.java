/** The command line of operators and analysts: every command works by endpoints, wherever they are. */
package io.goldstream.cli;
