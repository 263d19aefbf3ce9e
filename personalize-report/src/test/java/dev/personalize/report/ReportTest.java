package dev.personalize.report;

import static dev.personalize.report.Page.elements;
import static dev.personalize.report.Page.marks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.data.Snapshot;
import dev.personalize.error.InvalidInputException;
import dev.personalize.insight.Insights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ReportTest {
    @TempDir
    Path folder;

    @Test
    void is_well_formed_and_every_plot_has_marks() throws Exception {
        Element page = Page.of(Samples.report());

        List<Element> plots = elements(page, "svg");
        assertThat(plots)
                .as(
                        "5 of insights, 4 of the evaluation, one each of comparison, trials and recipes, 2 of the other section")
                .hasSize(14);
        assertThat(plots).allSatisfy(plot -> assertThat(marks(plot)).isNotEmpty());
        assertThat(elements(page, "h2")).hasSize(6);
    }

    @Test
    void text_stays_text_whatever_it_holds() throws Exception {
        Element page = Page.of(Samples.report());

        String shown = Samples.HOSTILE.replaceAll("[\u0000\uD800]", "\uFFFD");
        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "img")).isEmpty();
        assertThat(elements(page, "title").get(0).getTextContent()).isEqualTo("Shop " + shown);
        assertThat(elements(page, "caption").stream().map(Element::getTextContent))
                .contains(shown);
        assertThat(elements(page, "style").get(0).getTextContent())
                .as("in HTML nothing in a style is unescaped, so nothing may have been escaped")
                .contains("prefers-color-scheme: dark")
                .doesNotContain("<", "&", "\"", "'", ">");
    }

    @Test
    void needs_no_network() {
        assertThat(Samples.report().toHtml())
                .contains("default-src &#39;none&#39;")
                .doesNotContain("http:", "https:", "//", "@import", "url(");
    }

    @Test
    void draws_what_the_numbers_say() throws Exception {
        double[] x = {0, 5, 10};
        Section section = Section.builder("s")
                .add(XyPlot.builder("t", Axis.linear("x"), Axis.linear("y"))
                        .columns("c", new double[] {0, 5}, new double[] {5, 10}, new double[] {1, 2})
                        .points("p", x, new double[] {1, Double.NaN, 2})
                        .build())
                .build();

        Element svg = elements(Page.of(section), "svg").get(0);

        // The frame is 306 wide from 42 and 166 high above 190; columns begin at 0, so 1 of 2 is 83 high.
        List<Element> columns = elements(svg, "rect");
        assertThat(columns).extracting(column -> column.getAttribute("height")).containsExactly("83", "166");
        assertThat(columns).extracting(column -> column.getAttribute("x")).containsExactly("42.5", "195.5");
        assertThat(columns).extracting(column -> column.getAttribute("width")).containsExactly("152", "152");
        assertThat(elements(svg, "circle"))
                .as("NaN is left out")
                .extracting(point -> point.getAttribute("cx") + "," + point.getAttribute("cy"))
                .containsExactly("42,107", "348,24");
    }

    @Test
    void bars_have_whiskers_where_there_is_an_interval() throws Exception {
        Section section = Section.builder("s")
                .add(BarPlot.builder("t", "a", "b")
                        .group("g")
                        .bar("a", 0.2, 0.1, 0.4)
                        .bar("b", 0.4)
                        .build())
                .build();

        Element svg = elements(Page.of(section), "svg").get(0);

        // The greatest end, 0.4, is 296 long.
        assertThat(elements(svg, "rect"))
                .extracting(bar -> bar.getAttribute("width"))
                .containsExactly("148", "296");
        assertThat(elements(svg, "line").get(0))
                .satisfies(whisker -> assertThat(whisker.getAttribute("x1") + " to " + whisker.getAttribute("x2"))
                        .isEqualTo("74 to 296"));
    }

    @Test
    void nothing_can_be_reported_too() throws Exception {
        Insights nothing = Insights.of(Snapshot.builder().build(), null, Map.of());

        Element page = Page.of(Report.of(nothing));

        assertThat(elements(page, "svg")).isEmpty();
        assertThat(page.getTextContent()).contains("Problem: few events.");
    }

    @Test
    void is_written_whole_into_folders_that_are_made_and_replaces_what_was_there() throws IOException {
        Path target = folder.resolve("reports/shop.html");
        Report report = Samples.report();

        new Report("older", List.of()).writeTo(target);
        report.writeTo(target);

        assertThat(target).hasContent(report.toHtml());
        assertThat(folder.resolve("reports").toFile().list()).containsExactly("shop.html");
        assertThat(Files.size(target)).isLessThan(200_000);
    }

    @Test
    void what_does_not_fit_is_refused_with_its_name() {
        assertThatThrownBy(() ->
                        Table.builder("t", "a", "b").row(Table.Cell.of("x")).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("table 't' has a row of 1 cells and 2 columns");
        assertThatThrownBy(() ->
                        XyPlot.builder("p", Axis.linear("x"), Axis.linear("y")).line("l", new double[1], new double[2]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("series 'l' of plot 'p' has 1 places and 2 numbers");
        assertThatThrownBy(() -> BarPlot.builder("b", "s").group("g").bar("t", 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no series 't'");
    }
}
