package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImportOptionsTest {
    @Test
    void an_import_is_full_all_or_nothing_and_of_100_gb_unless_said_otherwise() {
        ImportOptions options = ImportOptions.defaults();

        assertThat(options.mode()).isEqualTo(ImportMode.FULL);
        assertThat(options.name()).isNull();
        assertThat(options.rejectedRowsAllowed()).isZero();
        assertThat(options.sizeLimit()).isEqualTo(100_000_000_000L);
    }

    @Test
    void a_builder_made_of_options_holds_all_of_them() {
        ImportOptions options = ImportOptions.builder()
                .mode(ImportMode.INCREMENTAL)
                .name("monday")
                .rejectedRowsAllowed(3)
                .sizeLimit(4)
                .build();

        assertThat(options.toBuilder().build()).usingRecursiveComparison().isEqualTo(options);
    }

    @Test
    void a_limit_is_at_least_one_byte() {
        assertThatThrownBy(() -> ImportOptions.builder().sizeLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }
}
