package io.goldstream.local.chaos;

import io.goldstream.events.EventType;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.CommandFailure;
import io.goldstream.local.Project;
import io.goldstream.local.load.Chunk;
import io.goldstream.local.load.Chunk.Line;
import io.goldstream.local.load.HttpDelivery;
import io.goldstream.local.load.LoadReport;
import io.goldstream.local.load.LoadReport.Outcome;
import io.goldstream.local.reconcile.Diagnosis;
import io.goldstream.local.reconcile.Offsets;
import io.goldstream.local.simulate.Simulation;
import io.goldstream.local.simulate.Simulator;
import io.goldstream.local.stack.Workbench;
import io.goldstream.local.stack.Workbench.Gateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One load by HTTP through one gateway, edge and refinery in the same process, which is killed (SIGKILL: no handler runs,
 * nothing is flushed) again and again while events come in and while they are refined. Clients send a request again under
 * the same Idempotency-Key until they have an answer. Then every event that was acknowledged is looked for.
 */
public final class GatewayChaos {

    private static final int BATCH = 100;
    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(20);

    /** After the moment that is drawn by events: so that no two kills meet the same step of a request. */
    private static final int JITTER_MILLIS = 400;

    /** Moments are drawn from the first nine tenths of the load, so a twentieth can wait. */
    private static final int HELD_BACK_DIVISOR = 20;

    private static final String GROUP = Diagnosis.refineryGroup(Generation.FIRST);
    private static final int USERS_PER_EVENT_DIVISOR = 12;

    private final long seed;
    private final int kills;
    private final int events;
    private final Consumer<String> progress;

    /**
     * @param seed what moments are drawn from
     * @param kills how many, at least 1
     * @param events how many, at least a thousand
     * @param progress told of each kill
     */
    public GatewayChaos(long seed, int kills, int events, Consumer<String> progress) {
        this.seed = seed;
        this.kills = kills;
        this.events = events;
        this.progress = progress;
    }

    /** Runs in a temporary folder, and leaves nothing. */
    public GatewayLedger run() throws Exception {
        List<Chunk> chunks = chunks();
        Project project = Project.current();
        try (Workbench bench = Workbench.open(project, progress)) {
            Gateway gateway =
                    bench.gateway("gateway", project.gatewayJar(), List.of(), Map.of("GOLDSTREAM_AUTH_OPEN", "true"));
            Load load = new Load(gateway.url(), chunks);
            load.start();
            int killed;
            try {
                killed = kill(gateway, load);
            } finally {
                load.sendTheRest();
            }
            LoadReport report = load.finish();
            progress.accept("the load is in; waiting for the refinery");
            awaitRefined(bench);
            return GatewayLedger.of(events, killed, load.acknowledged(), report, Landed.read(bench.bootstrapServers()));
        }
    }

    /** Kills at moments that are drawn by how much is acknowledged, so that every kill meets a load. */
    private int kill(Gateway gateway, Load load) throws Exception {
        Random random = new Random(seed);
        long[] moments = random.longs(kills, 0, events * 9L / 10).sorted().toArray();
        Instant begin = Instant.now();
        int killed = 0;
        for (long moment : moments) {
            while (load.count() < moment && !load.isDone()) {
                Thread.sleep(POLL);
            }
            Thread.sleep(random.nextInt(JITTER_MILLIS));
            if (load.isDone()) {
                break;
            }
            ProcessHandle process = gateway.process();
            process.destroyForcibly();
            killed++;
            progress.accept("kill %d of %d: the gateway (pid %d), %.1f s in, %,d of %,d events acknowledged; drawn: %,d"
                    .formatted(
                            killed,
                            kills,
                            process.pid(),
                            Duration.between(begin, Instant.now()).toMillis() / 1e3,
                            load.count(),
                            events,
                            moment));
            process.onExit().get();
            gateway.start();
        }
        return killed;
    }

    private static void awaitRefined(Workbench bench) throws InterruptedException {
        List<String> raw = Tables.of(Layer.RAW).stream().map(Table::topic).toList();
        Instant deadline = Instant.now().plus(PATIENCE);
        try (Offsets offsets = new Offsets(bench.bootstrapServers())) {
            while (offsets.lag(GROUP, raw) > 0) {
                if (Instant.now().isAfter(deadline)) {
                    throw new CommandFailure("the refinery is not done after " + PATIENCE.toMinutes() + " minutes");
                }
                Thread.sleep(POLL);
            }
        }
    }

