package io.goldstream.local.laboratory.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.goldstream.events.EventType;
import io.goldstream.local.laboratory.simulate.Catalogue.Song;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Writes one listener's events in the dialect of their producer. */
final class EventWriter {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MILLIS_DIGITS = 3;

    private final Listener listener;
    private final boolean isWeb;

    EventWriter(Listener listener) {
        this.listener = listener;
        this.isWeb = listener.agent().dialect() == Dialect.WEB;
    }

    /** What a kind of event has beside the common fields. */
    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    SimulatedEvent pageView(Moment moment) {
        return event(EventType.PAGE_VIEW, moment, true, json -> {
            request(json, moment.page());
            if (moment.song() != null) {
                song(json, moment.song());
            }
        });
    }

    SimulatedEvent listen(Moment moment) {
        return event(EventType.LISTEN, moment, true, json -> song(json, moment.song()));
    }

    /** A failed login does not say whose it was. eventsim leaves {@code auth} out. */
    SimulatedEvent auth(Moment moment, boolean success) {
        return event(EventType.AUTH_ATTEMPT, moment, success, json -> {
            if (!isWeb) {
                request(json, moment.page());
            }
            json.writeBooleanField("success", success);
        });
    }

    /** Only one dialect says what the change was; in the other, the next page view shows it. */
    SimulatedEvent statusChange(Moment moment, String newLevel) {
        return event(EventType.STATUS_CHANGE, moment, true, json -> {
            if (!isWeb) {
                request(json, moment.page());
                json.writeStringField("prevLevel", moment.level());
                json.writeStringField("statusChangeType", newLevel.equals("paid") ? "upgrade" : "downgrade");
            }
        });
    }

    private SimulatedEvent event(EventType type, Moment moment, boolean namesUser, Fields own) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("ts", moment.ts());
            id(json, "sessionId", moment.sessionId());
            if (!isWeb || type != EventType.AUTH_ATTEMPT) {
                json.writeStringField("auth", moment.auth());
            }
            json.writeStringField("level", moment.level());
            json.writeNumberField("itemInSession", moment.item());
            place(json);
            if (namesUser && moment.isLoggedIn()) {
                user(json);
            }
            own.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return new SimulatedEvent(type, moment.ts(), moment.sessionId(), moment.item(), bytes.toByteArray());
    }

    private void place(JsonGenerator json) throws IOException {
        json.writeStringField("city", text(listener.place().city()));
        json.writeStringField("zip", listener.place().zip());
        json.writeStringField("state", listener.place().state());
        json.writeStringField("userAgent", listener.agent().text());
        json.writeNumberField("lon", listener.place().longitude());
        json.writeNumberField("lat", listener.place().latitude());
    }

    private void user(JsonGenerator json) throws IOException {
        id(json, "userId", listener.userId());
        json.writeStringField("lastName", text(listener.lastName()));
        json.writeStringField("firstName", text(listener.person().firstName()));
        json.writeStringField("gender", listener.person().gender());
        json.writeNumberField("registration", listener.registration());
    }

    private void request(JsonGenerator json, Page page) throws IOException {
        json.writeStringField("page", page.title());
        json.writeStringField("method", page.method());
        json.writeNumberField("status", page.status());
    }

    private void song(JsonGenerator json, Song song) throws IOException {
        json.writeStringField("artist", text(song.artist()));
        json.writeStringField("song", text(song.title()));
        if (isWeb) {
            // Whole seconds without a fraction, as JavaScript writes 1500.0: ids that are numbers say that they are
            // seconds.
            BigDecimal seconds = BigDecimal.valueOf(song.durationMillis(), MILLIS_DIGITS);
            json.writeFieldName("duration");
            json.writeNumber(new BigDecimal(seconds.stripTrailingZeros().toPlainString()));
        } else {
            json.writeNumberField("duration", song.durationMillis());
        }
    }

    private void id(JsonGenerator json, String field, long value) throws IOException {
        if (isWeb) {
            json.writeNumberField(field, value);
        } else {
            json.writeStringField(field, Long.toString(value));
        }
    }

    private String text(String text) {
        return isWeb ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) : text;
    }
}
