package io.goldstream.local.stack;

import io.goldstream.local.Project;
import java.util.ArrayList;
import java.util.List;

/** Options of a JVM that answers little before it ends, such as a server of the stack. */
public final class ShortLife {

    /**
     * The first compiler alone, and a collector without threads of its own. The second compiler takes more for its work than
     * that saves: the same 29 questions to Trino, once and three times over, took 129 and 259 s of processor time without it,
     * start included, 187 and 323 s with it.
     */
    public static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ShortLife() {}

    /**
     * With an archive of the classes that such a server loads, which saves a third of what its start costs. The first one that
     * ends by itself writes it; one that does not fit is passed over, and written anew. Nothing of it is logged: what the JVM
     * calls an error there only means that a part of the archive is not used.
     */
    static List<String> options(Project project, Part part) {
        List<String> options = new ArrayList<>(OPTIONS);
        options.add("-XX:+AutoCreateSharedArchive");
        options.add("-Xlog:cds=off");
        options.add("-XX:SharedArchiveFile=" + project.classArchive(part.id()));
        return options;
    }
}
