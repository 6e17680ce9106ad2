package io.goldstream.cli.command;

import io.goldstream.cli.output.ResultFormat;
import io.goldstream.cli.reconcile.TopicCount;
import java.util.List;

/** The counts of a reconciliation, for people. */
final class ReconciliationTable {

    private ReconciliationTable() {}

    static void print(List<TopicCount> counts) {
        ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
        table.columns(List.of("topic", "raw", "= bronze", "+ quarantine", "silver", "reconciled"));
        for (TopicCount count : counts) {
            table.row(List.of(
                    count.topic(),
                    count.raw(),
                    count.bronze(),
                    count.quarantine(),
                    count.silver(),
                    count.isReconciled() ? "yes" : "no"));
        }
        table.end();
    }
}
