package io.goldstream.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Hands a request's trace on to its records, as W3C Trace Context; without traces, nothing. */
@Singleton
class Tracing {

    private final OpenTelemetry telemetry;

    Tracing(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** The headers that name the current span; the same for every record of a request. */
    List<Header> headers() {
        List<Header> headers = new ArrayList<>(2);
        telemetry
                .getPropagators()
                .getTextMapPropagator()
                .inject(
                        Context.current(),
                        headers,
                        (carrier, name, value) -> carrier.add(new RecordHeader(name, value.getBytes(UTF_8))));
        return headers;
    }
}