    /** Simulated events, each with its number in a field that the contract does not know, and so keeps to the letter. */
    private List<Chunk> chunks() {
        Map<EventType, List<Line>> waiting = new EnumMap<>(EventType.class);
        List<Chunk> chunks = new ArrayList<>();
        AtomicLong number = new AtomicLong();
        int users = events / USERS_PER_EVENT_DIVISOR;
        for (int round = 0; number.get() < events; round++) {
            new Simulator(new Simulation(users, 1, seed + round, Simulation.DEFAULT_FROM.plusDays(round)))
                    .run(event -> {
                        if (number.get() == events) {
                            return;
                        }
                        List<Line> lines = waiting.computeIfAbsent(event.type(), _ -> new ArrayList<>());
                        lines.add(new Line(number.get(), numbered(event.json(), number.getAndIncrement())));
                        if (lines.size() == BATCH) {
                            chunks.add(Chunk.of(event.type(), "chaos", chunks.size(), lines));
                            lines.clear();
                        }
                    });
        }
        waiting.forEach((type, rest) -> {
            if (!rest.isEmpty()) {
                chunks.add(Chunk.of(type, "chaos", chunks.size(), rest));
            }
        });
        return chunks;
    }

    private static byte[] numbered(byte[] json, long number) {
        String open = new String(json, 0, json.length - 1, StandardCharsets.UTF_8);
        return (open + ",\"" + Landed.NUMBER + "\":" + number + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** Some clients that share the requests. Which of them were acknowledged is known to the event. */
    private static final class Load {
        private final HttpDelivery delivery;
        private final ConcurrentLinkedQueue<Chunk> left;
        private final LoadReport report = new LoadReport();
        private final ConcurrentLinkedQueue<Chunk> acknowledged = new ConcurrentLinkedQueue<>();
        private final CountDownLatch working = new CountDownLatch(CLIENTS);
        private final CountDownLatch allAreKilled = new CountDownLatch(1);
        private final int heldBack;
        private final AtomicBoolean isBroken = new AtomicBoolean();

        Load(String url, List<Chunk> chunks) {
            delivery = new HttpDelivery(url, PATIENCE);
            left = new ConcurrentLinkedQueue<>(chunks);
            heldBack = Math.max(1, chunks.size() / HELD_BACK_DIVISOR);
        }

        void start() {
            for (int client = 0; client < CLIENTS; client++) {
                Thread.ofVirtual().start(this::send);
            }
        }

        /** Lets clients have the requests that are held back until the last kill: however fast, the load outlives it. */
        void sendTheRest() {
            allAreKilled.countDown();
        }

        private Chunk next() throws InterruptedException {
            if (left.size() <= heldBack) {
                allAreKilled.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            return left.poll();
        }

        private void send() {
            try {
                for (Chunk chunk = next(); chunk != null; chunk = next()) {
                    LoadReport one = new LoadReport();
                    delivery.send(chunk, one);
                    for (Outcome outcome : Outcome.values()) {
                        report.add(outcome, one.count(outcome));
                    }
                    long kept = one.count(Outcome.ACCEPTED) + one.count(Outcome.QUARANTINED);
                    if (kept == chunk.lines().size()) {
                        acknowledged.add(chunk);
                    }
                }
            } catch (InterruptedException givenUp) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException broken) {
                isBroken.set(true);
                throw broken;
            } finally {
                working.countDown();
            }
        }

        long count() {
            return report.count(Outcome.ACCEPTED) + report.count(Outcome.QUARANTINED);
        }

        boolean isDone() {
            return working.getCount() == 0;
        }

        LoadReport finish() throws InterruptedException {
            working.await();
            delivery.close();
            if (isBroken.get()) {
                throw new CommandFailure("a client broke off");
            }
            return report;
        }

        /** The numbers of the events that the gateway said are kept. */
        List<Long> acknowledged() {
            return acknowledged.stream()
                    .flatMap(chunk -> chunk.lines().stream())
                    .map(Line::number)
                    .toList();
        }
    }
}
