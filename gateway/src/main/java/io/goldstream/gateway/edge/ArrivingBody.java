package io.goldstream.gateway.edge;

import io.goldstream.gateway.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Counts what has come of a body, and cuts it once it is too long, whatever length was announced. */
@Provider
@ApplicationScoped
class ArrivingBody implements ReaderInterceptor {

    private final long maxBytes;
    private final CurrentVertxRequest current;

    ArrivingBody(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize,
            CurrentVertxRequest current) {
        this.maxBytes = maxBodySize.asLongValue();
        this.current = current;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        // Resources that take no events admit nobody, and hold little.
        AdmittedRequest admitted = AdmittedRequest.of(current.getCurrent());
        LongConsumer holds = admitted == null ? _ -> {} : admitted.memory()::holds;
        context.setInputStream(new Bounded(context.getInputStream(), maxBytes, holds));
        return context.proceed();
    }

    private static final class Bounded extends FilterInputStream {
        private final long maxBytes;
        private final LongConsumer holds;
        private long count;

        Bounded(InputStream body, long maxBytes, LongConsumer holds) {
            super(body);
            this.maxBytes = maxBytes;
            this.holds = holds;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(read);
            return read;
        }

        private void count(int read) {
            if (read <= 0) {
                return;
            }
            count += read;
            if (count > maxBytes) {
                throw ProblemType.BODY_TOO_LARGE.with(BodyLimit.tooLong(maxBytes));
            }
            holds.accept(count);
        }
    }
}
