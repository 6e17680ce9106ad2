package io.goldstream.trino.base;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** The rows of one base table, and those that wait for it in landing. */
interface BaseRows {

    /** What waits between the border and the marks. */
    List<Waiting> waiting(List<Mark> marks) throws SQLException;

    /**
     * Moves what waits between the border and the marks, and the border with it, in one commit.
     *
     * @param dates of the rows
     * @return how many rows were added; a border row for each mark that was beyond the border is one of them
     * @throws ConflictException if another run committed meanwhile; then nothing was moved
     */
    long move(List<Mark> marks, Set<LocalDate> dates) throws SQLException, ConflictException;
}
