package io.goldstream.local.laboratory.bench;

import io.goldstream.cli.CommandFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * Writes ready requests to kept-alive connections, one at a time on each, and reads no more of an answer than its status
 * and its length: one thread and as few system calls as it takes, so that the server is what is measured.
 */
final class HttpLoad implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_DIGITS = 3;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String LENGTH = "content-length:";

    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private int turnedAway;

    HttpLoad(String host, int port, int connectionCount) throws IOException {
        selector = Selector.open();
        for (int i = 0; i < connectionCount; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(host, port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel);
            connection.key = channel.register(selector, 0, connection);
            connections.add(connection);
        }
    }

    /**
     * Sends all requests, and returns once the last answer is here. Each is a 200 in the end, or this fails; a 503 is sent
     * again after a pause.
     */
    void send(List<byte[]> requests) throws IOException {
        Iterator<byte[]> left = requests.iterator();
        int busy = 0;
        for (Connection connection : connections) {
            if (left.hasNext()) {
                connection.begin(left.next());
                busy++;
            }
        }
        while (busy > 0) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                if (!connection.advance()) {
                    continue;
                }
                if (connection.status() == UNAVAILABLE) {
                    turnedAway++;
                    pause();
                    connection.again();
                } else if (left.hasNext()) {
                    connection.begin(left.next());
                } else {
                    busy--;
                }
            }
            selector.selectedKeys().clear();
        }
    }

    /** How often the server said that it cannot keep more just now. */
    int turnedAway() {
        return turnedAway;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException another) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }

    /** One request after another. */
    private static final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(BUFFER_BYTES);
        private SelectionKey key;
        private ByteBuffer request = ByteBuffer.allocate(0);

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void begin(byte[] bytes) throws IOException {
            request = ByteBuffer.wrap(bytes);
            answer.clear();
            write();
        }

        void again() throws IOException {
            begin(request.array());
        }

        private void write() throws IOException {
            channel.write(request);
            key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        /** Goes on as far as the connection lets it; true once the answer is whole. */
        boolean advance() throws IOException {
            if (request.hasRemaining()) {
                write();
                return false;
            }
            if (channel.read(answer) < 0) {
                throw new EOFException("the server closed a connection: see the server's log");
            }
            return isWhole();
        }

        private boolean isWhole() {
            int headEnd = headEnd();
            if (headEnd < 0) {
                return false;
            }
            String head = new String(answer.array(), 0, headEnd, StandardCharsets.US_ASCII);
            if (answer.position() < headEnd + length(head)) {
                return false;
            }
            if (status() != OK && status() != UNAVAILABLE) {
                throw new CommandFailure("the server answers " + status() + ": "
                        + new String(answer.array(), headEnd, answer.position() - headEnd, StandardCharsets.UTF_8));
            }
            return true;
        }

        int status() {
            return Integer.parseInt(new String(answer.array(), STATUS_AT, STATUS_DIGITS, StandardCharsets.US_ASCII));
        }

        /** Behind the empty line, or -1. */
        private int headEnd() {
            byte[] bytes = answer.array();
            for (int i = 3; i < answer.position(); i++) {
                if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                    return i + 1;
                }
            }
            return -1;
        }

        private static int length(String head) {
            String lower = head.toLowerCase(Locale.ROOT);
            int start = lower.indexOf(LENGTH) + LENGTH.length();
            return Integer.parseInt(
                    lower.substring(start, lower.indexOf('\r', start)).strip());
        }
    }
}
