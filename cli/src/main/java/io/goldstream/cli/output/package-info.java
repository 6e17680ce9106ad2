/** Answers of queries as people and programs read them. */
package io.goldstream.cli.output;
