package io.goldstream.local.laboratory.bench;

import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.kafka.ClientSettings;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.Project;
import io.goldstream.local.laboratory.simulate.SimulatedEvent;
import io.goldstream.local.stack.Workbench;
import io.goldstream.local.stack.Workbench.Gateway;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code goldstream bench edge}. */
@Command(
        name = "edge",
        description = "Measure HTTP to Kafka with all rules, compared with the floor: the same server and producer, "
                + "which forward lines without reading them.",
        footer = {
            "",
            "It starts its own broker, a gateway and the floor. NDJSON, acks=all, lz4; 1, 50 and 500 events per request.",
            "For comparison, without a goal: a keyed KafkaProducer of the same events without HTTP; one thread that scans",
            "and reads them; and the floor with names, which gives each line a key, an id and headers as the edge does.",
            "This shows their cost in Kafka's client. With one event per request, the second limit is a bare Vert.x server",
            "that writes the same record with the same producer."
        })
public final class EdgeBench extends Bench {

    private static final String HOST = "127.0.0.1";
    private static final double LEAST_RATE = 0.85;
    private static final double MOST_CPU = 1.4;
    private static final double LEAST_RATE_OVER_BARE = 1.15;
    private static final double MOST_CPU_OVER_BARE = 1.6;
    private static final String PRODUCER = "producer, no HTTP";
    private static final String FLOOR = "floor";
    private static final String GATEWAY = "gateway";
    private static final String SERVER = "server";
    private static final String CLIENT = "client";
    private static final String BROKER = "broker";
    private static final String SCANNING = "scanning, no server";
    private static final String READING = "reading, no server";
    private static final String NAMED_FLOOR = "floor with names";
    private static final String BARE = "bare server";
    private static final String BARE_PATH = "/%s";
    /** In the floor's process, behind the gateway's own two ports. */
    private static final int BARE_PORT_OFFSET = 2;

    private static final String FLOOR_PATH = "/v1/floor/%s";
    private static final String NAMED_FLOOR_PATH = "/v1/floor/%s/named";
    private static final String GATEWAY_PATH = EdgeProtocol.EVENTS + "/%s";

    /** How large requests are, and how many are on their way at once. A single event is all latency: it needs company. */
    private enum Shape {
        SINGLE(1, 256, 10),
        FIFTY(50, 32, 1),
        FIVE_HUNDRED(500, 8, 1);

        private final int batch;
        private final int connections;
        /** A request of one event costs as much as tens in a batch: fewer of them tell the same. */
        private final int divisor;

        Shape(int batch, int connections, int divisor) {
            this.batch = batch;
            this.connections = connections;
            this.divisor = divisor;
        }

        String words(String contender) {
            return contender + ", " + batch + (batch == 1 ? " event" : " events") + " a request";
        }
    }

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events of one run; with one event per request, a tenth of them. Default: 100000.")
    private int count;

    @Option(
            names = "--batches",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,50,500",
            description = "Events per request: any of 1, 50 and 500. Default: all.")
    private Set<Integer> batches;

