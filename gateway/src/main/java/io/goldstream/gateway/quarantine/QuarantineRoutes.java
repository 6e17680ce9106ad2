package io.goldstream.gateway.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.goldstream.events.protocol.EdgeProtocol;
import io.goldstream.events.schema.QuarantineKind;
import io.goldstream.gateway.auth.Operators;
import io.goldstream.gateway.problem.Problem;
import io.goldstream.gateway.problem.ProblemException;
import io.goldstream.gateway.problem.ProblemType;
import io.goldstream.gateway.problem.RouteProblems;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.validation.Validator;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jboss.logging.Logger;

/**
 * {@code GET /v1/quarantine} and {@code POST /v1/quarantine/replay} on the management port. Parameters stand in the query;
 * one that is not known is refused, so that a misspelt dry run is none.
 */
@ApplicationScoped
@RegisterForReflection(
        targets = {Quarantine.Count.class, Quarantine.Report.class, QuarantineRoutes.Counts.class, Problem.class})
class QuarantineRoutes {

    private static final Logger LOG = Logger.getLogger(QuarantineRoutes.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final String COUNTS = EdgeProtocol.QUARANTINE;
    private static final String REPLAY = EdgeProtocol.REPLAY;

    private final Quarantine quarantine;
    private final Operators operators;
    private final Validator validator;

    QuarantineRoutes(Quarantine quarantine, Operators operators, Validator validator) {
        this.validator = validator;
        this.quarantine = quarantine;
        this.operators = operators;
    }

    /** The answer to {@code GET /v1/quarantine}. */
    record Counts(long events, List<Quarantine.Count> counts) {}

    void routes(@Observes ManagementInterface management) {
        Router router = management.router();
        router.get(COUNTS).method(HttpMethod.HEAD).blockingHandler(context -> answer(context, this::count), false);
        router.post(REPLAY)
                .handler(this::askForCredential)
                .handler(QuarantineRoutes::refuseBody)
                .blockingHandler(context -> answer(context, this::replay), false);
        router.route(COUNTS).handler(context -> RouteProblems.notAllowed(context, "GET, HEAD"));
        router.route(REPLAY).handler(context -> RouteProblems.notAllowed(context, "POST"));
    }

    /** No page may replay, whatever it shows: browsers say from where they send, and operators' tools are none. */
    private void askForCredential(RoutingContext context) {
        try {
            if (context.request().getHeader(HttpHeaders.ORIGIN) != null) {
                throw ProblemType.FORBIDDEN.with(
                        "A page may not replay. Send the request without an Origin header, by a tool such as curl.");
            }
            operators.check(context.request().getHeader(HttpHeaders.AUTHORIZATION));
            context.next();
        } catch (ProblemException e) {
            if (e.type() == ProblemType.UNAUTHENTICATED) {
                context.response().putHeader("WWW-Authenticate", "Bearer");
            }
            end(context, e.type().status(), Problem.MEDIA_TYPE, e.problem());
        }
    }

    /** Options that came in a body would be read by nobody: a dry run would replay. */
    private static void refuseBody(RoutingContext context) {
        MultiMap headers = context.request().headers();
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)
                || headers.contains(HttpHeaders.CONTENT_LENGTH)
                        && !headers.get(HttpHeaders.CONTENT_LENGTH).equals("0")) {
            problem(
                    context,
                    ProblemType.UNREADABLE_OPTION,
                    "A replay takes its options in the query, and no body. Write them behind a question mark, such as "
                            + REPLAY + "?dryRun=true.");
        } else {
            context.next();
        }
    }

    private Counts count(MultiMap query) {
        QuarantineParameters parameters = QuarantineParameters.of(query, QuarantineParameters.FILTER, validator);
        List<Quarantine.Count> counts = quarantine.count(parameters.filter());
        return new Counts(counts.stream().mapToLong(Quarantine.Count::events).sum(), counts);
    }

    private Quarantine.Report replay(MultiMap query) {
        QuarantineParameters parameters = QuarantineParameters.of(query, QuarantineParameters.ALL, validator);
        QuarantineFilter filter = parameters.filter();
        if (QuarantineKind.DUPLICATE.id().equals(filter.kind())) {
            throw QuarantineFilter.unreadable(
                    "A replay cannot have kind=duplicate: the event of a duplicate is in the lake already. Leave kind out.");
        }
        long limit = parameters.limitOrDefault();
        return parameters.isDryRun() ? quarantine.forecast(filter, limit) : quarantine.replay(filter, limit);
    }

    private static void answer(RoutingContext context, Function<MultiMap, Object> action) {
        try {
            end(context, 200, "application/json", action.apply(context.queryParams()));
        } catch (HttpException unreadable) {
            problem(
                    context,
                    ProblemType.UNREADABLE_OPTION,
                    "A percent sign in the query is not followed by two hexadecimal digits. Write the sign itself as %25.");
        } catch (ProblemException e) {
            end(context, e.type().status(), Problem.MEDIA_TYPE, e.problem());
        } catch (KafkaException | IllegalStateException e) {
            if (isOvertaken(e)) {
                problem(
                        context,
                        ProblemType.REPLAY_OVERTAKEN,
                        "Events that this replay has sent are not sent again. Look at the counts, and replay again.");
                return;
            }
            LOG.warn("the quarantine could not be read or replayed", e);
            problem(context, ProblemType.QUARANTINE_UNAVAILABLE, e.getMessage());
        }
    }

    /** The producer tells it by itself, or as the cause of why it can do no more. */
    private static boolean isOvertaken(Throwable e) {
        return e instanceof ProducerFencedException
                || e instanceof InvalidProducerEpochException
                || e.getCause() != null && isOvertaken(e.getCause());
    }

    private static void problem(RoutingContext context, ProblemType type, String detail) {
        end(context, type.status(), Problem.MEDIA_TYPE, type.problem(detail));
    }

    private static void end(RoutingContext context, int status, String mediaType, Object body) {
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", mediaType)
                    .end(JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer could not be written as JSON", e);
        }
    }
}
