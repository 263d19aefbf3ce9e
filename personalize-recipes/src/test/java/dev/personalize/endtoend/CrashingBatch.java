package dev.personalize.endtoend;

import dev.personalize.BatchInferenceJob;
import dev.personalize.Personalize;
import dev.personalize.SolutionVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** An application that runs one batch inference job over a home, until it is killed or the job is done. */
final class CrashingBatch {
    static final String READY = "ready";
    static final String DONE = "done";

    private CrashingBatch() {}

    /**
     * Runs the job, and says on the standard output when the first lines are answered and when it is done.
     *
     * @param args the home, the input, the output folder, and the number of threads
     */
    public static void main(String[] args) {
        AtomicBoolean ready = new AtomicBoolean();
        try (Personalize personalize =
                Personalize.builder().parallelism(Integer.parseInt(args[3])).open(Path.of(args[0]))) {
            BatchInferenceJob job = job(personalize, Path.of(args[1]), Path.of(args[2]))
                    .progress((task, done, total) -> {
                        if (ready.compareAndSet(false, true)) {
                            System.out.println(READY);
                        }
                    })
                    .run();
            System.out.println(DONE + " " + job.continuedLines());
        }
    }

    /** {@return the job, which another process may run again and continue} */
    static BatchInferenceJob.Builder job(Personalize personalize, Path input, Path output) {
        SolutionVersion version =
                personalize.datasetGroup("shop").solution("solution").version(1);
        return version.batchInference()
                .input(input)
                .outputFolder(output)
                .numResults(20)
                .checkpointEvery(Duration.ZERO);
    }
}
