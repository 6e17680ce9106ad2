package io.goldstream.trino.register;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the last commit of a table among its files. A commit writes its metadata file, which names the one before it, and then
 * has the metastore point to it. So a file that another one was built on was committed. A commit that lost to another one
 * leaves its file, too, but takes back the manifest list that the file names. One that was killed between both steps leaves all
 * of its files: it counts if it is the last and the only one of its number, because its rows and its border are whole, and the
 * rows that it moved are still in landing.
 */
final class History {

    private final BaseFiles files;
    private final Set<String> listed;

    /** @param listed every file of the base tables */
    History(BaseFiles files, Set<String> listed) {
        this.files = files;
        this.listed = listed;
    }

    /**
     * The last commit in a table's folder; nothing where there is none.
     *
     * @param pointer the metadata file that the metastore has, which may be of another folder
     * @throws UnknownHistoryException if the files do not tell which of several is the last
     */
    Optional<Metadata> last(String folder, Optional<String> pointer) throws IOException, UnknownHistoryException {
        List<String> all = listed.stream()
                .filter(path -> path.startsWith(folder + "/") && Metadata.isMetadata(path))
                .sorted(Comparator.comparing(Metadata::version).reversed())
                .toList();
        int next = 0;
        while (next < all.size()) {
            int version = Metadata.version(all.get(next));
            List<Metadata> candidates = new ArrayList<>();
            for (; next < all.size() && Metadata.version(all.get(next)) == version; next++) {
                read(all.get(next)).ifPresent(candidates::add);
            }
            if (!candidates.isEmpty()) {
                Metadata last = only(candidates, pointer);
                refuseASecondHistory(last, all, pointer);
                return Optional.of(last);
            }
        }
        return Optional.empty();
    }

    private static Metadata only(List<Metadata> candidates, Optional<String> pointer) throws UnknownHistoryException {
        Optional<Metadata> known = candidates.stream()
                .filter(each -> pointer.equals(Optional.of(each.path())))
                .findFirst();
        if (known.isEmpty() && candidates.size() > 1) {
            throw new UnknownHistoryException("each of "
                    + String.join(
                            " and ", candidates.stream().map(Metadata::path).toList())
                    + " can be the last commit. Move the one that is not out of its folder, and run the command again");
        }
        return known.orElse(candidates.getFirst());
    }

    /** Two commits upon another that the last one does not know: the metastore was set back, and then rows were moved. */
    private void refuseASecondHistory(Metadata last, List<String> all, Optional<String> pointer)
            throws IOException, UnknownHistoryException {
        int oldest = last.earlier().stream().mapToInt(Metadata::version).min().orElse(Metadata.version(last.path()));
        for (String path : all) {
            if (Metadata.version(path) > oldest
                    && !path.equals(last.path())
                    && !last.earlier().contains(path)) {
                Optional<Metadata> beside = read(path);
                boolean isBuiltOnAnother = beside.flatMap(Metadata::previous)
                        .filter(previous -> !last.earlier().contains(previous))
                        .isPresent();
                if (isBuiltOnAnother || beside.isPresent() && pointer.equals(Optional.of(path))) {
                    throw new UnknownHistoryException(path + " and " + last.path()
                            + " are of two histories of this table, each with rows of its own. Move the metadata files of one"
                            + " out of their folder, and run the command again");
                }
            }
        }
    }

    /** Whether there is a later commit in the folder of a metadata file. */
    boolean isBehind(String pointer, Instant until) throws IOException {
        String folder = pointer.substring(0, pointer.indexOf('/') + 1);
        for (String path : listed) {
            if (path.startsWith(folder)
                    && Metadata.isMetadata(path)
                    && Metadata.version(path) > Metadata.version(pointer)
                    && read(path)
                            .filter(later ->
                                    Instant.ofEpochMilli(later.updated()).isBefore(until))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Nothing where the commit lost. */
    private Optional<Metadata> read(String path) throws IOException {
        Metadata metadata = Metadata.of(path, files.read(path));
        return metadata.manifests().filter(list -> !listed.contains(list)).isPresent()
                ? Optional.empty()
                : Optional.of(metadata);
    }
}
