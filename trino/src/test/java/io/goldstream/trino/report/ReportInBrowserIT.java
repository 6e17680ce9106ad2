package io.goldstream.trino.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The report as people see it, in a real Chromium. What it looked like is left in target/report. */
class ReportInBrowserIT {

    private static final Path FOLDER = Path.of("target", "report").toAbsolutePath();
    private static final Path PAGE = FOLDER.resolve("report.html");
    private static final int CHARTS = 8;

    private static final Path PICTURE = Path.of("..", "docs", "images", "report.png");

    /** Pixels from the top that have no names of songs or artists. */
    private static final int SHOWN = 760;

    /** A4 without its margins, at 96 pixels an inch. */
    private static final int A4_WIDTH = 688;

    /** Functions of colours and contrast, by WCAG 2's formula. */
    private static final String CONTRAST = """
            const rgb = c => c.match(/[\\d.]+/g).map(Number);
            const channel = c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
            const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
            const contrast = (one, other) => {
              const [a, b] = [light(one) + .05, light(other) + .05];
              return Math.max(a, b) / Math.min(a, b);
            };
            const paper = rgb(getComputedStyle(document.body).backgroundColor);
            """;

    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        // Continuous integration installs it, and insists.
        assumeTrue(
                Browser.isHere() || "true".equals(System.getenv("GOLDSTREAM_REQUIRE_TOOLS")),
                "not run: the report in Chromium, which is not here (Debian: apt install chromium; or name it in CHROME_BIN)");
        Files.createDirectories(FOLDER);
        Period february = new Period(LocalDate.of(2025, 2, 1), LocalDate.of(2025, 2, 28));
        Files.writeString(PAGE, Page.of(Sample.of(february), "2025-03-01 06:00 UTC"));
        browser = Browser.start(Files.createTempDirectory(FOLDER, "profile"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void everyChartIsDrawnAndNothingIsFetched() throws Exception {
        browser.open(PAGE, 1280, 900);

        assertThat(browser.evaluate("document.querySelectorAll('[data-chart] svg path').length")
                        .asInt())
                .isGreaterThan(CHARTS * 3);
        assertThat(browser.evaluate("document.querySelectorAll('[data-chart] svg').length")
                        .asInt())
                .isEqualTo(CHARTS);
        assertThat(browser.requests()).containsExactly(PAGE.toUri().toString());
        assertThat(browser.complaints()).isEmpty();
        browser.screenshot(FOLDER.resolve("desktop.png"));
        assertThat(coloursOf(FOLDER.resolve("desktop.png"))).contains(0xb07a0c, 0x5f3d00, 0xfbf9f4);
    }

    /** Its beginning. {@code -Dgolden.update=true} takes the picture anew. */
    @Test
    void theReadmeShowsIt() throws Exception {
        browser.open(PAGE, 1280, 900);
        browser.screenshot(FOLDER.resolve("beginning.png"));
        BufferedImage whole = ImageIO.read(FOLDER.resolve("beginning.png").toFile());
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(PICTURE.getParent());
            ImageIO.write(whole.getSubimage(0, 0, whole.getWidth(), SHOWN), "png", PICTURE.toFile());
        }

        BufferedImage shown = ImageIO.read(PICTURE.toFile());
        assertThat(shown.getWidth()).isEqualTo(whole.getWidth());
        assertThat(shown.getHeight()).isEqualTo(SHOWN);
        assertThat(Path.of("..", "README.md")).content().contains("](docs/images/report.png)");
    }

    @Test
    void hostileNamesAreShownAndDoNothing() throws Exception {
        browser.open(PAGE, 1280, 900);

        assertThat(browser.evaluate("document.documentElement.dataset.hacked || 'no'")
                        .asText())
                .isEqualTo("no");
        assertThat(browser.evaluate("document.querySelectorAll('main img, main script').length")
                        .asInt())
                .isZero();
        String tables = browser.evaluate("document.querySelector('#songs table').textContent")
                .asText();
        assertThat(tables).contains(Sample.SCRIPT, Sample.IMAGE, Sample.MUSTACHE);
        String axis = browser.evaluate("document.querySelector('#songs svg').textContent")
                .asText();
        assertThat(axis).contains("</script><script>", "Night Shift");
    }

    @Test
    void aPhoneScrollsInOneDirection() throws Exception {
        browser.open(PAGE, 390, 844);

        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isEqualTo(390);
        assertThat(browser.evaluate("document.querySelector('#plays svg').getBoundingClientRect().width")
                        .asInt())
                .isLessThanOrEqualTo(390);
        browser.screenshot(FOLDER.resolve("phone.png"));
    }

    @Test
    void paperHasTheChartsAndNoMoreThanAFewPages() throws Exception {
        browser.open(PAGE, 1280, 900);
        browser.pdf(FOLDER.resolve("report.pdf"));

        String pdf = Files.readString(FOLDER.resolve("report.pdf"), StandardCharsets.ISO_8859_1);
        assertThat(pdf).startsWith("%PDF-");
        assertThat(pdf.split("/Type /Page\\b(?!s)").length - 1).isBetween(2, 5);
    }

    @Test
    void paperShowsEveryChartWholeAndInItsColours() throws Exception {
        browser.open(PAGE, 1280, 900);
        browser.asPaper(A4_WIDTH, 900);

        assertThat(browser.evaluate("""
                        [...document.querySelectorAll('[data-chart] svg')].filter(svg => {
                          const chart = svg.getBoundingClientRect();
                          const section = svg.closest('section').getBoundingClientRect();
                          return chart.width > 250 && chart.height > 60
                            && chart.left >= section.left - 1 && chart.right <= section.right + 1
                            && chart.bottom <= section.bottom + 1
                            && svg.checkVisibility({opacityProperty: true, visibilityProperty: true});
                        }).length""").asInt()).isEqualTo(CHARTS);
        browser.screenshot(FOLDER.resolve("paper.png"));
        assertThat(coloursOf(FOLDER.resolve("paper.png"))).contains(0xb07a0c, 0xb98417, 0x5f3d00, 0x2d5d8a, 0xffffff);
        browser.asScreen();
    }

    @Test
    void chartsAreToldFromThePaperAndTheirWordsAreRead() throws Exception {
        browser.open(PAGE, 1280, 6000);

        assertThat(browser.evaluate("(() => {" + CONTRAST + """
                          const isDrawn = colour => colour !== 'none' && rgb(colour)[3] !== 0;
                          const isGrid = colour => colour === 'rgb(228, 222, 209)';
                          const wrong = [];
                          for (const shape of document.querySelectorAll('[data-chart] svg path:not(defs *)')) {
                            const {fill, stroke, fillOpacity, strokeWidth} = getComputedStyle(shape);
                            const seen = [fillOpacity < 1 ? 'none' : fill, strokeWidth === '0px' ? 'none' : stroke]
                              .filter(c => isDrawn(c) && !isGrid(c));
                            if (seen.length && !seen.some(c => contrast(rgb(c), paper) >= 3)) {
                              wrong.push(shape.closest('section').id + ' ' + seen);
                            }
                          }
                          return [...new Set(wrong)].join('; ');
                        })()""").asText())
                .as("shapes below 3")
                .isEmpty();
        assertThat(browser.evaluate("(() => {" + CONTRAST + """
                          const wrong = [];
                          for (const words of document.querySelectorAll('[data-chart] svg text')) {
                            const {left, top, width, height} = words.getBoundingClientRect();
                            const [x, y] = [left + width / 2, top + height / 2];
                            const under = [...words.closest('svg').querySelectorAll('path:not(defs *)')].filter(path => {
                              const box = path.getBoundingClientRect();
                              const {fill, fillOpacity} = getComputedStyle(path);
                              return fill !== 'none' && fillOpacity === '1'
                                && box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
                            }).pop();
                            const ground = under ? rgb(getComputedStyle(under).fill) : paper;
                            const ratio = contrast(rgb(getComputedStyle(words).fill), ground);
                            if (ratio < 4.5) wrong.push(ratio.toFixed(2) + ' ' + words.textContent);
                          }
                          return wrong.join('; ');
                        })()""").asText())
                .as("words below 4.5")
                .isEmpty();
    }

    @Test
    void whoCannotSeeItHasTheNumbersAndTheWords() throws Exception {
        browser.open(PAGE, 1280, 900);

        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('[role=img]')]"
                                        + ".every(p => p.getAttribute('aria-label').length > 30 && p.closest('section').querySelector('table'))")
                        .asBoolean())
                .isTrue();
        assertThat(browser.evaluate("(() => {" + CONTRAST + """
                        return [...document.querySelectorAll('main *, header *, footer *')]
                          .filter(e => e.childNodes.length && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                          .filter(e => !e.closest('svg'))
                          .map(e => {
                            let ground = e;
                            while (ground && rgb(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
                            const under = ground ? rgb(getComputedStyle(ground).backgroundColor) : [255, 255, 255];
                            return [contrast(rgb(getComputedStyle(e).color), under), e.className + ' ' + e.textContent.slice(0, 30)];
                          })
                          .filter(([ratio]) => ratio < 4.5).map(([ratio, text]) => ratio.toFixed(2) + ' ' + text).join('; ');
                        })()""").asText())
                .as("contrast below 4.5")
                .isEmpty();
    }

    private static Set<Integer> coloursOf(Path png) throws Exception {
        BufferedImage image = ImageIO.read(png.toFile());
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y += 2) {
            for (int x = 0; x < image.getWidth(); x += 2) {
                colours.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        return colours;
    }
}
