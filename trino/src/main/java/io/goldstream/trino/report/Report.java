package io.goldstream.trino.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the report: what was played, by whom, where, and whether the numbers can be trusted. */
public final class Report {

    private Report() {}

    /**
     * Asks gold and ops, and writes the page; a file that is there is replaced at once, by a rename.
     *
     * @param connection whose catalog is the lake's; what an analyst may read is enough
     * @param days how many dates the report is about, at least 1; as many before them are compared,
     *     where the data cover them all
     * @param until the last of them; empty for the last that has events
     * @param progress told the name of each question
     * @return what the report is about; empty where there are no events, and then nothing is written
     */
    public static Optional<Period> write(
            Connection connection, int days, Optional<LocalDate> until, Path file, Consumer<String> progress)
            throws SQLException, IOException {
        Optional<Period> span = ReportData.span(connection);
        if (span.isEmpty()) {
            return Optional.empty();
        }
        LocalDate last = until.orElse(span.get().to());
        LocalDate first = span.get().from().isAfter(last) ? last : span.get().from();
        Period period = Period.ending(last, days, first);
        ReportData data = ReportData.ask(connection, period, first, progress);
        String made = Instant.now()
                .truncatedTo(ChronoUnit.MINUTES)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
        write(Page.of(data, made), file.toAbsolutePath());
        return Optional.of(period);
    }

    private static void write(String page, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        // Not a temporary file of the JDK's, which nobody else may read.
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(temporary, page);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
