package io.goldstream.cli.command;

import io.goldstream.cli.CommandFailure;
import io.goldstream.cli.files.FileLake;
import io.goldstream.trino.reference.ReferenceFileException;
import io.goldstream.trino.reference.ReferenceLake;
import io.goldstream.trino.reference.ReferenceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code goldstream reference}. */
@Command(
        name = "reference",
        description = "Load reference data into the lake: a catalogue of songs, or the names of states.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file replaces what was loaded before. If it has a mistake, nothing is changed.",
            "The lake must be a folder.",
            "songs:  artist_id, artist_name, artist_latitude, artist_longitude, artist_location, song_id, title, duration,",
            "        key, key_confidence, loudness, song_hotttnesss, tempo, year; other columns are ignored.",
            "states: stateCode, stateName.",
            "A quote within quotes is written \"\" or \\\". Another backslash is part of the text. If it stands before a quote,",
            "as in \"AC\\\\\", double it."
        })
public final class ReferenceCommand implements Callable<Integer> {

    @Mixin
    private ProfileOption profile;

    @Mixin
    private LakeOption lake;

    @Parameters(index = "0", paramLabel = "TABLE", description = "songs or states.")
    private ReferenceTable table;

    @Parameters(index = "1", paramLabel = "FILE", description = "A CSV file in UTF-8, with a header line.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        InputFile.require(file);
        try {
            long rows = new ReferenceLake(FileLake.folder(profile.place())).load(table, file);
            System.out.printf("loaded %,d %s%n", rows, table.name().toLowerCase(Locale.ROOT));
            return 0;
        } catch (ReferenceFileException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
