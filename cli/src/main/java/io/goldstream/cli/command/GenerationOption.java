package io.goldstream.cli.command;

import io.goldstream.cli.endpoint.Place;
import io.goldstream.cli.endpoint.Setting;
import io.goldstream.events.schema.Generation;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which generation is in use. */
final class GenerationOption {

    @Option(
            names = "--generation",
            paramLabel = "N",
            converter = GenerationConverter.class,
            description = "The generation that the gateway writes. Default: that of the local stack; for another "
                    + "installation, GOLDSTREAM_GENERATION in the environment, else 1.")
    private Generation generation;

    /** The one that the gateway writes. */
    static Generation inUse(Place place) throws IOException {
        return generation(place, place.find(Setting.GENERATION));
    }

    /** The same for a command whose option of that name is about another. */
    static Generation standing(Place place) throws IOException {
        return generation(place, place.standing(Setting.GENERATION));
    }

    private static Generation generation(Place place, Optional<String> said) {
        String number = said.orElse("1");
        try {
            return Generation.of(number);
        } catch (IllegalArgumentException wrong) {
            throw place.wrong(Setting.GENERATION, wrong.getMessage());
        }
    }
}
