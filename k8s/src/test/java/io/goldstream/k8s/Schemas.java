package io.goldstream.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether a resource has only fields that its kind has, of the right types. Kubernetes' own kinds, the Gateway API's and
 * Prometheus's by fabric8's classes, which know neither what must be there nor which values there are; Strimzi's by the
 * schemas that its generator writes, and the others by schemas in {@code src/test/resources/schemas}, written after the
 * published definitions: these know both.
 */
final class Schemas {

    /** As an API server reads: an unknown field is a mistake, and a number or a truth value is no text, nor text either. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, text -> Stream.of(
                            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                    .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
            .annotationIntrospector(new KnownFieldsOnly())
            .build();

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
            case CLASS -> byClass(manifest.id(), manifest.node(), type(manifest));
            case SCHEMA -> bySchema(manifest);
            case NONE -> List.of(manifest.id() + ": no schema for " + manifest.apiVersion() + " " + manifest.kind());
        };
    }

    private static Class<? extends KubernetesResource> type(Manifest manifest) {
        return KINDS.getRegisteredKubernetesResource(manifest.apiVersion(), manifest.kind());
    }

    private static List<String> byClass(String id, JsonNode node, Class<?> type) {
        try {
            STRICT.treeToValue(node, type);
            return List.of();
        } catch (JsonProcessingException mistake) {
            return List.of(id + ": " + mistake.getMessage());
        }
    }

    /** The metadata are the API server's, whatever the kind: schemas of custom resources leave them open. */
    private List<String> bySchema(Manifest manifest) {
        return Stream.concat(
                        byClass(manifest.id(), manifest.at("/metadata"), ObjectMeta.class).stream(),
                        schemas.get(manifest.kind()).validate(manifest.node()).stream()
                                .map(ValidationMessage::getMessage)
                                .map(message -> manifest.id() + ": " + message))
                .toList();
    }

    /** A custom resource definition's schema, made to refuse what it does not name. */
    private static JsonSchema strimzi(String kind) {
        JsonNode definition = read(Path.of(System.getProperty("crds.folder"), kind + ".yaml"));
        for (JsonNode version : definition.at("/spec/versions")) {
            if (version.path("name").asText().equals("v1")) {
                JsonNode schema = version.at("/schema/openAPIV3Schema");
                close(schema);
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
