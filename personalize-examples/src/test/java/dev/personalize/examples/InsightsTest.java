package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.personalize.DatasetGroup;
import dev.personalize.Personalize;
import dev.personalize.insight.ColumnProfile;
import dev.personalize.insight.Finding;
import dev.personalize.insight.Insights;
import dev.personalize.insight.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsightsTest {
    @TempDir
    Path folder;

    @Test
    void tells_what_the_shops_data_is_like() throws IOException {
        try (Personalize personalize = Personalize.inMemory()) {
            DatasetGroup shop = personalize.createDatasetGroup("shop");
            for (String name : List.of("interactions", "items", "users")) {
                shop.createDataset(OnlineRetail.schema(name)).importCsv(OnlineRetail.csv(name, folder));
            }

            Insights insights = shop.insights();

            // The same as zcat, sort -u and uniq -c count.
            assertThat(insights.counts().events()).isEqualTo(401_509);
            assertThat(insights.counts().usersWithEvents()).isEqualTo(4372);
            assertThat(insights.counts().usersWithTwo()).isEqualTo(4293);
            assertThat(insights.counts().pairs()).isEqualTo(267_615);
            assertThat(insights.events().types()).containsEntry("Purchase", 392_668L);
            assertThat(insights.events().oldest()).contains(Instant.parse("2010-12-01T08:26:00Z"));
            assertThat(insights.events().resolution()).isEqualTo(Duration.ofMinutes(1));
            assertThat(insights.events().perUser().events(1)).isEqualTo(7811);
            assertThat(insights.columns())
                    .extracting(ColumnProfile::name)
                    .containsExactly("EVENT_TYPE", "EVENT_VALUE", "DESCRIPTION", "PRICE", "COUNTRY");
            assertThat(insights.findings())
                    .extracting(Finding::severity, Finding::topic)
                    .startsWith(
                            tuple(Severity.WARNING, "events of one second"),
                            tuple(Severity.WARNING, "gap in time"),
                            tuple(Severity.WARNING, "busy users"))
                    .contains(tuple(Severity.ADVICE, "duplicate events"));
        }
    }
}
