package io.goldstream.local.laboratory.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a benchmark adds to the options of the JVM of the server that it measures. */
final class SubjectJvm {

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Write a Flight Recording of the measured server to this file. It slows the server a little.")
    private Optional<Path> recording;

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "One more option for the JVM of the measured server, and of a server that it is measured"
                    + " against, such as --jvm=-XX:+UseParallelGC.")
    private List<String> jvm = List.of();

    /** For what the server is measured against: nothing is recorded there. */
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
