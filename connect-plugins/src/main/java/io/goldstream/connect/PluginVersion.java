package io.goldstream.connect;

/** The version that the plugins tell the worker: the jar's own, as its manifest states it. */
public final class PluginVersion {

    private static final String UNPACKAGED = "development";

    private PluginVersion() {}

    /** The version, or {@code development} where the classes do not come from a built jar. */
    public static String get() {
        String version = PluginVersion.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKAGED : version;
    }
}
