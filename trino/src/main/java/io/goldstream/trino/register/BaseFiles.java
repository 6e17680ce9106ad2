package io.goldstream.trino.register;

import java.io.IOException;
import java.util.Set;

/** The files of all base tables, whoever wrote them. Paths are below their common folder. */
public interface BaseFiles {

    /** Every file, such as {@code silver_listens-0f…/metadata/00001-6c….metadata.json}. */
    Set<String> list() throws IOException;

    /** A whole file that was listed. */
    byte[] read(String path) throws IOException;
}
