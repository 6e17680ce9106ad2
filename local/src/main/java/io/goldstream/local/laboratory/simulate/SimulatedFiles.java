package io.goldstream.local.laboratory.simulate;

import io.goldstream.events.EventType;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes simulated events as producers would keep them: a file for each type. */
public final class SimulatedFiles {

    private SimulatedFiles() {}

    /**
     * Writes {@code page_view_events.ndjson} and its like into a folder, replacing what is there.
     *
     * @return the files, whether or not an event of their type happened
     */
    public static List<Path> write(Simulation simulation, Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<EventType, Path> files = new EnumMap<>(EventType.class);
        Map<EventType, OutputStream> streams = new EnumMap<>(EventType.class);
        try {
            for (EventType type : EventType.values()) {
                Path file = folder.resolve(type.sourceTable() + ".ndjson");
                files.put(type, file);
                streams.put(type, new BufferedOutputStream(Files.newOutputStream(file)));
            }
            new Simulator(simulation).run(event -> append(streams.get(event.type()), event.json()));
        } finally {
            for (OutputStream stream : streams.values()) {
                stream.close();
            }
        }
        return List.copyOf(files.values());
    }

    private static void append(OutputStream stream, byte[] json) {
        try {
            stream.write(json);
            stream.write('\n');
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
