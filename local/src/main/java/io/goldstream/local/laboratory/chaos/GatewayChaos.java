package io.goldstream.local.laboratory.chaos;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.load.Chunk;
import io.goldstream.cli.load.Chunk.Line;
import io.goldstream.cli.load.HttpDelivery;
import io.goldstream.cli.load.LoadReport;
import io.goldstream.cli.load.LoadReport.Outcome;
import io.goldstream.cli.reconcile.Diagnosis;
import io.goldstream.cli.reconcile.Offsets;
import io.goldstream.events.EventType;
import io.goldstream.events.schema.Generation;
import io.goldstream.events.schema.Layer;
import io.goldstream.events.schema.Table;
import io.goldstream.events.schema.Tables;
import io.goldstream.local.Project;
import io.goldstream.local.laboratory.simulate.Simulation;
import io.goldstream.local.laboratory.simulate.Simulator;
import io.goldstream.local.stack.ShortLife;
import io.goldstream.local.stack.Workbench;
import io.goldstream.local.stack.Workbench.Gateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

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

    /** A gateway takes a hundred events in this time: what is waited for is not to be long past. */
    private static final Duration SHORT_POLL = Duration.ofMillis(1);

    /** After the moment that is drawn by events: so that no two kills meet the same step of a request. */
    private static final Duration JITTER = Duration.ofMillis(15);

    /** From how much of its part of the load a kill's moment is drawn: the rest is there to be met by it. */
    private static final double DRAWN_FROM = 0.5;

    private static final String GROUP = Diagnosis.refineryGroup(Generation.FIRST);
    private static final int USERS_PER_EVENT_DIVISOR = 12;

    private final long seed;
    private final int kills;
    private final int events;
    private final Consumer<String> progress;

    /**
     * @param seed what moments are drawn from
     * @param kills how many, at least 1
     * @param events how many, at least a thousand for each kill and one thousand more
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
        try (Workbench bench = Workbench.open(project, ShortLife.OPTIONS, progress)) {
            Gateway gateway = bench.gateway(
                    "gateway", project.gatewayJar(), options(project), Map.of("GOLDSTREAM_AUTH_OPEN", "true"));
            Load load = new Load(gateway.url(), chunks);
            load.start();
            int underLoad;
            try {
                underLoad = kill(gateway, load, chunks.size());
            } finally {
                load.release(chunks.size() + CLIENTS); // the rest; and each client finds that nothing is left
            }
            LoadReport report = load.finish();
            progress.accept("the load is in; waiting for the refinery");
            awaitRefined(bench);
            return GatewayLedger.of(
                    events, kills, underLoad, load.acknowledged(), report, Landed.read(bench.bootstrapServers()));
        }
    }

    private static List<String> options(Project project) {
        List<String> options = new ArrayList<>(ShortLife.OPTIONS);
        options.addAll(project.aotCacheOption());
        return options;
    }

    /**
     * Each kill has a part of the load, which clients get once the kill before is over, and a moment in it, drawn by how much
     * of it is settled. However fast the gateway, the load cannot be through before the last kill.
     *
     * @return how many kills met requests that had no answer yet
     */
    private int kill(Gateway gateway, Load load, int chunks) throws Exception {
        Random random = new Random(seed);
        Instant begin = Instant.now();
        int underLoad = 0;
        for (int kill = 1; kill <= kills; kill++) {
            load.release(part(chunks, kill) - part(chunks, kill - 1));
            int ofPart = part(events, kill) - part(events, kill - 1);
            long moment = part(events, kill - 1) + (long) (random.nextDouble() * DRAWN_FROM * ofPart);
            while (load.settled() < moment && !load.isDone()) {
                Thread.sleep(SHORT_POLL);
            }
            Thread.sleep(Duration.ofNanos(random.nextLong(JITTER.toNanos())));
            ProcessHandle process = gateway.process();
            int met = load.withoutAnswer();
            process.destroyForcibly();
            underLoad += met > 0 ? 1 : 0;
            progress.accept(
                    "kill %d of %d: the gateway (pid %d), %.1f s in, %,d of %,d events settled, %d requests without an answer; drawn: %,d"
                            .formatted(
                                    kill,
                                    kills,
                                    process.pid(),
                                    Duration.between(begin, Instant.now()).toMillis() / 1e3,
                                    load.settled(),
                                    events,
                                    met,
                                    moment));
            process.onExit().get();
            gateway.start();
        }
        return underLoad;
    }

    /** Where a kill's part of the load ends; one more part comes after the last kill. */
    private int part(int whole, int kill) {
        return (int) ((long) whole * kill / (kills + 1));
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
        private final Semaphore released = new Semaphore(0);
        private final AtomicInteger withoutAnswer = new AtomicInteger();
        private final AtomicBoolean isBroken = new AtomicBoolean();

        Load(String url, List<Chunk> chunks) {
            delivery = new HttpDelivery(url, Optional.empty(), PATIENCE);
            left = new ConcurrentLinkedQueue<>(chunks);
        }

        void start() {
            for (int client = 0; client < CLIENTS; client++) {
                Thread.ofVirtual().start(this::send);
            }
        }

        /** Lets clients have so many more requests. */
        void release(int requests) {
            released.release(requests);
        }

        private Chunk next() throws InterruptedException {
            released.acquire();
            return left.poll();
        }

        private void send() {
            try {
                for (Chunk chunk = next(); chunk != null; chunk = next()) {
                    LoadReport one = new LoadReport();
                    withoutAnswer.incrementAndGet();
                    delivery.send(chunk, one);
                    withoutAnswer.decrementAndGet();
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

        /** Of how many events it is known what became of them. */
        long settled() {
            return Stream.of(Outcome.values()).mapToLong(report::count).sum();
        }

        /** How many requests were begun, and have no answer that ends them. */
        int withoutAnswer() {
            return withoutAnswer.get();
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
