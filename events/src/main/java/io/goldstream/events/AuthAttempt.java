package io.goldstream.events;

import io.goldstream.events.rules.AtMost;
import io.goldstream.events.rules.RequiresUser;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** Somebody tried to log in. A failed login names no user in eventsim's dialect. */
@RequiresUser(when = RequiresUser.When.SUCCESSFUL, message = "a successful login names the user")
public record AuthAttempt(
        @Valid @NotNull(message = "the common fields") Common common,

        @AtMost(characters = Lengths.NAME, message = "a page's name has at most " + Lengths.NAME + " characters")
        String page,

        @AtMost(characters = Lengths.WORD, message = "a method has at most " + Lengths.WORD + " characters")
        String method,

        Integer status,

        @NotNull(message = "a login attempt says whether it succeeded")
        Boolean success)
        implements Event {}
