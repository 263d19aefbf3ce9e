package dev.personalize.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.personalize.error.CorruptArtifactException;
import dev.personalize.metrics.Calibration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VersionManifestTest {
    private static final VersionManifest MANIFEST = StoredVersion.manifest(Map.of());

    private static <T extends Record> T read(String text, Class<T> type) throws IOException {
        return ManifestText.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "version", type);
    }

    private static String text(Record manifest) {
        return new String(ManifestText.of(manifest), StandardCharsets.UTF_8);
    }

    /** {@return the manifest with something else in it, and the checksum that is right for that} */
    private static String with(String text, String old, String now) {
        assertThat(text).contains(old);
        String changed = text.substring(0, text.lastIndexOf("  \"sha256\"")).replaceAll(old, now);
        byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
        return changed + "  \"sha256\" : \"" + Sha256.hex(Sha256.of(bytes, bytes.length)) + "\"\n}\n";
    }

    @Test
    void a_calibration_is_kept_to_the_bit() throws IOException {
        Calibration calibration =
                new Calibration(new float[] {-0.1f, 1e-30f, 1 / 3f}, new double[] {0, 1e-12, 1 / 3.0, 1});

        VersionManifest.Steps steps = Objects.requireNonNull(VersionManifest.Steps.of(calibration));

        assertThat(steps.toCalibration()).isEqualTo(calibration);
        assertThat(read(text(steps), VersionManifest.Steps.class).toCalibration())
                .isEqualTo(calibration);
        assertThat(VersionManifest.Steps.of(null)).isNull();
        assertThat(read(text(MANIFEST), VersionManifest.class)).isEqualTo(MANIFEST);
    }

    @Test
    void a_manifest_from_before_calibrations_is_read_in_a_home_and_in_an_export() throws IOException {
        String old =
                with(with(text(MANIFEST), "\"calibration\"", "\"unknown\""), "  \"repeatCalibration\" : null,\n", "");
        assertThat(read(old, VersionManifest.class).calibration()).isNull();
        assertThat(read(old, VersionManifest.class).metrics()).isEqualTo(MANIFEST.metrics());

        String export = text(new ArchiveManifest(MANIFEST, new StoredVersion().settings));
        String oldExport = with(export, "\"calibration\"", "\"unknown\"");
        assertThat(read(oldExport, ArchiveManifest.class).version().calibration())
                .isNull();
    }

    @Test
    void a_manifest_from_before_provenance_is_read() throws IOException {
        String old = with(text(MANIFEST), "\"provenance\"", "\"unknown\"");

        assertThat(read(old, VersionManifest.class).provenance()).isNull();
        assertThat(read(text(MANIFEST), VersionManifest.class).provenance()).isEqualTo(MANIFEST.provenance());
    }

    @Test
    void what_may_not_be_null_may_not_be_missing() {
        assertThatThrownBy(() -> read(with(text(MANIFEST), "\"cases\"", "\"unknown\""), VersionManifest.class))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("cases");
    }

    @Test
    void a_forged_calibration_is_noticed() {
        assertThatThrownBy(() -> read(with(text(MANIFEST), "0.125", "0.975"), VersionManifest.class))
                .isInstanceOf(CorruptArtifactException.class)
                .hasMessageContaining("probability 1");
        assertThatThrownBy(() -> read(with(text(MANIFEST), "0.125", "null"), VersionManifest.class))
                .isInstanceOf(CorruptArtifactException.class);
    }
}
