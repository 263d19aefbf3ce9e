package dev.personalize.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.personalize.math.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which kernels run is decided once a process, so each way to start one is a process of its own. */
class InstallationTest {
    private static final String ADD_MODULES = "--add-modules=jdk.incubator.vector";
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private static Run complete;
    private static Run withoutIncubator;
    private static Run withoutJar;

    private record Run(String kernels, String log, List<Double> losses) {}

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        complete = run(CLASS_PATH, List.of(ADD_MODULES));
        withoutIncubator = run(CLASS_PATH, List.of());
        withoutJar = run(withoutKernels(), List.of(ADD_MODULES));
    }

    @Test
    void this_process_has_the_vector_kernels() {
        assertThat(Kernels.installed()).isInstanceOf(VectorKernels.class);
    }

    @Test
    void jar_and_incubator_module_together_make_the_vector_kernels_run() {
        assertThat(complete.kernels).startsWith("jdk.incubator.vector");
        assertThat(complete.log)
                .contains("Numeric kernels: jdk.incubator.vector")
                .doesNotContain("cannot run");
    }

    @Test
    void without_the_incubator_module_plain_loops_run_and_the_log_says_what_is_missing() {
        assertThat(withoutIncubator.kernels).isEqualTo("plain Java");
        assertThat(withoutIncubator.log)
                .contains("Numeric kernels: plain Java")
                .contains("--add-modules jdk.incubator.vector");
    }

    @Test
    void without_the_jar_plain_loops_run() {
        assertThat(withoutJar.kernels).isEqualTo("plain Java");
        assertThat(withoutJar.log).contains("Numeric kernels: plain Java").doesNotContain("cannot run");
    }

    @Test
    void models_trained_with_either_are_equally_good() {
        assertThat(withoutJar.losses).hasSameSizeAs(TrainedLoss.SOLVERS);
        for (int i = 0; i < TrainedLoss.SOLVERS.size(); i++) {
            double plain = withoutJar.losses.get(i);
            assertThat(complete.losses.get(i)).as(TrainedLoss.SOLVERS.get(i)).isCloseTo(plain, within(1e-4 * plain));
        }
    }

    /** {@return the class path without the folder or jar of the service} */
    private static String withoutKernels() {
        Path home = Path.of(VectorKernels.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        return Arrays.stream(CLASS_PATH.split(System.getProperty("path.separator"), -1))
                .filter(entry -> !Path.of(entry).equals(home))
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static Run run(String classPath, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, TrainedLoss.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        String kernels = "";
        List<Double> losses = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(TrainedLoss.KERNELS)) {
                kernels = line.substring(TrainedLoss.KERNELS.length());
            } else if (line.startsWith(TrainedLoss.LOSS)) {
                losses.add(Double.valueOf(line.substring(TrainedLoss.LOSS.length())));
            }
        }
        return new Run(kernels, output, losses);
    }
}
