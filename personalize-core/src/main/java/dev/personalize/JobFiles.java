package dev.personalize;

import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.internal.catalog.FolderName;
import dev.personalize.internal.catalog.JobManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is written down of the jobs of one kind: a file for each, under its name. For one thread at a time. */
final class JobFiles {
    private static final String JSON = ".json";

    private final Engine engine;
    private final String folder;
    private final String kind;
    private final Map<String, JobManifest> all = new LinkedHashMap<>();

    /** @param kind singular, for names and messages */
    JobFiles(Engine engine, String folder, String kind) {
        this.engine = engine;
        this.folder = folder;
        this.kind = kind;
        List<JobManifest> found = new ArrayList<>();
        for (String file : engine.storage().list(folder)) {
            engine.catalog().find(folder + "/" + file, JobManifest.class).ifPresent(found::add);
        }
        found.sort((a, b) -> a.created().compareTo(b.created()));
        found.forEach(job -> all.put(job.name(), job));
    }

    /** {@return all of them, oldest first} */
    List<JobManifest> all() {
        return List.copyOf(all.values());
    }

    @Nullable JobManifest find(String name) {
        return all.get(name);
    }

    /** {@return the tags of a job, whether there is one of this name or not} */
    Tags tags(String name) {
        return new Tags(engine, kind + " '" + name + "'", path(name));
    }

    private String path(String job) {
        return folder + "/" + FolderName.of(job) + JSON;
    }

    /** {@return the job that is written down as asked for, under a name of its own if none is asked for} */
    JobManifest create(Jobs.Asked asked, Status status) {
        String name = asked.name() == null ? freeName() : Names.checked(kind, asked.name());
        if (all.containsKey(name)) {
            throw new ResourceAlreadyExistsException(kind + " '" + name + "' exists already: choose another name");
        }
        String now = engine.now();
        JobManifest job = new JobManifest(name, asked.dataset(), status.name(), null, asked.details(), now, now);
        tags(name).begin(asked.tags());
        put(job);
        return job;
    }

    private String freeName() {
        int number = all.size() + 1;
        while (all.containsKey(name(number))) {
            number++;
        }
        return name(number);
    }

    private String name(int number) {
        return kind.replace(' ', '-') + String.format("-%06d", number);
    }

    /**
     * Writes down how far a job is.
     *
     * @param reason why it failed, or null
     * @param more what came out, beside what is written down
     */
    void change(JobManifest job, Status status, @Nullable String reason, Map<String, String> more) {
        Map<String, String> details = new LinkedHashMap<>(job.details());
        details.putAll(more);
        put(new JobManifest(job.name(), job.dataset(), status.name(), reason, details, job.created(), engine.now()));
    }

    /** What cannot be written down of a job that was there is known all the same. */
    private void put(JobManifest job) {
        JobManifest before = all.put(job.name(), job);
        boolean written = false;
        try {
            if (!job.equals(before)) {
                engine.catalog().write(path(job.name()), job);
            }
            written = true;
        } finally {
            if (!written && before == null) {
                all.remove(job.name());
            }
        }
    }
}
