package io.goldstream.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.checkpoint.CheckpointCopy;
import io.goldstream.cli.checkpoint.LakeCheckpoints;
import io.goldstream.cli.connect.Connectors;
import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.cli.files.FileLake;
import io.goldstream.cli.output.ResultFormat;
import io.goldstream.connect.sink.commit.Checkpoints;
import io.goldstream.connect.sink.commit.Checkpoints.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code goldstream checkpoint}: how far the sinks are, in the lake's own words. */
@Command(
        name = "checkpoint",
        description = "List, back up and restore the sinks' checkpoints.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CheckpointCommand.ListCommand.class,
            CheckpointCommand.BackupCommand.class,
            CheckpointCommand.RestoreCommand.class
        })
public final class CheckpointCommand implements Callable<Integer> {

    @Mixin
    private ProfileOption profile;

    @Mixin
    private LakeOption lake;

    @Override
    public Integer call() {
        throw new CommandFailure("say which: goldstream checkpoint list, backup FILE or restore FILE");
    }

    /** {@code goldstream checkpoint list}. */
    @Command(
            name = "list",
            description = "Show, for each partition of each sink, the first offset that is not in the lake.",
            mixinStandardHelpOptions = true)
    static final class ListCommand implements Callable<Integer> {
        @Mixin
        private ProfileOption profile;

        @Mixin
        private LakeOption lake;

        @Override
        public Integer call() throws IOException {
            List<Position> positions;
            try (FileLake files = FileLake.open(profile.place())) {
                positions = new LakeCheckpoints(files).list();
            }
            ResultFormat.Printer table = ResultFormat.TABLE.printer(System.out);
            table.columns(List.of("sink", "topic", "partition", "owners so far", "next offset"));
            for (Position position : positions) {
                table.row(List.of(
                        position.connector(),
                        position.partition().topic(),
                        position.partition().partition(),
                        position.epoch(),
                        position.next().isPresent()
                                ? Long.toString(position.next().getAsLong())
                                : "none yet"));
            }
            table.end();
            return 0;
        }
    }

    /** {@code goldstream checkpoint backup}. */
    @Command(
            name = "backup",
            description = "Write all checkpoints to a file, as JSON.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "FILE may be a container of Azure Blob Storage, https://ACCOUNT.blob.core.windows.net/CONTAINER[/FOLDER].",
                "Each backup is then a new file there, which is named after its time. The login is that of the lake."
            })
    static final class BackupCommand implements Callable<Integer> {

        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

        @Mixin
        private ProfileOption profile;

        @Mixin
        private LakeOption lake;

        @Parameters(paramLabel = "FILE", description = "The file to write; an existing file is replaced.")
        private String file;

        @Override
        public Integer call() throws IOException {
            List<Position> positions;
            String written = file;
            try (FileLake files = FileLake.open(profile.place())) {
                positions = new LakeCheckpoints(files).list();
                if (positions.isEmpty()) {
                    throw new CommandFailure("there are no checkpoints in the lake " + files.address());
                }
                byte[] json = new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsBytes(CheckpointCopy.of(positions));
                if (file.contains("://")) {
                    written = files.writeBeside(file, "checkpoints-" + TIME.format(Instant.now()) + ".json", json);
                } else {
                    Files.write(Path.of(file), json);
                }
            }
            System.err.println("Wrote " + positions.size() + " checkpoints to " + written + ".");
            return 0;
        }
    }

    /** {@code goldstream checkpoint restore}. */
    @Command(
            name = "restore",
            description = "Take the lake back to a backup. The sinks then land newer records again, from Kafka.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Files that were landed after the backup are deleted, because their records are landed again. Files of",
                "other sinks stay, and so do files of an earlier topic with the same name. Without --yes the command only",
                "lists the files that it would delete. After a restore, take new backups. Backups that were taken between",
                "the restored one and the restore are no longer valid."
            })
    static final class RestoreCommand implements Callable<Integer> {
        @Mixin
        private ProfileOption profile;

        @Mixin
        private LakeOption lake;

        @Mixin
        private ConnectOption connect;

        @Option(
                names = "--sinks-stopped",
                description =
                        "The sinks are stopped already, so Connect is not asked. A sink that still runs is fenced.")
        private boolean isStopped;

        @Parameters(paramLabel = "FILE", description = "The file that 'checkpoint backup' wrote.")
        private Path file;

        @Option(names = "--yes", description = "Restore. Without it, nothing changes.")
        private boolean yes;

        @Override
        public Integer call() throws Exception {
            List<Position> copy = read();
            Place place = profile.place();
            try (FileLake files = FileLake.open(place)) {
                LakeCheckpoints checkpoints = new LakeCheckpoints(files);
                List<String> behind = new ArrayList<>();
                for (Position position : copy) {
                    Checkpoints lake = checkpoints.of(position);
                    Optional<String> objection = lake.objection(position);
                    if (objection.isPresent()) {
                        throw new CommandFailure("cannot restore " + position.partition() + " of "
                                + position.connector() + ": " + objection.get());
                    }
                    behind.addAll(lake.filesFrom(position));
                }
                if (!yes) {
                    behind.forEach(System.out::println);
                    System.err.println(behind.size() + " files came after the backup, and would be deleted and landed"
                            + " again. Say --yes to do it.");
                    return 0;
                }
                int deleted = restore(place, checkpoints, copy);
                System.err.println("Restored " + copy.size() + " checkpoints, deleted " + deleted + " files.");
                return 0;
            }
        }

        private List<Position> read() throws IOException {
            InputFile.require(file);
            try {
                return new ObjectMapper()
                        .readValue(file.toFile(), CheckpointCopy.class)
                        .positions();
            } catch (JsonProcessingException e) {
                throw new CommandFailure(file + " is not a backup of checkpoints: " + e.getOriginalMessage());
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(file + " is not a backup of checkpoints: " + e.getMessage(), e);
            }
        }

        /** With the sinks stopped, so that none of them writes behind the restore. Returns how many files were deleted. */
        private int restore(Place place, LakeCheckpoints checkpoints, List<Position> copy) throws Exception {
            boolean asksNobody = isStopped || place.isStopped(Setting.CONNECT);
            Connectors connectors = asksNobody ? null : new Connectors(place.url(Setting.CONNECT));
            List<String> sinks =
                    copy.stream().map(Position::connector).distinct().toList();
            int deleted = 0;
            try {
                if (connectors != null) {
                    connectors.stop(sinks);
                }
                for (Position position : copy) {
                    deleted += checkpoints.of(position).restore(position).size();
                }
            } catch (IOException | RuntimeException e) {
                throw new CommandFailure(
                        "the restore failed: " + e.getMessage()
                                + ". The sinks stay stopped. Run the restore again. To start"
                                + " them without it: 'goldstream up' (local stack) or 'goldstream sinks put FOLDER'"
                                + " (elsewhere)",
                        e);
            }
            if (connectors != null) {
                connectors.resume(sinks);
            }
            return deleted;
        }
    }
}
