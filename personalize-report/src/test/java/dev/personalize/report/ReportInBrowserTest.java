package dev.personalize.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as Chromium shows it. Skipped where there is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportInBrowserTest {
    private Browser browser;
    private Path page;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path folder) throws IOException, InterruptedException {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the PATH: how reports look in a browser is not tested");
        browser = new Browser(chromium.get(), folder.resolve("profile"));
        page = folder.resolve("report.html");
        Samples.report().writeTo(page);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"360, false", "360, true", "1440, false", "1440, true"})
    void opens_without_errors_fits_the_screen_and_shows_marks_in_every_plot(int width, boolean dark) throws Exception {
        browser.open(page, width, dark);

        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests()).containsExactly(page.toUri().toString());
        assertThat(browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                        .asInt())
                .as("nothing is to be scrolled to the side")
                .isZero();
        assertThat(browser.evaluate("innerWidth").asInt()).isEqualTo(width);
        assertThat(browser.evaluate("""
                                [...document.querySelectorAll('svg')].map(plot => [...plot.querySelectorAll('.mark')]
                                    .filter(mark => mark.getBoundingClientRect().width > 0 && visible(mark)).length).join();
                                function visible(mark) {
                                    const style = getComputedStyle(mark);
                                    const page = getComputedStyle(document.body).backgroundColor;
                                    return [style.fill, style.stroke].some(colour => colour != 'none' && colour != page);
                                }""").asText().split(","))
                .hasSize(14)
                .allSatisfy(marks -> assertThat(Integer.parseInt(marks)).isPositive());
        assertThat(browser.evaluate("""
                                Math.min(...[...document.querySelectorAll('svg text')]
                                    .map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a))""").asDouble())
                .as("pixels of the smallest letters")
                .isGreaterThanOrEqualTo(9.5);
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo(dark ? "rgb(20, 24, 29)" : "rgb(255, 255, 255)");
    }

    @ParameterizedTest
    @CsvSource({"360", "1440"})
    void labels_of_an_axis_do_not_run_out_of_their_plot_or_into_each_other(int width) throws Exception {
        browser.open(page, width, false);

        assertThat(browser.evaluate("""
                                [...document.querySelectorAll('svg[aria-label]')].flatMap(plot => {
                                    const frame = plot.getBoundingClientRect();
                                    const ticks = [...plot.querySelectorAll('text.tick')].map(text => text.getBoundingClientRect());
                                    const out = ticks.filter(box => box.left < frame.left - 1 || box.right > frame.right + 1);
                                    const over = ticks.filter((a, i) => ticks.some((b, j) => j > i && a.left < b.right && b.left < a.right
                                        && a.top + 2 < b.bottom && b.top + 2 < a.bottom));
                                    return out.concat(over).map(() => plot.getAttribute('aria-label'));
                                }).join('; ')""").asText()).isEmpty();
    }

    @Test
    void a_hostile_text_runs_nothing() throws Exception {
        browser.open(page, 1440, false);

        assertThat(browser.evaluate("document.title").asText()).startsWith("Shop </style></title><script>");
        assertThat(browser.evaluate("document.scripts.length").asInt()).isZero();
    }
}
