/** What must hold in a lake, asked of it in SQL: a check's rows are what breaks it. */
package io.goldstream.trino.check;
