package io.goldstream.cli.load;

import io.goldstream.events.EventType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Some lines of one source that travel in one request.
 *
 * @param type what its events are
 * @param source where they come from, for messages
 * @param key the request's idempotency key
 * @param lines in the source's order
 */
public record Chunk(EventType type, String source, String key, List<Line> lines) {

    /**
     * One event.
     *
     * @param number its place in the source, from 1
     * @param bytes as they came, without the newline
     */
    public record Line(long number, byte[] bytes) {}

    public Chunk {
        lines = List.copyOf(lines);
    }

    /**
     * The chunk at an index of a source. Its key is a digest of type, index and bytes: whoever loads the same events again,
     * after a crash or from a copy of the file, sends the same keys, and gets the same event ids.
     */
    public static Chunk of(EventType type, String source, int index, List<Line> lines) {
        MessageDigest digest = sha256();
        digest.update(type.id().getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(index).flip());
        for (Line line : lines) {
            digest.update(line.bytes());
            digest.update((byte) '\n');
        }
        return new Chunk(type, source, HexFormat.of().formatHex(digest.digest()), lines);
    }

    /** The lines, each with a newline behind it. */
    public byte[] body() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Line line : lines) {
            body.writeBytes(line.bytes());
            body.write('\n');
        }
        return body.toByteArray();
    }

    /** Its two halves, in order: for a server to which it is too large as a whole. */
    List<Chunk> halves() {
        int middle = lines.size() / 2;
        List<Chunk> halves = new ArrayList<>();
        halves.add(new Chunk(type, source, key + "/0", lines.subList(0, middle)));
        halves.add(new Chunk(type, source, key + "/1", lines.subList(middle, lines.size())));
        return halves;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}
