package io.goldstream.events;

import io.goldstream.events.rules.AtMost;
import io.goldstream.events.rules.HasText;
import io.goldstream.events.rules.NotAfterReceipt;
import io.goldstream.events.rules.NotBefore;
import io.goldstream.events.rules.OneOf;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Instant;

/**
 * What events of every type have. In JSON these stand beside the type's own fields, not in an object of their own.
 *
 * @param eventId the client's own id for the event, where it has one
 * @param ts when it happened, by the producer's clock
 * @param sessionId the session
 * @param itemInSession the event's place in the session, from 0
 * @param userId the account; absent for guests and whoever is logged out
 * @param registration when the account was registered; can be later than {@code ts} in real data
 * @param level the subscription level as emitted
 * @param auth the login state; eventsim leaves it out of auth events
 * @param lon degrees
 * @param lat degrees
 */
public record Common(
        @AtMost(characters = Lengths.ID, message = "an event's id has at most " + Lengths.ID + " characters")
        String eventId,

        @NotNull(message = "an event says when it happened, in milliseconds since 1970-01-01T00:00:00Z")
        @NotBefore(value = FirstDate.TEXT, message = "an event's time is not before the first date of the platform")
        @NotAfterReceipt(minutes = 5, message = "an event's time is at most 5 minutes after the platform received it")
        Instant ts,

        @HasText(message = "an event names its session")
        @AtMost(characters = Lengths.ID, message = "a session's id has at most " + Lengths.ID + " characters")
        String sessionId,

        @PositiveOrZero(message = "the place in a session is 0 or more")
        Integer itemInSession,

        @AtMost(characters = Lengths.ID, message = "a user's id has at most " + Lengths.ID + " characters")
        String userId,

        @AtMost(characters = Lengths.NAME, message = "a first name has at most " + Lengths.NAME + " characters")
        String firstName,

        @AtMost(characters = Lengths.NAME, message = "a last name has at most " + Lengths.NAME + " characters")
        String lastName,

        @AtMost(characters = Lengths.WORD, message = "a gender has at most " + Lengths.WORD + " characters")
        String gender,

        Instant registration,

        @OneOf(
                value = {"free", "paid"},
                message = "a level is free or paid")
        @AtMost(characters = Lengths.WORD, message = "a level has at most " + Lengths.WORD + " characters")
        String level,

        @OneOf(
                value = {"Logged In", "Logged Out", "Guest", "Cancelled"},
                message = "a login state is Logged In, Logged Out, Guest or Cancelled")
        @AtMost(characters = Lengths.WORD, message = "a login state has at most " + Lengths.WORD + " characters")
        String auth,

        @AtMost(characters = Lengths.NAME, message = "a city's name has at most " + Lengths.NAME + " characters")
        String city,

        @AtMost(characters = Lengths.WORD, message = "a state's code has at most " + Lengths.WORD + " characters")
        String state,

        @AtMost(characters = Lengths.WORD, message = "a zip code has at most " + Lengths.WORD + " characters")
        String zip,

        @DecimalMin(value = "-180", message = "a longitude is between -180 and 180 degrees")
        @DecimalMax(value = "180", message = "a longitude is between -180 and 180 degrees")
        Double lon,

        @DecimalMin(value = "-90", message = "a latitude is between -90 and 90 degrees")
        @DecimalMax(value = "90", message = "a latitude is between -90 and 90 degrees")
        Double lat,

        @AtMost(
                characters = Lengths.USER_AGENT,
                message = "a User-Agent has at most " + Lengths.USER_AGENT + " characters")
        String userAgent) {}
