package io.goldstream.local.stack;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a stack keeps its lake. */
public enum LakeStore {
    /** A folder of the home, which Trino reads. */
    LOCAL(EnumSet.of(Part.KAFKA, Part.CONNECT, Part.GATEWAY, Part.TRINO)),
    /** Microsoft's storage emulator: the sinks as they run on Azure, but no tables, since Trino cannot read it. */
    AZURITE(EnumSet.of(Part.KAFKA, Part.AZURITE, Part.CONNECT, Part.GATEWAY));

    private final Set<Part> parts;

    LakeStore(Set<Part> parts) {
        this.parts = parts;
    }

    /** The name on the command line and in the home's settings. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The servers of such a stack, in the order in which they depend on one another. */
    public Set<Part> parts() {
        return EnumSet.copyOf(parts);
    }

    static LakeStore of(String id) {
        return Arrays.stream(values())
                .filter(store -> store.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such store: " + id + "; there are "
                        + Arrays.stream(values()).map(LakeStore::id).collect(Collectors.joining(" and "))));
    }
}
