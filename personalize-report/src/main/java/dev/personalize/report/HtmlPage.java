package dev.personalize.report;

import dev.personalize.report.Table.Cell;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes a {@link Report} as one page. */
final class HtmlPage {
    private static final String STYLE = style();
    /** As many bars are about as high as another plot. */
    private static final int BARS_BESIDE_ONE = 14;

    private final Markup html = new Markup();

    private HtmlPage() {}

    private static String style() {
        try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css cannot be read from the jar", e);
        }
    }

    static String of(Report report) {
        HtmlPage page = new HtmlPage();
        page.html.open("html", "lang", "en").open("head");
        page.html.leaf("meta", "charset", "utf-8");
        page.html.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.html.leaf(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'"); // whatever a text may hold, nothing is run or loaded
        page.html
                .element("title", report.title())
                .element("style", STYLE)
                .close()
                .line();
        page.html.open("body").open("main").element("h1", report.title()).line();
        page.contents(report.sections());
        for (int i = 0; i < report.sections().size(); i++) {
            page.section(report.sections().get(i), "section-" + (i + 1));
        }
        page.html.close().close().close().line();
        return page.html.document();
    }

    private void contents(List<Section> sections) {
        if (sections.size() < 2) {
            return;
        }
        html.open("nav");
        for (int i = 0; i < sections.size(); i++) {
            html.element("a", sections.get(i).title(), "href", "#section-" + (i + 1))
                    .line();
        }
        html.close().line();
    }

    private void section(Section section, String id) {
        html.open("section", "id", id).element("h2", section.title()).line();
        String together = "";
        for (Block block : section.blocks()) {
            String group = groupOf(block);
            if (!group.equals(together)) {
                end(together);
                if (!group.isEmpty()) {
                    html.open("div", "class", group).line();
                }
                together = group;
            }
            block(block);
        }
        end(together);
        html.close().line();
    }

    private void end(String group) {
        if (!group.isEmpty()) {
            html.close().line();
        }
    }

    /** {@return the class of what stands side by side where there is room; empty for what stands alone} */
    private static String groupOf(Block block) {
        return block instanceof Notice ? "notices" : block instanceof XyPlot || block instanceof BarPlot ? "plots" : "";
    }

    private void block(Block block) {
        if (block instanceof Paragraph paragraph) {
            html.element("p", paragraph.text()).line();
        } else if (block instanceof Figures figures) {
            figures(figures);
        } else if (block instanceof Notice notice) {
            notice(notice);
        } else if (block instanceof Table table) {
            table(table);
        } else if (block instanceof XyPlot plot) {
            List<String> names = plot.series().stream()
                    .filter(series -> series.mark() != XyPlot.Mark.BAND)
                    .map(XyPlot.Series::name)
                    .toList();
            figure("", plot.title(), plot.caption(), names, () -> XyDrawing.draw(plot, html));
        } else if (block instanceof BarPlot plot) {
            figure(
                    isTall(plot) ? "tall" : "",
                    plot.title(),
                    plot.caption(),
                    plot.series(),
                    () -> BarDrawing.draw(plot, html));
        }
    }

    private void figures(Figures figures) {
        html.open("dl", "class", "figures");
        figures.values()
                .forEach((name, value) -> html.open("div")
                        .element("dt", name)
                        .element("dd", value)
                        .close()
                        .line());
        html.close().line();
    }

    private void notice(Notice notice) {
        String level = notice.level().name().toLowerCase(Locale.ROOT);
        html.open("div", "class", "notice " + level).open("p");
        html.element(
                "strong", level.substring(0, 1).toUpperCase(Locale.ROOT) + level.substring(1) + ": " + notice.title());
        html.text(" " + notice.text()).close();
        if (!notice.next().isEmpty()) {
            html.element("p", notice.next(), "class", "next");
        }
        html.close().line();
    }

    private void table(Table table) {
        html.open("div", "class", "scroll", "tabindex", "0").open("table");
        if (!table.caption().isEmpty()) {
            html.element("caption", table.caption());
        }
        html.open("thead").open("tr");
        for (int i = 0; i < table.columns().size(); i++) {
            int column = i;
            boolean numeric = !table.rows().isEmpty()
                    && table.rows().stream().allMatch(row -> row.get(column).numeric());
            cell("th", new Cell(table.columns().get(i), numeric));
        }
        html.close().close().line().open("tbody");
        for (List<Cell> row : table.rows()) {
            html.open("tr");
            row.forEach(cell -> cell("td", cell));
            html.close().line();
        }
        html.close().close().close().line();
    }

    private void cell(String tag, Cell cell) {
        if (cell.numeric()) {
            html.element(tag, cell.text(), "class", "number");
        } else {
            html.element(tag, cell.text());
        }
    }

    /** {@return whether two other plots have room beside it} */
    private static boolean isTall(BarPlot plot) {
        return plot.groups().stream().mapToInt(group -> group.bars().size()).sum() > BARS_BESIDE_ONE;
    }

    private void figure(String style, String title, String caption, List<String> series, Runnable drawing) {
        html.open("figure", "class", style).open("figcaption").element("strong", title);
        if (!caption.isEmpty()) {
            html.text(" " + caption);
        }
        html.close().line();
        if (series.size() > 1) {
            html.open("ul", "class", "legend");
            for (int i = 0; i < series.size(); i++) {
                html.open("li")
                        .element("span", "", "class", "key s" + i)
                        .text(series.get(i))
                        .close();
            }
            html.close().line();
        }
        drawing.run();
        html.close().line();
    }
}
