/**
 * What must hold in a lake, asked of it in SQL: a check's rows are what breaks it. Begin with {@link
 * io.goldstream.trino.check.Checks}; the questions are the files in {@code checks/}.
 */
package io.goldstream.trino.check;
