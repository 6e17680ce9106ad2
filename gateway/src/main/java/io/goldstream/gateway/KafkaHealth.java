package io.goldstream.gateway;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while Kafka does not answer. It is asked once a second in the background, so that the check itself never
 * waits: a frozen broker accepts connections, and answers nothing.
 */
@Readiness
@ApplicationScoped
class KafkaHealth implements HealthCheck {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration OLDEST_ANSWER = Duration.ofSeconds(3);

    private final Map<String, Object> settings;
    private volatile long answeredNanos = System.nanoTime() - OLDEST_ANSWER.toNanos();
    private volatile boolean stopping;
    private Thread thread;

    KafkaHealth(@Identifier("default-kafka-broker") Map<String, Object> kafka, GatewayConfig config) {
        this.settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, config.instance() + "-health");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, PERIOD.toMillis());
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofVirtual().name("kafka-health").start(this::watch);
    }

    @Override
    public HealthCheckResponse call() {
        boolean isAnswering = System.nanoTime() - answeredNanos < OLDEST_ANSWER.toNanos();
        return HealthCheckResponse.named("kafka").status(isAnswering).build();
    }

    private void watch() {
        while (!stopping) {
            try (Admin admin = Admin.create(settings)) {
                while (!stopping) {
                    ask(admin);
                    Thread.sleep(PERIOD);
                }
            } catch (KafkaException noClient) {
                // A name that cannot be resolved: it may be, later.
                pause();
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private void ask(Admin admin) throws InterruptedException {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(Math.toIntExact(PATIENCE.toMillis())))
                    .clusterId()
                    .get(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
            answeredNanos = System.nanoTime();
        } catch (ExecutionException | TimeoutException noAnswer) {
            // The age of the last answer says it.
        }
    }

    private void pause() {
        try {
            Thread.sleep(PERIOD);
        } catch (InterruptedException end) {
            stopping = true;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
