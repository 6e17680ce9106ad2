package io.goldstream.events;

import io.goldstream.events.rules.AtMost;
import io.goldstream.events.rules.HasText;
import io.goldstream.events.rules.RequiresUser;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;

/**
 * A song was played.
 *
 * @param duration the song's length in seconds
 */
@RequiresUser(when = RequiresUser.When.ALWAYS, message = "a listen names the user")
public record Listen(
        @Valid @NotNull(message = "the common fields") Common common,

        @HasText(message = "a listen names the artist")
        @AtMost(characters = Lengths.TITLE, message = "an artist's name has at most " + Lengths.TITLE + " characters")
        String artist,

        @HasText(message = "a listen names the song")
        @AtMost(characters = Lengths.TITLE, message = "a song's title has at most " + Lengths.TITLE + " characters")
        String song,

        @NotNull(message = "a listen has the song's length")
        @Positive(message = "a song is longer than 0 seconds")
        @DecimalMax(value = "86400", message = "a song is at most 24 hours long")
        Double duration)
        implements Event {}
