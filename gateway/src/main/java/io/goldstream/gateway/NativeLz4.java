package io.goldstream.gateway;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;
import org.jboss.logging.Logger;

/**
 * Loads the native lz4 before Kafka's clients ask for one. By itself the library looks for it only in the system's class
 * loader, which Quarkus' is not, and compresses in Java: twice the processor time.
 */
@Singleton
final class NativeLz4 {

    private static final Logger LOG = Logger.getLogger(NativeLz4.class);

    void load(@Observes @Priority(1) StartupEvent event) {
        if (ImageMode.current().isNativeImage()) {
            return;
        }
        try {
            LZ4Factory.nativeInstance();
            XXHashFactory.nativeInstance();
        } catch (LinkageError | RuntimeException e) {
            LOG.infof("lz4 runs in Java, because its native library cannot be loaded here: %s", e.getMessage());
        }
    }
}
