package io.goldstream.gateway.refinery;

import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import ua_parser.Client;
import ua_parser.Parser;

/** Tells device, system and browser from a user agent. Used by the refinery's one thread. */
@Singleton
class Devices {

    /** Clients are few, and each regex pass costs far more than the rest of an event. */
    private static final int REMEMBERED = 10_000;

    /** What the regexes match beyond this length is noise, and time. */
    private static final int MAX_LENGTH = 256;

    private final Parser parser = new Parser();
    private final Map<String, Device> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Device> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Each is a family's name, {@code Other} where none is known.
     *
     * @param form what it runs on: {@code unknown} where that is not known
     */
    record Device(String device, String os, String browser, String form) {
        static final Device NONE = new Device(null, null, null, "unknown");
    }

    Device of(String userAgent) {
        if (userAgent == null) {
            return Device.NONE;
        }
        return known.computeIfAbsent(
                userAgent.length() > MAX_LENGTH ? userAgent.substring(0, MAX_LENGTH) : userAgent, this::parse);
    }

    private Device parse(String userAgent) {
        Client client = parser.parse(userAgent);
        return new Device(client.device.family, client.os.family, client.userAgent.family, form(userAgent));
    }

    private static String form(String userAgent) {
        if (userAgent.contains("iPhone") || userAgent.contains("Android") && userAgent.contains("Mobile")) {
            return "phone";
        }
        if (userAgent.contains("iPad") || userAgent.contains("Android")) {
            return "tablet";
        }
        return userAgent.contains("Windows NT") || userAgent.contains("Macintosh") || userAgent.contains("X11; Linux")
                ? "desktop"
                : "unknown";
    }
}
