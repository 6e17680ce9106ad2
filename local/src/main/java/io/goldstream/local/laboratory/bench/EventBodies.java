package io.goldstream.local.laboratory.bench;

import io.goldstream.events.EventType;
import io.goldstream.local.laboratory.simulate.SimulatedEvent;
import io.goldstream.local.laboratory.simulate.Simulation;
import io.goldstream.local.laboratory.simulate.Simulator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Made-up events, no two alike, as requests that only need to be written. */
final class EventBodies {

    /** About what a simulated day brings of events per listener. */
    private static final double EVENTS_PER_USER_AND_DAY = 15;

    private static final int DAYS = 2;

    private EventBodies() {}

    /** As many events as asked for, in the order in which they happen; equal for equal counts. */
    static List<SimulatedEvent> events(int count) {
        int users = (int) Math.ceil(count / EVENTS_PER_USER_AND_DAY / DAYS) + 100;
        while (true) {
            List<SimulatedEvent> events = new ArrayList<>(count);
            new Simulator(new Simulation(users, DAYS, 1, Simulation.DEFAULT_FROM)).run(event -> {
                if (events.size() < count) {
                    events.add(event);
                }
            });
            if (events.size() == count) {
                return events;
            }
            users *= 2;
        }
    }

    /**
     * HTTP/1.1 requests of NDJSON, each with events of one type.
     *
     * @param path with {@code %s} for the type
     * @param batch how many events a request holds; the last one of a type, maybe fewer
     */
    static List<byte[]> requests(List<SimulatedEvent> events, String path, int batch) {
        Map<EventType, List<SimulatedEvent>> waiting = new EnumMap<>(EventType.class);
        List<byte[]> requests = new ArrayList<>();
        for (SimulatedEvent event : events) {
            List<SimulatedEvent> ofType = waiting.computeIfAbsent(event.type(), _ -> new ArrayList<>());
            ofType.add(event);
            if (ofType.size() == batch) {
                requests.add(request(path.formatted(event.type().id()), ofType));
                ofType.clear();
            }
        }
        waiting.forEach((type, rest) -> {
            if (!rest.isEmpty()) {
                requests.add(request(path.formatted(type.id()), rest));
            }
        });
        return requests;
    }

    private static byte[] request(String path, List<SimulatedEvent> events) {
        int length = events.stream().mapToInt(event -> event.json().length + 1).sum();
        ByteArrayOutputStream request = new ByteArrayOutputStream(length + 200);
        request.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-ndjson\r\n"
                        + "Content-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (SimulatedEvent event : events) {
            request.writeBytes(event.json());
            request.write('\n');
        }
        return request.toByteArray();
    }
}
