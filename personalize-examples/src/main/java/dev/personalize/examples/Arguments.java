package dev.personalize.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Command line arguments of the form {@code --name value} and {@code --flag}. */
final class Arguments {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * @param args as given to main
     * @param names options with a value
     * @param flags options without one
     * @throws IllegalArgumentException for anything else
     */
    Arguments(String[] args, Set<String> names, Set<String> flags) {
        for (int i = 0; i < args.length; i++) {
            if (flags.contains(args[i])) {
                values.put(args[i], List.of());
            } else if (!names.contains(args[i])) {
                throw new IllegalArgumentException("unknown argument '" + args[i] + "'");
            } else if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            } else {
                values.computeIfAbsent(args[i], unused -> new ArrayList<>()).add(args[++i]);
            }
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    String required(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException(name + " is required");
        }
        return last(name, "");
    }

    String last(String name, String otherwise) {
        List<String> given = all(name);
        return given.isEmpty() ? otherwise : given.get(given.size() - 1);
    }

    int integer(String name, int otherwise) {
        return Math.toIntExact(whole(name, otherwise));
    }

    long whole(String name, long otherwise) {
        String text = last(name, Long.toString(otherwise));
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, was '" + text + "'", e);
        }
    }
}
