package io.goldstream.gateway.refinery;

import io.goldstream.events.intake.EventReader;
import io.goldstream.events.intake.Reading;
import io.goldstream.events.schema.Generation;
import io.goldstream.gateway.GatewayConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.WithDefault;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A refinery in the test's own process, so that a record can be made to fail in it: no input is known that does. */
final class RefineryInProcess implements AutoCloseable {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RefinerySupervisor refinery;

    /** @param beforeReading told of each record before its value is read; may throw, or never return */
    RefineryInProcess(String bootstrap, Map<String, String> settings, Consumer<RawRecord> beforeReading) {
        GatewayConfig config = config(GatewayConfig.class, "goldstream", settings);
        RefineryClients clients = new RefineryClients(Map.of("bootstrap.servers", bootstrap), config);
        this.refinery = new RefinerySupervisor(config, new EventReader(), clients, new RefineryMetrics(registry)) {
            @Override
            Classifier newClassifier(EventReader reader) {
                return new Classifier(reader) {
                    @Override
                    Reading read(RawRecord raw) {
                        beforeReading.accept(raw);
                        return super.read(raw);
                    }
                };
            }
        };
        refinery.start(new StartupEvent());
    }

    /** The configuration's defaults, but for what is set. */
    private static <T> T config(Class<T> type, String prefix, Map<String, String> settings) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, args);
            }
            String name = prefix + "."
                    + method.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
            if (method.getReturnType().getEnclosingClass() == GatewayConfig.class) {
                return config(method.getReturnType(), name, settings);
            }
            WithDefault otherwise = method.getAnnotation(WithDefault.class);
            return value(
                    method.getReturnType(), settings.getOrDefault(name, otherwise == null ? "" : otherwise.value()));
        }));
    }

    private static Object value(Class<?> type, String text) {
        return switch (type.getSimpleName()) {
            case "int" -> Integer.parseInt(text);
            case "boolean" -> Boolean.parseBoolean(text);
            case "Duration" -> DurationConverter.parseDuration(text);
            case "Generation" -> Generation.of(text);
            case "Map" -> Map.of();
            case "Optional" -> Optional.empty();
            default -> text;
        };
    }

    boolean isReady() {
        return refinery.isReady();
    }

    /** The sum of a counter or gauge over the meters that have a tag's value. */
    double metric(String name, String tag, String value) {
        return registry.find(name).tag(tag, value).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    double metric(String name) {
        return registry.find(name).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    @Override
    public void close() {
        try {
            refinery.stop(new ShutdownEvent());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
