/**
 * Raw records to bronze, silver and quarantine, each exactly once. {@link
 * io.goldstream.gateway.refinery.RefinerySupervisor} runs one {@link io.goldstream.gateway.refinery.ConsumerLoop} after another:
 * it polls raw records and hands them to a transaction of {@link io.goldstream.gateway.refinery.TransactionalWriter}, which
 * commits their rows and their offsets together. What a record becomes is decided without I/O: {@link
 * io.goldstream.gateway.refinery.Classifier} tells the {@link io.goldstream.gateway.refinery.Outcome}, and {@link
 * io.goldstream.gateway.refinery.RefinedRows} the rows. {@link io.goldstream.gateway.refinery.Reprocessor} runs the same code
 * over older records. Begin with {@code ConsumerLoop}.
 */
package io.goldstream.gateway.refinery;
