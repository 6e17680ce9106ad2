package io.goldstream.gateway.edge;

import io.goldstream.gateway.problem.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A media type as a header or a CloudEvent names it: case and quotes do not matter, and of its parameters only the charset
 * does.
 *
 * @param name type and subtype, in lower case
 * @param charset in lower case; empty where none is named
 */
record ContentType(String name, String charset) {

    /**
     * JSON is UTF-8 whatever charset its type names (RFC 8259, 8.1 and 11), and some HTTP clients name one that nobody asked
     * for. But in these, nothing could be read as UTF-8.
     */
    private static final Pattern UNREADABLE =
            Pattern.compile("(cs|x-|iso-10646-)?(utf|ucs)[-_]?(16|32|2|4).*|csunicode");

    static ContentType of(String text) {
        List<String> parts = HeaderText.split(text, ';');
        String charset = "";
        for (String parameter : parts.subList(Math.min(1, parts.size()), parts.size())) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
                charset = HeaderText.unquote(parameter.substring(equals + 1).strip());
            }
        }
        return new ContentType(
                parts.isEmpty() ? "" : parts.getFirst().toLowerCase(Locale.ROOT), charset.toLowerCase(Locale.ROOT));
    }

    /**
     * The type of a request's body.
     *
     * @param text the header, or null
     * @param known which types the route takes
     */
    static ContentType ofBody(String text, List<String> known) {
        ContentType type = of(text == null ? "" : text);
        if (!known.contains(type.name())) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.with(
                    (text == null ? "The Content-Type is missing." : "The Content-Type is not supported here.")
                            + " Send " + String.join(" or ", known) + ".");
        }
        if (UNREADABLE.matcher(type.charset()).matches()) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.with("The charset is not supported. Send events as UTF-8.");
        }
        return type;
    }

    /** Whether a text names JSON in UTF-8, such as {@code application/json} or {@code application/x+json}. */
    static boolean isJson(String text) {
        ContentType type = of(text);
        return type.name().matches("[^/]+/(json|.+\\+json)")
                && !UNREADABLE.matcher(type.charset()).matches();
    }
}
