package io.goldstream.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a resource has only fields that its kind has, of the right types, and those that it must have. Kubernetes' own
 * kinds, the Gateway API's and Prometheus's by fabric8's classes; Strimzi's by the schemas that its generator writes; the
 * others by schemas in {@code src/test/resources/schemas}, written after the published definitions.
 */
final class Schemas {

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new KnownFieldsOnly());
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V7);
    private static final KubernetesSerialization KINDS = new KubernetesSerialization();

    private static final Set<String> ALTERNATIVES = Set.of("oneOf", "anyOf", "allOf", "not");

    private final Map<String, JsonSchema> schemas = new HashMap<>();

    /** How a kind is checked. */
    enum Source {
        CLASS,
        SCHEMA,
        NONE
    }

    Schemas() {
        List.of("Kafka", "KafkaNodePool", "KafkaTopic", "KafkaUser", "KafkaConnect")
                .forEach(kind -> schemas.put(kind, strimzi(kind)));
        List.of("ScaledObject", "TriggerAuthentication", "SecretProviderClass")
                .forEach(kind -> schemas.put(kind, written(kind)));
    }

    Source source(Manifest manifest) {
        if (schemas.containsKey(manifest.kind())) {
            return Source.SCHEMA;
        }
        return type(manifest) == null ? Source.NONE : Source.CLASS;
    }

    /** What is wrong with a resource; nothing where all is well. */
    List<String> mistakes(Manifest manifest) {
        return switch (source(manifest)) {
            case CLASS -> byClass(manifest);
            case SCHEMA ->
                schemas.get(manifest.kind()).validate(manifest.node()).stream()
                        .map(ValidationMessage::getMessage)
                        .map(message -> manifest.id() + ": " + message)
                        .toList();
            case NONE -> List.of(manifest.id() + ": no schema for " + manifest.apiVersion() + " " + manifest.kind());
        };
    }

    private static Class<? extends KubernetesResource> type(Manifest manifest) {
        return KINDS.getRegisteredKubernetesResource(manifest.apiVersion(), manifest.kind());
    }

    private static List<String> byClass(Manifest manifest) {
        try {
            STRICT.treeToValue(manifest.node(), type(manifest));
            return List.of();
        } catch (JsonProcessingException unknown) {
            return List.of(manifest.id() + ": " + unknown.getMessage());
        }
    }

    /** A custom resource definition's schema, made to refuse what it does not name. */
    private static JsonSchema strimzi(String kind) {
        JsonNode definition = read(Path.of(System.getProperty("crds.folder"), kind + ".yaml"));
        for (JsonNode version : definition.at("/spec/versions")) {
            if (version.path("name").asText().equals("v1")) {
                JsonNode schema = version.at("/schema/openAPIV3Schema");
                close(schema);
                // The API server knows what is in here.
                ((ObjectNode) schema.at("/properties/metadata")).remove("additionalProperties");
                return FACTORY.getSchema(schema);
            }
        }
        throw new IllegalStateException("Strimzi's " + kind + " has no version v1");
    }

    private static JsonSchema written(String kind) {
        return FACTORY.getSchema(read(Path.of("src/test/resources/schemas", kind + ".yaml")));
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            boolean isOpen = object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                    || object.has("additionalProperties");
            if (object.path("properties").isObject() && !isOpen) {
                object.put("additionalProperties", false);
            }
        }
        // An alternative names only what tells it from the others.
        schema.properties().stream()
                .filter(field -> !ALTERNATIVES.contains(field.getKey()))
                .forEach(field -> close(field.getValue()));
    }

    private static JsonNode read(Path file) {
        try {
            return Overlay.YAML.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** fabric8's classes keep what they do not know in a map; here it is to be refused. */
    private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return annotated instanceof AnnotatedMember ? Boolean.FALSE : null;
        }
    }
}
