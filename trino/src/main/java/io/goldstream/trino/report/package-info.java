/**
 * The report: one HTML page that needs nothing else, from gold and ops. Begin with {@link io.goldstream.trino.report.Report}; what
 * is asked is in {@code report/}, what is shown in {@code Panels}.
 */
package io.goldstream.trino.report;
