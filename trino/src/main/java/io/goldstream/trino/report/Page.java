package io.goldstream.trino.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page as text. Every value is escaped where it stands: in markup by the template, in the data by JSON escapes for what
 * markup could be made of. The page may run only the two scripts that it brings, told by their hashes, and may fetch nothing.
 */
final class Page {

    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";

    private static final JsonMapper JSON = json();

    private Page() {}

    /** @param made when and from what it was made, for the foot of the page */
    static String of(ReportData data, String made) {
        List<Panel> panels = Panels.of(data);
        Map<String, Object> charts = new LinkedHashMap<>();
        panels.stream().filter(Panel::hasChart).forEach(panel -> charts.put(panel.id(), panel.chart()));
        String echarts = ReportData.read(ECHARTS);
        String script = ReportData.resource("report.js");
        String style = ReportData.resource("report.css");
        Map<String, Object> page = new HashMap<>();
        page.put("period", data.period().toString());
        page.put("headlines", Panels.headlines(data));
        page.put("panels", panels);
        page.put("made", made);
        page.put("data", json(charts));
        page.put("style", style);
        page.put("styleHash", hash(style));
        page.put("echarts", echarts);
        page.put("echartsHash", hash(echarts));
        page.put("script", script);
        page.put("scriptHash", hash(script));
        return Mustache.compiler()
                .escapeHTML(true)
                .compile(ReportData.resource("report.mustache"))
                .execute(page);
    }

    /** As a content security policy names a script. */
    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonMapper json() {
        JsonMapper mapper = new JsonMapper();
        mapper.getFactory().setCharacterEscapes(new InMarkup());
        return mapper;
    }

    /** A song may be called {@code </script>}. */
    private static final class InMarkup extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            for (char c : "<>&'".toCharArray()) {
                codes[c] = ESCAPE_STANDARD;
            }
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return new SerializedString("\\u%04x".formatted(character));
        }
    }
}
