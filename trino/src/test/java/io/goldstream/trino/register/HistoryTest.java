package io.goldstream.trino.register;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of the files that commits, lost commits and killed ones leave, the last commit is found, or none. */
class HistoryTest {

    private static final String FOLDER = "silver_listens-1";

    private final Map<String, byte[]> files = new HashMap<>();

    @Test
    void theLastOfAChainCounts() throws Exception {
        commit(List.of("0-a", "1-a", "9-a"));
        commit(List.of("0-a", "1-a", "9-a", "10-a"));
        commit(List.of("0-a", "1-a"));

        assertThat(last(Optional.empty())).isEqualTo("10-a");
        assertThat(last(Optional.of("1-a"))).isEqualTo("10-a");
    }

    @Test
    void aCommitThatLostHasTakenItsManifestsBackAndDoesNotCount() throws Exception {
        commit(List.of("0-a", "1-a"));
        lost(List.of("0-a", "1-b"));
        lost(List.of("0-a", "1-a", "2-b"));

        assertThat(last(Optional.empty())).isEqualTo("1-a");
    }

    @Test
    void aKilledCommitBesideTheChainDoesNotCount() throws Exception {
        commit(List.of("0-a", "1-a"));
        commit(List.of("0-a", "1-b"));
        commit(List.of("0-a", "1-a", "2-a"));

        assertThat(last(Optional.empty())).isEqualTo("2-a");
    }

    @Test
    void ofTwoAtTheEndTheOneThatTheMetastoreHasCounts() throws Exception {
        commit(List.of("0-a", "1-a"));
        commit(List.of("0-a", "1-b"));

        assertThat(last(Optional.of("1-b"))).isEqualTo("1-b");
        assertThatThrownBy(() -> last(Optional.empty()))
                .isInstanceOf(UnknownHistoryException.class)
                .hasMessageContaining("1-a")
                .hasMessageContaining("1-b")
                .hasMessageContaining("Move the one that is not out of its folder");
        assertThatThrownBy(() -> last(Optional.of("0-a"))).isInstanceOf(UnknownHistoryException.class);
    }

    /** Rows were moved after the metastore was set back, and these and those that had been moved before can both be in base alone. */
    @Test
    void ofTwoHistoriesNeitherCounts() throws Exception {
        commit(List.of("0-a", "1-a"));
        commit(List.of("0-a", "1-a", "2-a"));
        commit(List.of("0-a", "1-b"));
        commit(List.of("0-a", "1-b", "2-b"));
        commit(List.of("0-a", "1-b", "2-b", "3-b"));

        assertThatThrownBy(() -> last(Optional.empty()))
                .isInstanceOf(UnknownHistoryException.class)
                .hasMessageContaining("two histories");
    }

    @Test
    void theMetastoresOwnFileIsNeverPassedOver() throws Exception {
        commit(List.of("0-a", "1-a"));
        commit(List.of("0-a", "1-b"));
        commit(List.of("0-a", "1-a", "2-a"));

        assertThatThrownBy(() -> last(Optional.of("1-b")))
                .isInstanceOf(UnknownHistoryException.class)
                .hasMessageContaining("two histories");
    }

    /** The metadata files of a chain, the last of which is written. */
    private void commit(List<String> chain) {
        lost(chain);
        files.put(manifests(chain.getLast()), new byte[0]);
    }

    private void lost(List<String> chain) {
        String earlier = chain.subList(0, chain.size() - 1).stream()
                .map(name -> "{\"metadata-file\": \"local:///lake/base/%s\"}".formatted(path(name)))
                .collect(joining(", "));
        String metadata = """
                {"location": "local:///lake/base/%s", "last-updated-ms": 7, "current-snapshot-id": 5,
                 "snapshots": [{"snapshot-id": 5, "manifest-list": "local:///lake/base/%s", "summary": {"total-records": "3"}}],
                 "metadata-log": [%s]}""".formatted(FOLDER, manifests(chain.getLast()), earlier);
        files.put(path(chain.getLast()), metadata.getBytes(StandardCharsets.UTF_8));
    }

    private static String path(String name) {
        return FOLDER + "/metadata/" + name + Metadata.SUFFIX;
    }

    private static String manifests(String name) {
        return FOLDER + "/metadata/snap-" + name + ".avro";
    }

    private String last(Optional<String> pointer) throws Exception {
        BaseFiles all = new BaseFiles() {
            @Override
            public Set<String> list() {
                return files.keySet();
            }

            @Override
            public byte[] read(String path) {
                return files.get(path);
            }
        };
        String path = new History(all, all.list())
                .last(FOLDER, pointer.map(HistoryTest::path))
                .orElseThrow()
                .path();
        return path.substring(path.lastIndexOf('/') + 1).replace(Metadata.SUFFIX, "");
    }
}
