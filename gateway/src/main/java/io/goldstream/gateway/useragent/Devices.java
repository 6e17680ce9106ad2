package io.goldstream.gateway.useragent;

import io.goldstream.events.schema.ClientForm;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells device, system, browser and form from a user agent: by our own table first, then by uap's expressions. Not
 * thread-safe.
 */
public final class Devices {

    /** Clients are few. A new one costs some microseconds more, and always the same, whoever makes them up. */
    private static final int REMEMBERED = 10_000;

    /** Real ones are shorter. What stands beyond is noise, and time. */
    private static final int MAX_LENGTH = 256;

    private static final String OTHER = "Other";

    /** What uap says where it knows no device: a letter that stands in every newer Chrome's text, or what anybody has. */
    private static final Set<String> NO_DEVICES = Set.of(
            "K", "Other", "Spider", "iOS-Device", "Generic Smartphone", "Generic Tablet", "Generic Feature Phone");

    /** What uap calls whatever has Apple's engine and names no browser: a view in an app, or a PlayStation. */
    private static final String ONLY_AN_ENGINE = "Apple Mail";

    /** What uap calls the browser of an app, which has none. */
    private static final Set<String> NO_BROWSERS =
            Set.of("Other", "Android", "CFNetwork", "Mobile Safari UI/WKWebView", ONLY_AN_ENGINE);

    /** What a device without a name is called by: {@code Android phone}. */
    private static final Map<String, String> KINDS = Map.of("phone", "phone", "tablet", "tablet", "tv", "TV");

    private static final int MAX_APP_NAME = 40;

    /** An app's text that ends with Android's version and the model: {@code Spotify/8.9.18 Android/34 (Pixel 8)}. */
    private static final Pattern APP_ON_MODEL = Pattern.compile(" Android/([0-9.]+) \\(([^;]+)\\)$");

    private final Known known = Known.INSTANCE;
    private final Map<String, Device> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Device> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What is read once, and shared. */
    private record Known(ClientTable table, Uap uap) {
        static final Known INSTANCE = new Known(ClientTable.read(), Uap.read());
    }

    /**
     * Each is a family's name, {@code Other} where none is known.
     *
     * @param form what it runs on: {@code unknown} where that is not known
     */
    public record Device(String device, String os, String browser, String form) {
        static final Device NONE = new Device(null, null, null, "unknown");
    }

    /** @param userAgent null where there is none */
    public Device of(String userAgent) {
        if (userAgent == null) {
            return Device.NONE;
        }
        return seen.computeIfAbsent(
                userAgent.length() > MAX_LENGTH ? userAgent.substring(0, MAX_LENGTH) : userAgent, this::tell);
    }

    /** How many of uap's expressions were tried since the process began. */
    long tried() {
        return known.uap().tried();
    }

    private Device tell(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        ClientTable.Answer answer = known.table().of(lowerCase);
        String form = answer.form == null ? ClientForm.UNKNOWN.id() : answer.form;
        String os = answer.os == null ? known.uap().os(text, lowerCase) : answer.os;
        String browser = answer.browser == null ? browser(text, lowerCase) : answer.browser;
        String device = answer.device == null ? device(text) : answer.device;
        if (answer.device == null && isNoDevice(device, browser)) {
            device = KINDS.containsKey(form) && !os.equals(OTHER) ? os + " " + KINDS.get(form) : OTHER;
        }
        return new Device(device, os, browser, form);
    }

    private String browser(String text, String lowerCase) {
        String browser = known.uap().browser(text, lowerCase);
        if (NO_BROWSERS.contains(browser) && !lowerCase.startsWith("mozilla/")) {
            return app(text);
        }
        return browser.equals(ONLY_AN_ENGINE) ? OTHER : browser;
    }

    /** By uap, which finds the model only where it stands as browsers write it. */
    private String device(String text) {
        String written = APP_ON_MODEL.matcher(text).replaceFirst(" (Linux; Android $1; $2)");
        return known.uap().device(written, written.toLowerCase(Locale.ROOT));
    }

    /** An app's own name: what stands before the first version. */
    private static String app(String text) {
        int end = text.indexOf('/');
        return end > 0
                        && end <= MAX_APP_NAME
                        && text.chars().limit(end).allMatch(c -> Character.isLetterOrDigit(c) || " .-_".indexOf(c) >= 0)
                ? text.substring(0, end)
                : OTHER;
    }

    /** Whether it says nothing of the device, or is the browser's name. */
    private static boolean isNoDevice(String device, String browser) {
        return NO_DEVICES.contains(device) || device.equals(browser) || device.contains("Browser");
    }
}
