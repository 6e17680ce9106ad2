package io.goldstream.k8s.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.goldstream.k8s.Manifest;
import io.goldstream.k8s.Overlay;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment that a container would get, with its mounts in folders of this machine. */
final class PodEnvironment {

    private final Overlay overlay;
    private final Map<String, Map<String, String>> secrets;
    private final Map<String, Path> mounts;

    /**
     * @param secrets what is in each Secret, by its name
     * @param mounts a folder for each mount path that a variable names
     */
    PodEnvironment(Overlay overlay, Map<String, Map<String, String>> secrets, Map<String, Path> mounts) {
        this.overlay = overlay;
        this.secrets = secrets;
        this.mounts = mounts;
    }

    /** Of a workload's first container. */
    Map<String, String> of(Manifest workload) {
        Map<String, String> environment = new HashMap<>();
        JsonNode container = workload.pod().at("/spec/containers/0");
        container
                .path("envFrom")
                .forEach(source ->
                        environment.putAll(data(source.at("/configMapRef/name").asText())));
        environment.putAll(of(container.path("env"), workload.name() + "-0"));
        environment.replaceAll((name, value) -> onThisMachine(value));
        return environment;
    }

    /** Of a list of variables. */
    Map<String, String> of(JsonNode variables, String pod) {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : variables) {
            environment.put(variable.path("name").asText(), value(variable, pod));
        }
        return environment;
    }

    private String value(JsonNode variable, String pod) {
        JsonNode from = variable.path("valueFrom");
        if (from.has("secretKeyRef")) {
            return secrets.get(from.at("/secretKeyRef/name").asText())
                    .get(from.at("/secretKeyRef/key").asText());
        }
        if (from.has("configMapKeyRef")) {
            return data(from.at("/configMapKeyRef/name").asText())
                    .get(from.at("/configMapKeyRef/key").asText());
        }
        if (from.has("fieldRef")) {
            return pod;
        }
        return variable.path("value").asText();
    }

    private Map<String, String> data(String configMap) {
        return Manifest.strings(overlay.get("ConfigMap", configMap).at("/data"));
    }

    private String onThisMachine(String value) {
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            if (value.startsWith(mount.getKey() + "/")) {
                return mount.getValue() + value.substring(mount.getKey().length());
            }
        }
        return value;
    }
}
