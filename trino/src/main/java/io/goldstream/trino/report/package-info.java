/** The report: one HTML page that needs nothing else, from gold and ops. */
package io.goldstream.trino.report;
