/**
 * Keeps what gold would else compute from all rows at each question. Begin with {@link io.goldstream.trino.kept.UserKeeper}; what is
 * kept says {@link io.goldstream.trino.KeptUsers}.
 */
package io.goldstream.trino.kept;
