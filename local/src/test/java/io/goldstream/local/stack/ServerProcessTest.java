package io.goldstream.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes: a JVM that sleeps. */
class ServerProcessTest {

    private static final String SLEEPER =
            "public class Sleeper { public static void main(String[] a) throws Exception { Thread.sleep(600_000); } }";

    @TempDir
    private Path folder;

    private Home home;
    private ServerProcess process;
    private ServerCommand sleeper;

    @BeforeEach
    void prepare() throws IOException {
        home = Home.at(folder.resolve("a home with blanks")).created();
        process = new ServerProcess(home, Part.KAFKA);
        Path source = Files.writeString(folder.resolve("Sleeper.java"), SLEEPER);
        sleeper = new ServerCommand(List.of("-Xmx32m", source.toString()), Map.of());
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        process.stop(Duration.ofSeconds(10));
    }

    @Test
    void aStartedProcessIsFoundByItsPidFile() throws IOException {
        ProcessHandle started = process.start(sleeper);

        assertThat(process.find()).contains(started);
        assertThat(home.pidFile(Part.KAFKA)).hasContent(started.pid() + "\n");
    }

    @Test
    void aLostPidFileIsWrittenAgain() throws IOException {
        ProcessHandle started = process.start(sleeper);
        Files.delete(home.pidFile(Part.KAFKA));

        assertThat(process.find()).contains(started);
        assertThat(home.pidFile(Part.KAFKA)).hasContent(started.pid() + "\n");
    }

    @Test
    void aPidThatNowBelongsToAnotherProgramIsStale() throws IOException {
        Files.writeString(home.pidFile(Part.KAFKA), ProcessHandle.current().pid() + "\n");

        assertThat(process.find()).isEmpty();
    }

    @Test
    void anotherPartOrAnotherHomesPartIsNotMistakenForIt() throws IOException {
        process.start(sleeper);

        assertThat(new ServerProcess(home, Part.TRINO).find()).isEmpty();
        assertThat(new ServerProcess(Home.at(folder).created(), Part.KAFKA).find())
                .isEmpty();
    }

    @Test
    void aStoppedProcessIsGoneWithItsPidFile() throws IOException, InterruptedException {
        ProcessHandle started = process.start(sleeper);

        process.stop(Duration.ofSeconds(10));

        assertThat(started.info().command()).isEmpty();
        assertThat(started.onExit()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(process.find()).isEmpty();
        assertThat(home.pidFile(Part.KAFKA)).doesNotExist();
    }

    @Test
    void theLogOfTheLastRunIsKept() throws IOException, InterruptedException {
        process.start(new ServerCommand(List.of("--version"), Map.of()))
                .onExit()
                .join();
        process.start(sleeper);

        assertThat(home.log(Part.KAFKA).resolveSibling("kafka.previous.log"))
                .content()
                .contains("Runtime");
    }
}
