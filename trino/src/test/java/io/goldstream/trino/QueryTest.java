package io.goldstream.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void aServerThatIsAwayIsToldWithoutTheNamesOfJavasClasses() throws IOException, SQLException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (Connection connection = TrinoEndpoint.local(port, "ana").connect()) {
            SQLException failed = catchThrowableOfType(SQLException.class, () -> Query.run(connection, "SELECT 1"));

            assertThat(Query.reason(failed))
                    .isEqualTo("no server answers (Failed to connect to /127.0.0.1:" + port
                            + "): start it, or name another address");
        }
    }

    @Test
    void whatTheServerSaysIsToldAsItIs() {
        assertThat(Query.reason(new SQLException("line 1:8: Column 'x' cannot be resolved")))
                .isEqualTo("line 1:8: Column 'x' cannot be resolved");
    }
}
