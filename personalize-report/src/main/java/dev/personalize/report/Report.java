package dev.personalize.report;

import dev.personalize.Campaign;
import dev.personalize.DatasetGroup;
import dev.personalize.EvaluationReport;
import dev.personalize.SolutionVersion;
import dev.personalize.insight.Insights;
import dev.personalize.metrics.Comparison;
import dev.personalize.tuning.AutoMlReport;
import dev.personalize.tuning.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A page to look at: what the data is like, how good a version is, what it recommends and where it comes from. One HTML file, with
 * everything in it, that opens offline, light or dark as the reader's system is, on small screens and on large ones. It has no scripts.
 * Immutable; the same content gives the same bytes.
 *
 * <pre>{@code
 * Report.builder("Gift shop")
 *         .insights(shop.insights())
 *         .version(version)
 *         .evaluation(solution.evaluate(EvaluationConfig.defaults()))
 *         .recommendations(shop, campaign, List.of("17850"), "DESCRIPTION")
 *         .build()
 *         .writeTo(Path.of("report.html"));
 * }</pre>
 *
 * @param title its heading
 * @param sections its parts, in order
 */
public record Report(String title, List<Section> sections) {
    /** Copies the list. */
    public Report {
        sections = List.copyOf(sections);
    }

    /** {@return a report of what data is like} */
    public static Report of(Insights insights) {
        return builder("Data insights").insights(insights).build();
    }

    /** {@return a report of a version: metrics against popularity, choice of the recipe and search for hyperparameters if any, provenance} */
    public static Report of(SolutionVersion version) {
        return builder("Version " + version.number() + " of " + version.solution())
                .version(version)
                .build();
    }

    /** {@return a builder of a report without sections} */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    /** {@return the page, HTML that is also well-formed XML} */
    public String toHtml() {
        return HtmlPage.of(this);
    }

    /**
     * Writes the page. It is written beside the target and moved there when it is complete; a file that is there is replaced.
     *
     * @param target of any file system; missing folders above it are made
     * @throws UncheckedIOException if it cannot be written
     */
    public void writeTo(Path target) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            if (target.toAbsolutePath().getParent() != null) {
                Files.createDirectories(target.toAbsolutePath().getParent());
            }
            Files.writeString(part, toHtml(), StandardCharsets.UTF_8);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the report cannot be written to '" + target + "'", e);
        }
    }

    /** Collects sections. For one thread. */
    public static final class Builder {
        private final String title;
        private final List<Section> sections = new ArrayList<>();
        private final List<Section> last = new ArrayList<>();

        private Builder(String title) {
            this.title = title;
        }

        /** Adds what the data is like: findings, columns, and plots of time, activity and popularity. */
        public Builder insights(Insights insights) {
            return section(InsightSection.of(insights));
        }

        /**
         * Adds a version's metrics, against popularity on the same split; why its recipe was chosen, if AutoML did so; what a search for its
         * hyperparameters tried, if there was one; and at the end of the report where the version comes from.
         */
        public Builder version(SolutionVersion version) {
            last.add(VersionSection.provenance(version));
            section(VersionSection.metrics(version));
            version.autoMl().ifPresent(this::autoMl);
            version.tuningMetric().ifPresent(metric -> trials(metric, version.trials()));
            return this;
        }

        /**
         * Adds how good a solution is: every metric with its interval beside popularity and popularity of late, by activity of users and
         * popularity of items, and what is shown to whom.
         */
        public Builder evaluation(EvaluationReport evaluation) {
            return section(EvaluationSection.of(evaluation));
        }

        /**
         * Adds two systems asked the same questions, user by user.
         *
         * @param first what the first of them is called
         * @param second what the second is called
         */
        public Builder comparison(String first, String second, Comparison comparison) {
            return section(ComparisonSection.of(first, second, comparison));
        }

        /**
         * Adds what a search for hyperparameters tried: value and best until then by number, and a table of settings.
         *
         * @param metric key of what the trials were measured by
         * @param trials in the order of the search
         */
        public Builder trials(String metric, List<Trial> trials) {
            return section(TrialsSection.of(metric, trials));
        }

        /** Adds which recipes were compared, which one was chosen, and why. */
        public Builder autoMl(AutoMlReport choice) {
            return section(AutoMlSection.of(choice));
        }

        /**
         * Adds what a campaign recommends to some users, with the last items of their histories and the reasons; the group's data is read
         * for it, and the campaign is asked once for each user.
         *
         * @param group the campaign's group
         * @param userIds a handful of users
         * @param nameColumn column of the items dataset with what an item is called
         * @throws dev.personalize.error.InvalidInputException if the items dataset has no such column
         */
        public Builder recommendations(DatasetGroup group, Campaign campaign, List<String> userIds, String nameColumn) {
            return section(new SampleRecommendations(group, campaign, nameColumn).of(userIds));
        }

        /** Adds a section. */
        public Builder section(Section section) {
            sections.add(section);
            return this;
        }

        /** {@return the report} */
        public Report build() {
            List<Section> all = new ArrayList<>(sections);
            all.addAll(last);
            return new Report(title, all);
        }
    }
}
