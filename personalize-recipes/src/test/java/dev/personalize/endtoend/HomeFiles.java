package dev.personalize.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.DatasetGroup;
import dev.personalize.Job;
import dev.personalize.Personalize;
import dev.personalize.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a home, and the rule that each of them is wanted. */
final class HomeFiles {
    private static final Pattern SEGMENT = Pattern.compile("(?<group>[^/]+)/datasets/[^/]+/(?<file>[^/]+)");
    private static final Pattern OF_VERSION = Pattern.compile("(?<version>[^/]+/solutions/[^/]+/\\d{6,})/[^/]+");
    private static final Pattern NAMED = Pattern.compile("\"(\\d{6,}\\.avro)\"");

    private HomeFiles() {}

    /** {@return the text of each file of a storage} */
    static Map<String, String> of(Storage storage) {
        Map<String, String> files = new HashMap<>();
        collect(storage, "", files);
        return files;
    }

    private static void collect(Storage storage, String folder, Map<String, String> files) {
        for (String name : storage.list(folder)) {
            String path = folder.isEmpty() ? name : folder + "/" + name;
            if (!storage.list(path).isEmpty()) {
                collect(storage, path, files);
                continue;
            }
            try (InputStream in = storage.read(path)) {
                files.put(path, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** {@return the text of each file of a home's folder, those that its storage hides included} */
    static Map<String, String> of(Path home) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = home.relativize(path).toString().replace('\\', '/');
                files.put(name, Files.readString(path, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    /** Every segment is named by a manifest and every named one is there, every version has a manifest, nothing is half written. */
    static void requireNoLeftovers(Map<String, String> files) {
        Map<String, List<String>> segments = new HashMap<>();
        Set<String> versions = new HashSet<>();
        for (String file : files.keySet()) {
            assertThat(file).doesNotEndWith(".tmp");
            Matcher segment = SEGMENT.matcher(file);
            if (segment.matches()) {
                segments.computeIfAbsent(segment.group("group"), group -> new ArrayList<>())
                        .add(segment.group("file"));
            }
            Matcher version = OF_VERSION.matcher(file);
            if (version.matches()) {
                versions.add(version.group("version"));
            }
        }
        segments.forEach((group, found) -> {
            List<String> named = NAMED.matcher(files.getOrDefault(group + "/group.json", ""))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            assertThat(found).as("files of rows in group %s", group).containsExactlyInAnyOrderElementsOf(named);
        });
        assertThat(versions).allSatisfy(version -> assertThat(files).containsKey(version + "/manifest.json"));
    }

    /** No job reads as running: the process that ran it is gone. */
    static void requireEndedJobs(Personalize personalize) {
        for (DatasetGroup group : personalize.datasetGroups()) {
            List<Job> jobs = new ArrayList<>(group.dataDeletions());
            jobs.addAll(group.batchInferenceJobs());
            jobs.addAll(group.batchSegmentJobs());
            group.datasets().forEach(dataset -> {
                jobs.addAll(dataset.imports());
                jobs.addAll(dataset.exports());
            });
            group.solutions().forEach(solution -> jobs.addAll(solution.trainings()));
            assertThat(jobs)
                    .allSatisfy(job -> assertThat(job.status().isTerminal()).isTrue());
        }
    }
}
