package io.goldstream.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Valid lines as real producers write them, to be bent by tests. */
public final class Lines {

    /** Shortly after the times in the lines. */
    public static final long RECEIVED_AT = 1_738_200_000_000L;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<EventType, String> EVENTSIM = Map.of(
            EventType.PAGE_VIEW, """
            {"ts":1738195209000,"sessionId":3067,"page":"NextSong","auth":"Logged In","method":"PUT","status":200,\
            "level":"free","itemInSession":0,"city":"Adena","zip":"43901","state":"OH",\
            "userAgent":"\\"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.36\\"",\
            "lon":-80.855814,"lat":40.223586,"userId":1354,"lastName":"Foster","firstName":"Aiden","gender":"M",\
            "registration":1637665773000,"artist":"Ashbrg","song":"Night Shift","duration":164.57098}
            """, EventType.LISTEN, """
            {"artist":"Ashbrg","song":"Night Shift","duration":164.57098,"ts":1738195209000,"sessionId":3067,\
            "auth":"Logged In","level":"free","itemInSession":0,"city":"Adena","zip":"43901","state":"OH",\
            "userAgent":"\\"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.36\\"",\
            "lon":-80.855814,"lat":40.223586,"userId":1354,"lastName":"Foster","firstName":"Aiden","gender":"M",\
            "registration":1637665773000}
            """, EventType.AUTH_ATTEMPT, """
            {"ts":1738195816000,"sessionId":513,"level":"free","itemInSession":8,"city":"Vernon Rockville",\
            "zip":"06066","state":"CT","userAgent":"\\"Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36\\"",\
            "lon":-72.459123,"lat":41.837523,"userId":514,"lastName":"Taylor","firstName":"Braniya","gender":"F",\
            "registration":1580407200000,"success":true}
            """, EventType.STATUS_CHANGE, """
            {"ts":1738195816000,"sessionId":3466,"auth":"Logged In","level":"free","itemInSession":2,"city":"Madrid",\
            "zip":"69150","state":"NE","userAgent":"Mozilla/5.0 (Macintosh; rv:31.0) Gecko/20100101 Firefox/31.0",\
            "lon":-101.543056,"lat":40.8477,"userId":926,"lastName":"Mitchell","firstName":"Madeline","gender":"F",\
            "registration":1698142541000}
            """);

    private Lines() {}

    /** A line of eventsim's, newline included. */
    public static String eventsim(EventType type) {
        return EVENTSIM.get(type);
    }

    /**
     * That line with some fields changed.
     *
     * @param changes a JSON object; its fields replace the line's, and those that are null are taken out
     */
    public static byte[] with(EventType type, String changes) {
        try {
            ObjectNode line = (ObjectNode) JSON.readTree(eventsim(type));
            JSON.readTree(changes).properties().forEach(change -> {
                if (change.getValue().isNull()) {
                    line.remove(change.getKey());
                } else {
                    line.set(change.getKey(), change.getValue());
                }
            });
            return line.toString().getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(changes, e);
        }
    }
}
