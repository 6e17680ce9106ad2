package io.goldstream.gateway.edge;

import io.goldstream.gateway.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Cuts a body whose length nobody said, once it is too long. */
@Provider
@ApplicationScoped
class UnknownLength implements ReaderInterceptor {

    private final long maxBytes;

    UnknownLength(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.maxBytes = maxBodySize.asLongValue();
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Bounded(context.getInputStream(), maxBytes));
        return context.proceed();
    }

    private static final class Bounded extends FilterInputStream {
        private final long maxBytes;
        private long count;

        Bounded(InputStream body, long maxBytes) {
            super(body);
            this.maxBytes = maxBytes;
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
            count += Math.max(0, read);
            if (count > maxBytes) {
                throw ProblemType.BODY_TOO_LARGE.with(BodyLimit.tooLong(maxBytes));
            }
        }
    }
}
