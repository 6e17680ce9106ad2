package io.goldstream.gateway.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import io.goldstream.events.schema.ClientForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import ua_parser.Parser;

class DevicesTest {

    private static final List<String> FORMS =
            Stream.of(ClientForm.values()).map(ClientForm::id).toList();

    private final Devices devices = new Devices();

    /** A client, and what it is; a star stands for what nobody asks. */
    private record Client(String form, String device, String os, String browser, String userAgent) {

        static Client of(String line) {
            String[] columns =
                    Arrays.stream(line.split("\\|", 5)).map(String::strip).toArray(String[]::new);
            return new Client(columns[0], columns[1], columns[2], columns[3], columns[4]);
        }
    }

    private static List<Client> clients() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/user-agents/forms.psv")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Client::of)
                .toList();
    }

    @Test
    void everyClientIsToldByItsFormDeviceSystemAndBrowser() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Client client : clients()) {
            Devices.Device told = devices.of(client.userAgent());
            all.assertThat(told.form()).as(client.userAgent()).isEqualTo(client.form());
            expect(all, client, "device", client.device(), told.device());
            expect(all, client, "os", client.os(), told.os());
            expect(all, client, "browser", client.browser(), told.browser());
        }
        all.assertAll();
        assertThat(clients()).hasSizeGreaterThan(100);
        assertThat(Set.copyOf(clients().stream().map(Client::form).toList()))
                .containsExactlyInAnyOrderElementsOf(FORMS);
    }

    private static void expect(SoftAssertions all, Client client, String what, String expected, String told) {
        if (!expected.equals("*")) {
            all.assertThat(told).as(what + " of " + client.userAgent()).isEqualTo(expected);
        }
    }

    @Test
    void aDeviceIsNeverALetterABrowserOrNoise() throws IOException {
        for (String userAgent : varied(800)) {
            Devices.Device told = devices.of(userAgent);
            assertThat(told.form()).isIn(FORMS);
            assertThat(told.device())
                    .as(userAgent)
                    .isNotIn(
                            "K",
                            "Spider",
                            "iOS-Device",
                            "Generic Smartphone",
                            "Generic Tablet",
                            "Chrome",
                            "Firefox",
                            "Safari",
                            "Edge",
                            "Electron",
                            "okhttp")
                    .doesNotContain("Browser");
        }
    }

    /** The shorter way to an answer is no other answer. */
    @Test
    void uapSaysWhatItsOwnParserSays() throws IOException {
        Parser parser = new Parser();
        Uap uap = Uap.read();
        for (String userAgent : varied(250)) {
            String lowerCase = userAgent.toLowerCase(Locale.ROOT);
            assertThat(uap.browser(userAgent, lowerCase))
                    .as(userAgent)
                    .isEqualTo(parser.parseUserAgent(userAgent).family);
            assertThat(uap.os(userAgent, lowerCase)).as(userAgent).isEqualTo(parser.parseOS(userAgent).family);
            assertThat(uap.device(userAgent, lowerCase)).as(userAgent).isEqualTo(parser.parseDevice(userAgent).family);
        }
    }

    /** A client that makes up a new text for each event costs more, but only so much. */
    @Test
    void aNewUserAgentTriesFewOfTheExpressions() throws IOException {
        int expressions = Uap.read().size();
        List<String> all = varied(800);
        long before = devices.tried();
        long most = 0;
        for (String userAgent : all) {
            long begin = devices.tried();
            devices.of(userAgent);
            most = Math.max(most, devices.tried() - begin);
        }
        assertThat(expressions).isGreaterThan(1_000);
        assertThat(most).as("of %d", expressions).isLessThan(expressions / 8);
        assertThat((devices.tried() - before) / all.size()).as("in the middle").isLessThan(expressions / 16);
    }

    /** As long as a text can be, and made of what uap looks for: the worst that anybody can do. */
    @Test
    void aUserAgentOfNothingButNamesTriesNotAllEither() {
        int expressions = Uap.read().size();
        String names =
                "Mozilla/5.0 (Linux; Android 9; Build; Nokia LG HTC Lenovo Huawei) AppleWebKit Chrome Version Safari Mobile"
                        + " CFNetwork/1 Darwin/2 Silk Edge Opera bot Firefox Kindle Samsung ASUS Acer Alcatel Archos Coolpad Dell"
                        + " Xiaomi Sony Vivo ZTE Windows";
        long begin = devices.tried();
        devices.of(names);
        assertThat(devices.tried() - begin).isLessThan(expressions / 2);
    }

    @Test
    void aTextIsLookedAtUpToABound() {
        String text = "TuneBox/5.1 (Linux;Android 14) " + "x".repeat(225);
        assertThat(devices.of(text + " Sonos/1")).isEqualTo(devices.of(text + " curl/8"));
    }

    @Test
    void whereThereIsNoUserAgentThereIsNoDevice() {
        assertThat(devices.of(null)).isEqualTo(new Devices.Device(null, null, null, "unknown"));
    }

    @Test
    void theRequiredTextsOfAnExpression() {
        assertThat(RequiredText.of("(Sonos)/(\\d+)")).containsExactly("sonos");
        assertThat(RequiredText.of("(?:Alpha|Beta)[ /]x?")).containsExactlyInAnyOrder("alpha", "beta");
        assertThat(RequiredText.of("(?:Alpha|)Chrome\\/4\\.0")).containsExactly("chrome/4.0");
        assertThat(RequiredText.of("Alpha|B")).isEmpty();
        assertThat(RequiredText.of("[abc]{3}.*")).isEmpty();
        assertThat(RequiredText.of("abcd?")).containsExactly("abc");
        assertThat(RequiredText.of("abcd+ef")).containsExactly("abcd");
    }

    /** The clients, with their versions and some letters changed. */
    private static List<String> varied(int count) throws IOException {
        List<Client> clients = clients();
        Random dice = new Random(7);
        List<String> varied = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text =
                    new StringBuilder(clients.get(i % clients.size()).userAgent());
            for (int at = 0; i >= clients.size() && at < text.length(); at++) {
                if (Character.isDigit(text.charAt(at)) && dice.nextBoolean()) {
                    text.setCharAt(at, (char) ('0' + dice.nextInt(10)));
                } else if (dice.nextInt(60) == 0) {
                    text.setCharAt(at, (char) (' ' + dice.nextInt(95)));
                }
            }
            varied.add(text.toString());
        }
        return varied;
    }
}
