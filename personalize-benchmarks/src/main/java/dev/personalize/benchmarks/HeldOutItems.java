package dev.personalize.benchmarks;

import dev.personalize.data.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Histories of distinct items, cut into what a model may learn from and what it has to find.
 *
 * @param train items of each user, oldest first where the file has an order
 * @param heldOut further items of each user; as long as {@code train}
 */
record HeldOutItems(List<List<String>> train, List<List<String>> heldOut) {
    private static final int LEAST_WITH_NEWEST = 3;

    /**
     * Holds a random share of each user's items out.
     *
     * @param itemsOfUser not modified
     * @param percent of a user's items that are held out, rounded down
     * @param least that are held out of a user, however few there are
     * @param seed the same seed gives the same items
     */
    static HeldOutItems carve(List<List<String>> itemsOfUser, int percent, int least, long seed) {
        Random random = new Random(seed);
        List<List<String>> train = new ArrayList<>();
        List<List<String>> heldOut = new ArrayList<>();
        for (List<String> items : itemsOfUser) {
            List<String> shuffled = new ArrayList<>(items);
            Collections.shuffle(shuffled, random);
            int count = Math.min(items.size(), Math.max(least, items.size() * percent / 100));
            Set<String> chosen = new LinkedHashSet<>(shuffled.subList(0, count));
            heldOut.add(List.copyOf(chosen));
            train.add(items.stream().filter(item -> !chosen.contains(item)).toList());
        }
        return new HeldOutItems(train, heldOut);
    }

    /**
     * Holds the newest item of each user out who has at least three, as the files of SASRec and BERT4Rec are used.
     *
     * @param itemsOfUser oldest first; not modified
     */
    static HeldOutItems newest(List<List<String>> itemsOfUser) {
        List<List<String>> train = new ArrayList<>();
        List<List<String>> heldOut = new ArrayList<>();
        for (List<String> items : itemsOfUser) {
            int kept = items.size() < LEAST_WITH_NEWEST ? items.size() : items.size() - 1;
            train.add(items.subList(0, kept));
            heldOut.add(items.subList(kept, items.size()));
        }
        return new HeldOutItems(train, heldOut);
    }

    /** {@return the training part, each item a second after the one before; user {@code u} has the id {@code u} as text} */
    Snapshot snapshot() {
        Snapshot.Builder builder = Snapshot.builder();
        for (int user = 0; user < train.size(); user++) {
            List<String> items = train.get(user);
            for (int i = 0; i < items.size(); i++) {
                builder.interaction(Integer.toString(user), items.get(i), null, Float.NaN, i);
            }
        }
        return builder.build();
    }

    /** {@return the lines of a file, which may be there as {@code .gz} instead} */
    static List<String> lines(Path folder, String name) throws IOException {
        Path plain = folder.resolve(name);
        boolean compressed = !Files.exists(plain);
        try (InputStream in = Files.newInputStream(compressed ? folder.resolve(name + ".gz") : plain);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(compressed ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    /** {@return whether there is such a file, plain or as {@code .gz}} */
    static boolean exists(Path folder, String name) {
        return Files.exists(folder.resolve(name)) || Files.exists(folder.resolve(name + ".gz"));
    }

    /**
     * {@return the items of each user, by the user's number}
     *
     * @param lines {@code user item item …}
     */
    static List<List<String>> userLines(List<String> lines) {
        List<List<String>> itemsOfUser = new ArrayList<>();
        for (String line : lines) {
            List<String> words = new ArrayList<>(Arrays.asList(line.trim().split(" ", -1)));
            int user = Integer.parseInt(words.remove(0));
            while (itemsOfUser.size() <= user) {
                itemsOfUser.add(new ArrayList<>());
            }
            words.removeIf(String::isEmpty);
            itemsOfUser.get(user).addAll(words);
        }
        return itemsOfUser;
    }
}
