package io.goldstream.local.stack;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.schema.Generation;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What a home remembers about its stack, in {@code stack.properties}.
 *
 * @param ports where its servers listen
 * @param store where its lake is
 * @param generation which making of bronze, silver and quarantine the gateway writes and the tables show
 */
public record StackSettings(Ports ports, LakeStore store, Generation generation) {

    private static final String PORT_BASE = "port.base";
    private static final String STORE = "lake.store";
    private static final String GENERATION = "generation";
    private static final int LAST_BASE = 29_900;

    /** What the home remembers, if a stack was ever started in it. */
    public static Optional<StackSettings> read(Home home) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(home.settings())) {
            properties.load(reader);
        } catch (NoSuchFileException neverUp) {
            return Optional.empty();
        }
        String base = properties.getProperty(PORT_BASE, "");
        try {
            return Optional.of(new StackSettings(
                    new Ports(Integer.parseInt(base)),
                    LakeStore.of(properties.getProperty(STORE, LakeStore.LOCAL.id())),
                    Generation.of(properties.getProperty(GENERATION, "1"))));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(
                    home.settings() + " cannot be read (" + wrong.getMessage() + "): mend or delete the file", wrong);
        }
    }

    /**
     * The settings to start with: the base asked for, else the one remembered, else the default home's, else a free block
     * after it. A lake stays where it is: the sinks' manifests are in it.
     */
    static StackSettings choose(
            Home home, boolean isDefaultHome, OptionalInt requestedBase, Optional<LakeStore> requestedStore)
            throws IOException {
        Optional<StackSettings> remembered = read(home);
        LakeStore store =
                remembered.map(StackSettings::store).or(() -> requestedStore).orElse(LakeStore.LOCAL);
        Generation generation = remembered.map(StackSettings::generation).orElse(Generation.FIRST);
        if (requestedStore.isPresent() && requestedStore.get() != store) {
            throw new CommandFailure(
                    "the lake of " + home.root() + " is in the store " + store.id()
                            + ", and stays there: choose another place with --home, or delete it with 'goldstream down --wipe'");
        }
        if (requestedBase.isPresent()) {
            return new StackSettings(new Ports(requestedBase.getAsInt()), store, generation);
        }
        if (remembered.isPresent()) {
            return remembered.get();
        }
        return new StackSettings(isDefaultHome ? new Ports(Ports.DEFAULT_BASE) : free(home), store, generation);
    }

    /** The search begins where the home's name says: two homes that start at once hardly ever look at one block. */
    private static Ports free(Home home) {
        int blocks = (LAST_BASE - Ports.DEFAULT_BASE) / Ports.BLOCK;
        int begin = Math.floorMod(home.root().hashCode(), blocks);
        for (int i = 0; i < blocks; i++) {
            Ports ports = new Ports(Ports.DEFAULT_BASE + Ports.BLOCK * (1 + (begin + i) % blocks));
            if (PortProbe.isFree(ports)) {
                return ports;
            }
        }
        throw new CommandFailure("no free block of ports up to " + LAST_BASE + ": choose one with --port-base");
    }

    /** The same, but for the generation. */
    StackSettings with(Generation other) {
        return new StackSettings(ports, store, other);
    }

    /** Writes by a rename, so that a killed start leaves the old file or the new one. */
    void write(Home home) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(PORT_BASE, Integer.toString(ports.base()));
        properties.setProperty(STORE, store.id());
        properties.setProperty(GENERATION, Integer.toString(generation.number()));
        var temporary = home.root().resolve("stack.properties.new");
        try (Writer writer = Files.newBufferedWriter(temporary)) {
            properties.store(writer, "Goldstream's local stack");
        }
        Files.move(temporary, home.settings(), StandardCopyOption.ATOMIC_MOVE);
    }
}
