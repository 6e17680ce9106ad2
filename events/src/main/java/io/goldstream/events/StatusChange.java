package io.goldstream.events;

import io.goldstream.events.rules.AtMost;
import io.goldstream.events.rules.RequiresUser;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** A user changed the subscription. In eventsim's dialect {@code level} is the level <em>before</em> the change. */
@RequiresUser(when = RequiresUser.When.ALWAYS, message = "a status change names the user")
public record StatusChange(
        @Valid @NotNull(message = "the common fields") Common common,

        @AtMost(characters = Lengths.NAME, message = "a page's name has at most " + Lengths.NAME + " characters")
        String page,

        @AtMost(characters = Lengths.WORD, message = "a method has at most " + Lengths.WORD + " characters")
        String method,

        Integer status,

        @AtMost(characters = Lengths.WORD, message = "a level has at most " + Lengths.WORD + " characters")
        String prevLevel,

        @AtMost(characters = Lengths.WORD, message = "a kind of change has at most " + Lengths.WORD + " characters")
        String statusChangeType)
        implements Event {}
