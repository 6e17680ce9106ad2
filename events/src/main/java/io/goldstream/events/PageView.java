package io.goldstream.events;

import io.goldstream.events.rules.AtMost;
import io.goldstream.events.rules.HasText;
import io.goldstream.events.rules.RequiresUser;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * A page was shown. Page {@code NextSong} is the start of a play and names the song.
 *
 * @param status the HTTP status of the answer
 * @param duration the song's length in seconds
 */
@RequiresUser(when = RequiresUser.When.LOGGED_IN, message = "a page view of a logged-in user names the user")
public record PageView(
        @Valid @NotNull(message = "the common fields") Common common,

        @HasText(message = "a page view names its page")
        @AtMost(characters = Lengths.NAME, message = "a page's name has at most " + Lengths.NAME + " characters")
        String page,

        @AtMost(characters = Lengths.WORD, message = "a method has at most " + Lengths.WORD + " characters")
        String method,

        @NotNull(message = "a page view has an HTTP status")
        @Min(value = 100, message = "an HTTP status is between 100 and 599")
        @Max(value = 599, message = "an HTTP status is between 100 and 599")
        Integer status,

        @AtMost(characters = Lengths.TITLE, message = "an artist's name has at most " + Lengths.TITLE + " characters")
        String artist,

        @AtMost(characters = Lengths.TITLE, message = "a song's title has at most " + Lengths.TITLE + " characters")
        String song,

        Double duration)
        implements Event {}
