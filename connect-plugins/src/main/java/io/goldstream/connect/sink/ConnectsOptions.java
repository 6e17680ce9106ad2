package io.goldstream.connect.sink;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The options of any sink, which Connect reads, and passes over where they are misspelt. The worker knows more of them than a
 * plugin can see, and newer workers have more: so only what is nearly one of these is a misspelt one.
 */
final class ConnectsOptions {

    private static final List<String> NAMES = List.of(
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "topics",
            "topics.regex",
            "key.converter",
            "key.converter.plugin.version",
            "value.converter",
            "value.converter.plugin.version",
            "header.converter",
            "header.converter.plugin.version",
            "transforms",
            "predicates",
            "config.action.reload",
            "errors.retry.timeout",
            "errors.retry.delay.max.ms",
            "errors.tolerance",
            "errors.log.enable",
            "errors.log.include.messages",
            "errors.deadletterqueue.topic.name",
            "errors.deadletterqueue.topic.replication.factor",
            "errors.deadletterqueue.context.headers.enable");

    /** Behind these a plugin's own options follow. */
    private static final List<String> CONVERTERS = List.of("key.converter.", "value.converter.", "header.converter.");

    private static final String OVERRIDE = "override.";

    /** What a connector may say of its clients. */
    private static final Map<String, Set<String>> CLIENTS = Map.of(
            "consumer.", ConsumerConfig.configNames(),
            "producer.", ProducerConfig.configNames(),
            "admin.", AdminClientConfig.configNames());

    private ConnectsOptions() {}

    /** The option of Connect that a misspelt option probably means; empty if no name is near enough. */
    static Optional<String> meant(String option) {
        for (Map.Entry<String, Set<String>> client : overrides().entrySet()) {
            String prefix = client.getKey();
            if (option.startsWith(prefix)) {
                return setting(option, prefix, client.getValue());
            }
        }
        Optional<String> mended = withoutMisspeltPrefix(option);
        if (mended.isPresent() || NAMES.contains(option) || CONVERTERS.stream().anyMatch(option::startsWith)) {
            return mended;
        }
        return Spelling.near(option, NAMES);
    }

    /** The setting of a client that is meant by one that the client does not have. */
    static Optional<String> setting(String option, String prefix, Collection<String> settings) {
        String setting = option.substring(prefix.length());
        return settings.contains(setting)
                ? Optional.empty()
                : Spelling.near(setting, settings).map(prefix::concat);
    }

    private static Map<String, Set<String>> overrides() {
        Map<String, Set<String>> overrides = new LinkedHashMap<>();
        CLIENTS.forEach((client, settings) -> overrides.put(client + OVERRIDE, settings));
        return overrides;
    }

    private static Optional<String> withoutMisspeltPrefix(String option) {
        for (Map.Entry<String, Set<String>> client : CLIENTS.entrySet()) {
            // As the worker's properties have it.
            String setting = option.startsWith(client.getKey())
                    ? option.substring(client.getKey().length())
                    : "";
            if (!client.getKey().equals("admin.") && client.getValue().contains(setting)) {
                return Optional.of(client.getKey() + OVERRIDE + setting);
            }
        }
        for (Collection<String> prefixes : List.of(CONVERTERS, overrides().keySet())) {
            for (String prefix : prefixes) {
                // Both have two words.
                int end = option.indexOf('.', option.indexOf('.') + 1) + 1;
                String begin = option.substring(0, end);
                if (!begin.equals(prefix) && Spelling.areNear(begin, prefix)) {
                    return Optional.of(prefix + option.substring(end));
                }
            }
        }
        return Optional.empty();
    }
}
