package io.goldstream.connect.sink.store;

import java.util.Set;

/** The folders at a lake's root that no table has. Readers of tables pass over them, because of their first letter. */
public final class KeptFolders {

    /** The manifests, by connector, topic and partition. */
    public static final String CHECKPOINTS = "_checkpoints";

    /** The types of landed columns, by connector and topic, or by connector where topics share folders. */
    public static final String COLUMNS = "_columns";

    /** Files that are not published yet, where the store itself does not hide them. */
    public static final String STAGING = "_staging";

    /** Files that left their tables because a base table has their rows, by the date on which they left. */
    public static final String ARCHIVE = "_archive";

    /** All of them. */
    public static final Set<String> ALL = Set.of(CHECKPOINTS, COLUMNS, STAGING, ARCHIVE);

    private KeptFolders() {}
}
