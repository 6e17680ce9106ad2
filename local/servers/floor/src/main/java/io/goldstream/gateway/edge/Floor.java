package io.goldstream.gateway.edge;

import io.goldstream.events.EventType;
import io.goldstream.gateway.GatewayConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The least that an edge can do for the same promise: cut the body at its newlines, send each line as it is through the
 * gateway's own {@link RawLog}, and answer once Kafka has acknowledged them all. No line is read, keyed or given an id.
 */
@Path("/v1/floor")
public class Floor {

    private final RawLog log;
    private final NamedRecords names;
    private final GatewayConfig config;

    Floor(RawLog log, NamedRecords names, GatewayConfig config) {
        this.log = log;
        this.names = names;
        this.config = config;
    }

    /** How many lines were kept; and no more, lest the answer be weighed. */
    public record Kept(int accepted) {}

    @POST
    @Path("/{type}")
    @Consumes(EventsResource.NDJSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response forward(@PathParam("type") String type, byte[] body) throws InterruptedException {
        String topic = config.rawTopic(EventType.byId(type).orElseThrow());
        return keep(body, line -> new ProducerRecord<>(topic, line));
    }

    /** The same with {@link NamedRecords}. */
    @POST
    @Path("/{type}/named")
    @Consumes(EventsResource.NDJSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    public Response forwardNamed(@PathParam("type") String type, byte[] body) throws InterruptedException {
        return keep(body, names.of(type));
    }

    private Response keep(byte[] body, Function<byte[], ProducerRecord<byte[], byte[]>> record)
            throws InterruptedException {
        int lines = 0;
        for (byte b : body) {
            if (b == '\n') {
                lines++;
            }
        }
        CountDownLatch unsettled = new CountDownLatch(lines);
        AtomicInteger failures = new AtomicInteger();
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                log.append(record.apply(Arrays.copyOfRange(body, start, i)), failure -> {
                    if (failure != null) {
                        failures.incrementAndGet();
                    }
                    unsettled.countDown();
                });
                start = i + 1;
            }
        }
        unsettled.await();
        int status = failures.get() == 0 ? 200 : 503;
        return Response.status(status).entity(new Kept(lines - failures.get())).build();
    }
}
