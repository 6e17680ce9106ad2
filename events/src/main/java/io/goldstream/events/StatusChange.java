package io.goldstream.events;

import io.goldstream.events.rules.RequiresUser;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/** A user changed the subscription. In eventsim's dialect {@code level} is the level <em>before</em> the change. */
@RequiresUser(when = RequiresUser.When.ALWAYS, message = "a status change names the user")
public record StatusChange(
        @Valid @NotNull(message = "the common fields") Common common,
        String page,
        String method,
        Integer status,
        String prevLevel,
        String statusChangeType)
        implements Event {}
