package io.goldstream.connect.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureRootTest {

    @ParameterizedTest
    @CsvSource({
        "https://music.blob.core.windows.net/lake, https://music.blob.core.windows.net/lake/t/a",
        "https://music.blob.core.windows.net/lake/, https://music.blob.core.windows.net/lake/t/a",
        "https://music.blob.core.windows.net/lake/a/b/, https://music.blob.core.windows.net/lake/a/b/t/a",
        "HTTPS://Music.Blob.core.windows.net/lake/A, https://music.blob.core.windows.net/lake/A/t/a",
        "http://127.0.0.1:10000/music/lake, http://127.0.0.1:10000/music/lake/t/a",
        "http://localhost:10000/music/lake/a, http://localhost:10000/music/lake/a/t/a"
    })
    void aPathIsBelowTheContainerAndItsFolder(String url, String file) {
        AzureRoot root = AzureRoot.parse(url);

        assertThat(root.account()).isEqualTo("music");
        assertThat(root.containerUrl()).endsWith("/lake");
        assertThat(root.url("t/a")).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/lake",
                "abfss://lake@music.dfs.core.windows.net/",
                "https://music.blob.core.windows.net",
                "https://music.blob.core.windows.net/",
                "https://music.blob.core.windows.net/My_Lake",
                "https://music.blob.core.windows.net/lake/../other",
                "https://music.blob.core.windows.net/lake//a",
                "http://127.0.0.1:10000/music",
                "https://music.blob.core.windows.net/la ke"
            })
    void whatIsNoContainerIsRefused(String url) {
        assertThatThrownBy(() -> AzureRoot.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "abfss://lake@music.dfs.core.windows.net/a, a name that Hadoop and Trino use",
        "WASBS://lake@music.blob.core.windows.net/a, a name that Hadoop and Trino use",
        "s3://lake/a, this sink cannot write to s3://",
        "gs://lake, this sink cannot write to gs://",
        "file:///lake, this sink cannot write to file://"
    })
    void otherNamesOfLakesAreToldApart(String url, String told) {
        assertThatThrownBy(() -> AzureRoot.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told)
                .hasMessageContaining("https://ACCOUNT.blob.core.windows.net/CONTAINER");
    }

    @Test
    void tellsTheWayOutWithoutTheSecret() {
        assertThatThrownBy(() -> AzureRoot.parse("https://music.blob.core.windows.net/lake?sv=1&sig=abc"))
                .hasMessageContaining("azure.secret")
                .hasMessageNotContaining("abc");
        assertThatThrownBy(() -> AzureRoot.parse("https://music.blob.core.windows.net/lake?sig=a b c"))
                .hasMessageNotContaining("a b c")
                .hasNoCause();
        assertThatThrownBy(() -> AzureRoot.parse("https://music.dfs.core.windows.net/lake"))
                .hasMessageContaining("write .blob.");
        assertThatThrownBy(() -> AzureRoot.parse("https://music.blob.core.windows.net/lake//a"))
                .hasMessageContaining("an empty part");
        assertThatThrownBy(() -> AzureRoot.parse("http://music.blob.core.windows.net/lake"))
                .hasMessageContaining("https://");
    }
}
