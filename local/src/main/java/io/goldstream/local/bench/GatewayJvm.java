package io.goldstream.local.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a benchmark adds to the options of the gateway's JVM. */
final class GatewayJvm {

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Write a Flight Recording of the gateway there; it costs a little.")
    private Optional<Path> recording;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "One more option for the JVM of the gateway, and of what it is measured against, such as"
                    + " --jvm=-XX:+UseSerialGC.")
    private List<String> jvm = List.of();

    /** For what the gateway is measured against: nothing is recorded there. */
    List<String> options() {
        return jvm;
    }

    List<String> optionsWithRecording() {
        List<String> options = new ArrayList<>(jvm);
        recording.ifPresent(file -> options.add(
                "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file.toAbsolutePath()));
        return options;
    }
}
