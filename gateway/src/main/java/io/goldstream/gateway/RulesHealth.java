package io.goldstream.gateway;

import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.RulesComparison;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Not ready if the compiled rules are not what Hibernate Validator makes of the annotations. It is looked at once, in the
 * program that runs: a native executable can lack what the tests had.
 */
@Readiness
@ApplicationScoped
class RulesHealth implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(RulesHealth.class);

    private final EventReader reader;
    private final ValidatorFactory validators;
    private volatile boolean isChecked;

    RulesHealth(EventReader reader, ValidatorFactory validators) {
        this.reader = reader;
        this.validators = validators;
    }

    /** Beside the start, which it does not hold up. */
    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("rules-check").start(this::check);
    }

    private void check() {
        try {
            List<String> differences = new RulesComparison(reader, validators).differences();
            differences.forEach(difference -> LOG.errorf("the rules are not those of the annotations: %s", difference));
            isChecked = differences.isEmpty();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("the rules could not be compared with the annotations", e);
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("rules").status(isChecked).build();
    }
}
