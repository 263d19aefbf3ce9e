package dev.personalize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ShopReportTest {
    @TempDir
    Path folder;

    @Test
    void shows_the_shops_data_a_version_and_what_is_recommended() throws Exception {
        Path target = folder.resolve("shop.html");

        ShopReport.write(target);

        String html = Files.readString(target);
        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html)));
        assertThat(page.getElementsByTagName("svg").getLength())
                .as("5 of the data, 1 of the metrics, 1 of the trials, 4 of the evaluation")
                .isEqualTo(11);
        assertThat(html)
                .contains("401,509", "events of one second")
                .contains("9 settings were tried", "Popularity against exposure", "novelty of an item")
                .contains("NDCG@25", "normalized_discounted_cumulative_gain_at_25", "SHA-256 of the data")
                .contains(
                        "For user 17850, whose last items are",
                        "WHITE HANGING HEART T-LIGHT HOLDER (85123A)",
                        "For user nobody, who has no history",
                        "popular");
    }
}
