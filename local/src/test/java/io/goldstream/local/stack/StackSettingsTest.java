package io.goldstream.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.goldstream.cli.CommandFailure;
import io.goldstream.events.schema.Generation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSettingsTest {

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Home.at(folder).created();
    }

    @Test
    void theProjectsOwnHomeHasTheDefaultPorts() throws IOException {
        assertThat(StackSettings.choose(home, true, OptionalInt.empty(), Optional.empty())
                        .ports()
                        .base())
                .isEqualTo(19_000);
    }

    @Test
    void anotherHomeHasAFreeBlockOfItsOwnAndKeepsIt() throws IOException {
        StackSettings first = StackSettings.choose(home, false, OptionalInt.empty(), Optional.empty());
        first.write(home);

        assertThat(first.ports().base()).isBetween(19_100, 29_900);
        try (ServerSocket taken = take(first.ports().trino())) {
            assertThat(taken.isBound()).isTrue();
            assertThat(StackSettings.choose(home, false, OptionalInt.empty(), Optional.empty()))
                    .isEqualTo(first);
            Files.delete(home.settings());
            assertThat(StackSettings.choose(home, false, OptionalInt.empty(), Optional.empty())
                            .ports())
                    .isNotEqualTo(first.ports());
        }
    }

    @Test
    void theOptionWinsOverWhatTheHomeRemembers() throws IOException {
        new StackSettings(new Ports(19_200), LakeStore.LOCAL, Generation.FIRST).write(home);

        assertThat(StackSettings.choose(home, false, OptionalInt.of(25_000), Optional.empty())
                        .ports()
                        .base())
                .isEqualTo(25_000);
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        for (String broken : List.of("port.base=none\n", "port.base=19000\nlake.store=none\n")) {
            Files.writeString(home.settings(), broken);

            assertThatThrownBy(() -> StackSettings.read(home))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContainingAll("stack.properties", "mend or delete the file");
        }
    }

    @Test
    void aLakeStaysWhereItIs() throws IOException {
        Home home = Home.at(folder).created();
        StackSettings made = StackSettings.choose(home, false, OptionalInt.empty(), Optional.of(LakeStore.AZURITE));
        made.write(home);

        assertThat(StackSettings.read(home)).contains(made);
        assertThat(StackSettings.choose(home, false, OptionalInt.empty(), Optional.empty()))
                .isEqualTo(made);
        assertThatThrownBy(() -> StackSettings.choose(home, false, OptionalInt.empty(), Optional.of(LakeStore.LOCAL)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("azurite", "--home", "--wipe");
    }

    @Test
    void aTakenPortIsNamedWithItsUseAndTheWayOut() throws IOException {
        try (ServerSocket taken = take(0)) {
            Ports ports = new Ports(taken.getLocalPort() - 88);

            assertThatThrownBy(() -> new Preflight(home, ports).check(EnumSet.of(Part.TRINO), Path.of("/none")))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContainingAll(Integer.toString(taken.getLocalPort()), "Trino", "--port-base");
        }
    }

    @Test
    void tooLittleMemoryIsSaidBeforeAnythingStarts() throws IOException {
        Path meminfo = Files.writeString(folder.resolve("meminfo"), "MemTotal: 9 kB\nMemAvailable:   102400 kB\n");
        Ports ports = StackSettings.choose(home, false, OptionalInt.empty(), Optional.empty())
                .ports();

        assertThatThrownBy(() -> new Preflight(home, ports).check(EnumSet.allOf(Part.class), meminfo))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("too little memory", "100 MiB");
    }

    @Test
    void onlyOneCommandAtATimeStartsOrStops() throws IOException {
        try (StackLock _ = StackLock.take(home)) {
            assertThatThrownBy(() -> StackLock.take(home))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("another goldstream command");
        }
        StackLock.take(home).close();
    }

    private static ServerSocket take(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(Ports.HOST, port));
        return socket;
    }
}
