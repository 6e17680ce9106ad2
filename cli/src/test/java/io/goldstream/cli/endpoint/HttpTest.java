package io.goldstream.cli.endpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HttpTest {

    @Test
    void aServerThatIsNotThereIsToldWithItsAddress() {
        assertThatThrownBy(() -> Http.send("GET", "http://127.0.0.1:1/connectors", null))
                .isInstanceOf(Unanswered.class)
                .hasMessage("http://127.0.0.1:1 does not answer: start the server, or name another address");
    }
}
