package io.goldstream.connect.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Azurite never does: a server that fails, is late, or stands behind a proxy. */
@Timeout(60)
class AzureOutageTest {

    private static final String DOCUMENT = "_checkpoints/c/t/0";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private ToIntFunction<String> answer = path -> 200;
    private Optional<String> retryAfter = Optional.empty();
    private String code;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("x-ms-error-code", code);
            exchange.getResponseHeaders().set("x-ms-request-id", "r1");
            retryAfter.ifPresent(seconds -> exchange.getResponseHeaders().set("Retry-After", seconds));
            exchange.sendResponseHeaders(
                    answer.applyAsInt(exchange.getRequestURI().toString()), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError",
        "503, ServerBusy",
        "429, TooManyRequests",
        "401, NoAuthenticationInformation",
        "403, AuthenticationFailed",
        "409, ContainerBeingDeleted",
        "412, LeaseIdMissing"
    })
    void whatMayPassIsTriedAgainByTheSinkAlone(int status, String code) throws IOException {
        answer(status, code);
        try (BlobStore store = store(server.getAddress().getPort(), Optional.empty())) {
            assertThatThrownBy(() -> store.read(DOCUMENT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(status + " " + code + " (request r1)");
            assertThat(asked).hasSize(1);
            assertThatThrownBy(() -> store.compareAndSwap(DOCUMENT, Optional.empty(), new byte[1]))
                    .isInstanceOf(IOException.class);
            store.stage("t/a", new Block(0, 0, new byte[1], 1));
            assertThatThrownBy(() -> store.sync("t/a")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store.publish(new StagedFile("t/a", 0, 0, 1, 1, 1), "c1"))
                    .isInstanceOf(IOException.class);
            assertThat(asked).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"400, InvalidHeaderValue", "404, ContainerNotFound", "413, RequestBodyTooLarge"})
    void whatCannotPassStopsTheSink(int status, String code) throws IOException {
        answer(status, code);
        try (BlobStore store = store(server.getAddress().getPort(), Optional.empty())) {
            store.stage("t/a", new Block(0, 0, new byte[1], 1));
            assertThatThrownBy(() -> store.sync("t/a"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(status + " " + code);
        }
    }

    /** Whichever call it refuses, a block's on a thread of its own, too. */
    @Test
    void howLongToWaitIsTold() throws IOException {
        answer(503, "ServerBusy");
        try (BlobStore store = store(server.getAddress().getPort(), Optional.empty())) {
            retryAfter = Optional.of("17");
            assertThatThrownBy(() -> store.read(DOCUMENT))
                    .isInstanceOfSatisfying(RetryAfterException.class, AzureOutageTest::waits17);
            store.stage("t/a", new Block(0, 0, new byte[1], 1));
            assertThatThrownBy(() -> store.sync("t/a"))
                    .isInstanceOfSatisfying(RetryAfterException.class, AzureOutageTest::waits17);
            assertThatThrownBy(() -> store.publish(files(3), "c1"))
                    .isInstanceOfSatisfying(RetryAfterException.class, AzureOutageTest::waits17);
        }
    }

    /** A signature with the rights rcwd has none to list. */
    @Test
    void whatTheCredentialMayNotDoIsToldApart() {
        answer(403, "AuthorizationPermissionMismatch");
        try (AzureBlobStore store = store(server.getAddress().getPort(), Optional.empty())) {
            assertThatThrownBy(() -> store.files("")).isInstanceOf(NoRightException.class);
        }
    }

    private static void waits17(RetryAfterException refused) {
        assertThat(refused.wait(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(17));
    }

    /** Of 200 files, Azure refuses one, twice. */
    @Test
    void onlyWhatIsNotPublishedIsTriedAgain() throws IOException {
        AtomicInteger refusals = new AtomicInteger(2);
        answer = path -> path.matches(".*(/|%2F)7\\?.*") && refusals.getAndDecrement() > 0 ? 503 : 201;
        code = "ServerBusy";
        try (BlobStore store = store(server.getAddress().getPort(), Optional.empty())) {
            assertThatThrownBy(() -> store.publish(files(200), "c1")).isInstanceOf(IOException.class);
            assertThat(asked).hasSize(200);
            assertThatThrownBy(() -> store.publish(files(200), "c1")).isInstanceOf(IOException.class);
            assertThat(asked).hasSize(201);
            assertThat(store.publish(files(200), "c1")).hasSize(200).containsOnly(Publication.DONE);
            assertThat(asked).hasSize(202);

            asked.clear();
            store.publish(files(2), "c2");
            assertThat(asked).as("another commit's").hasSize(2);
        }
    }

    private static List<StagedFile> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new StagedFile("t/" + (i == 7 ? "7" : "x" + i), 0, 0, 1, 1, 1))
                .toList();
    }

    @Test
    void aServerThatIsAwayIsTriedAgain() throws IOException {
        int port = server.getAddress().getPort();
        server.stop(0);
        try (BlobStore store = store(port, Optional.empty())) {
            assertThatThrownBy(() -> store.read(DOCUMENT)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAndTriedAgain() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                BlobStore store = store(silent.getLocalPort(), Optional.empty())) {
            assertThatThrownBy(() -> store.read(DOCUMENT)).isInstanceOf(IOException.class);
        }
    }

    /** Each of 200 calls might wait until it is given up, eight at once. */
    @Test
    void manyFilesAreGivenUpTogether() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<Socket> held = new CopyOnWriteArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                BlobStore store = store(silent.getLocalPort(), Optional.empty())) {
            Thread acceptor = new Thread(() -> {
                try {
                    while (true) {
                        held.add(silent.accept());
                        calls.incrementAndGet();
                    }
                } catch (IOException closed) {
                    // It is over.
                }
            });
            acceptor.setDaemon(true);
            acceptor.start();
            assertThatThrownBy(() -> store.publish(files(200), "c1")).isInstanceOf(IOException.class);
        }
        assertThat(calls).hasValueLessThan(60);
        for (Socket socket : held) {
            socket.close();
        }
    }

    @Test
    void callsGoThroughTheProxy() throws IOException {
        answer(503, "ServerBusy");
        int closed = 1;
        try (BlobStore store = store(closed, Optional.of(server.getAddress()))) {
            assertThatThrownBy(() -> store.read(DOCUMENT)).hasMessageContaining("503 ServerBusy");
        }
        assertThat(asked).singleElement().asString().startsWith("http://127.0.0.1:1/account/lake/");
    }

    private void answer(int status, String code) {
        this.answer = path -> status;
        this.code = code;
    }

    private static AzureBlobStore store(int port, Optional<InetSocketAddress> proxy) {
        return new AzureBlobStore(
                AzureRoot.parse("http://127.0.0.1:" + port + "/account/lake"),
                new AzureAccess(
                        AzureCredential.SHARED_KEY, "a2V5", proxy, Duration.ofSeconds(2), AzureAccess.DEFAULT_UPLOADS));
    }
}
