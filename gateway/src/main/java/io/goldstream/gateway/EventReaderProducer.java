package io.goldstream.gateway;

import io.goldstream.events.AuthAttempt;
import io.goldstream.events.Common;
import io.goldstream.events.Listen;
import io.goldstream.events.PageView;
import io.goldstream.events.StatusChange;
import io.goldstream.events.intake.EventReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one reader of events that edge and refinery share. Its rules are compiled from the records' annotations, so those are kept in a native image. */
@RegisterForReflection(targets = {Common.class, PageView.class, Listen.class, AuthAttempt.class, StatusChange.class})
class EventReaderProducer {

    /** The one reader that edge and refinery share. */
    @Produces
    @Singleton
    EventReader reader(GatewayConfig config) {
        return new EventReader(config.firstDate().orElse(null));
    }
}