    /** A run is over in a second: after a dozen, the servers' JVMs still compile while they work. */
    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            defaultValue = "30",
            description = "Warm-up runs of each program. Default: 30.")
    private int warmUps;

    @Mixin
    private SubjectJvm jvm;

    private int turnedAway;

    @Override
    protected BenchResult measure(Contest contest) throws Exception {
        if (count < 1_000) {
            throw wrongUsage("--events is at least 1000");
        }
        if (warmUps < 0) {
            throw wrongUsage("--warm-ups is 0 or more");
        }
        List<Shape> shapes = Stream.of(Shape.values())
                .filter(shape -> batches.contains(shape.batch))
                .toList();
        if (shapes.size() != batches.size()) {
            throw wrongUsage("--batches: a request holds 1, 50 or 500 events, not " + batches);
        }
        contest.say("making up %,d events".formatted(count));
        List<SimulatedEvent> events = EventBodies.events(count);
        Project project = Project.current();
        Map<String, String> edgeOnly = Map.of("GOLDSTREAM_REFINERY_ENABLED", "false", "GOLDSTREAM_AUTH_OPEN", "true");
        try (Workbench bench = Workbench.open(project, contest::say)) {
            Gateway floor = bench.gateway(FLOOR, project.floorJar(), jvm.options(), edgeOnly);
            Gateway gateway = bench.gateway(GATEWAY, project.gatewayJar(), jvm.optionsWithRecording(), edgeOnly);
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender(PRODUCER, () -> produce(bench, events)));
            EventReader reader = new EventReader();
            contenders.add(new Contender(SCANNING, () -> judge(events, event -> isValidByOutline(reader, event))));
            contenders.add(new Contender(READING, () -> judge(events, event -> isValidByReading(reader, event))));
            for (Shape shape : shapes) {
                List<SimulatedEvent> some = events.subList(0, events.size() / shape.divisor);
                contenders.add(contender(FLOOR, FLOOR_PATH, shape, some, bench, floor, floor.port()));
                contenders.add(contender(GATEWAY, GATEWAY_PATH, shape, some, bench, gateway, gateway.port()));
                contenders.add(
                        shape == Shape.SINGLE
                                ? contender(BARE, BARE_PATH, shape, some, bench, floor, floor.port() + BARE_PORT_OFFSET)
                                : contender(NAMED_FLOOR, NAMED_FLOOR_PATH, shape, some, bench, floor, floor.port()));
            }
            return report(shapes, contest.run(warmUps, contenders));
        }
    }

    private Contender contender(
            String name,
            String path,
            Shape shape,
            List<SimulatedEvent> events,
            Workbench bench,
            Gateway server,
            int port) {
        List<byte[]> requests = EventBodies.requests(events, path, shape.batch);
        Meter meter = new Meter(processes(bench, Map.of(SERVER, server.process())));
        return new Contender(shape.words(name), () -> {
            try (HttpLoad load = new HttpLoad(HOST, port, shape.connections)) {
                Sample sample = meter.measure(() -> {
                    load.send(requests);
                    return events.size();
                });
                turnedAway += load.turnedAway();
                return sample;
            }
        });
    }

    private static Map<String, ProcessHandle> processes(Workbench bench, Map<String, ProcessHandle> more) {
        Map<String, ProcessHandle> processes = new LinkedHashMap<>(more);
        processes.put(CLIENT, ProcessHandle.current());
        processes.put(BROKER, bench.broker());
        return processes;
    }

    /** The edge's own settings, and each listening session's events in one partition. */
    private static Sample produce(Workbench bench, List<SimulatedEvent> events) throws Exception {
        Map<String, Object> settings = ClientSettings.producer(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bench.bootstrapServers(),
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 * 1024));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            return new Meter(processes(bench, Map.of())).measure(() -> {
                for (SimulatedEvent event : events) {
                    byte[] key = Long.toString(event.sessionId()).getBytes(StandardCharsets.US_ASCII);
                    String topic = Tables.of(Layer.RAW, event.type()).topic();
                    producer.send(new ProducerRecord<>(topic, key, event.json()));
                }
                producer.flush();
                return events.size();
            });
        }
    }

    private static Sample judge(List<SimulatedEvent> events, Predicate<SimulatedEvent> isValid) throws Exception {
        return Meter.ofThisProcess(CLIENT)
                .measure(() -> events.stream().filter(isValid).count());
    }

    /** What the edge asks. */
    private static boolean isValidByOutline(EventReader reader, SimulatedEvent event) {
        byte[] json = event.json();
        return reader.outline(event.type(), json, 0, json.length, System.currentTimeMillis())
                .isValid();
    }

    /** What the refinery asks. */
    private static boolean isValidByReading(EventReader reader, SimulatedEvent event) {
        return reader.read(event.type(), event.json(), System.currentTimeMillis()) instanceof Reading.Valid;
    }

    private BenchResult report(List<Shape> shapes, Map<String, Series> runs) {
        Series producer = runs.get(PRODUCER);
        Shape largest = shapes.getLast();
        Series headline = runs.get(largest.words(GATEWAY));
        BenchResult result = BenchResult.of(
                        headline.rateOver(runs.get(largest.words(FLOOR))), headline.cpuMicros(SERVER))
                .with(
                        "ratio_of",
                        "events/s through the edge, divided by the floor's, at " + largest.batch + " events a request")
                .with(runs.values());
        for (Shape shape : shapes) {
            Series gateway = runs.get(shape.words(GATEWAY));
            Series floor = runs.get(shape.words(FLOOR));
            double rate = gateway.rateOver(floor).median();
            double cpu = gateway.cpuOver(floor, SERVER, SERVER).median();
            result = result.with("rate_over_floor_" + shape.batch, rate).with("cpu_over_floor_" + shape.batch, cpu);
            if (shape == Shape.SINGLE) {
                Series bare = runs.get(shape.words(BARE));
                double rateOverBare = gateway.rateOver(bare).median();
                double cpuOverBare = gateway.cpuOver(bare, SERVER, SERVER).median();
                result = result.with("rate_over_bare_1", rateOverBare)
                        .with("cpu_over_bare_1", cpuOverBare)
                        .with(Goal.atLeast(
                                "1 a request: rate divided by the bare server's", LEAST_RATE_OVER_BARE, rateOverBare))
                        .with(Goal.atMost(
                                "1 a request: CPU divided by the bare server's", MOST_CPU_OVER_BARE, cpuOverBare));
            } else {
                Series named = runs.get(shape.words(NAMED_FLOOR));
                result = result.with(
                                "rate_over_named_floor_" + shape.batch,
                                gateway.rateOver(named).median())
                        .with(
                                "cpu_over_named_floor_" + shape.batch,
                                gateway.cpuOver(named, SERVER, SERVER).median())
                        .with(Goal.atLeast(shape.batch + " a request: rate divided by the floor's", LEAST_RATE, rate))
                        .with(Goal.atMost(shape.batch + " a request: CPU divided by the floor's", MOST_CPU, cpu));
            }
        }
        return result.with("producer_cpu_us_per_event", producer.cpuMicros(CLIENT))
                .with("rate_over_producer", headline.rateOver(producer).median())
                .with("turned_away", turnedAway);
    }
}
