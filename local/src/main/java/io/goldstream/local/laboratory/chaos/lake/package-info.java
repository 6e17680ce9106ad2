/** Rows move to a base table while more land, runs are killed and questions are asked. */
package io.goldstream.local.laboratory.chaos.lake;
