package dev.personalize.internal.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names of resources as names of folders and files, on every file system: two names never share a folder, not even where
 * upper and lower case are one.
 *
 * <p>A name without upper-case letters is its own folder. Otherwise the folder is the name in lower case, {@code ~}, and the
 * places of the upper-case letters as a hexadecimal bit mask whose lowest bit is the first character: {@code Shop} becomes
 * {@code shop~1}, {@code shoP} {@code shop~8}. The mask is 0 for names that Windows keeps for devices: {@code con~0}.
 */
public final class FolderName {
    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]{1,63}");
    private static final Pattern ENCODED = Pattern.compile("([a-z0-9_-]{1,63})~([0-9a-f]{1,16})");
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private FolderName() {}

    /**
     * {@return the folder of a name}
     *
     * @param name 1 to 63 letters, digits, {@code -} and {@code _}
     * @throws IllegalArgumentException if it is not such a name
     */
    public static String of(String name) {
        if (!LEGAL.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "no folder for '" + name + "': a name is 1 to 63 letters, digits, '-' and '_'");
        }
        long upperCase = 0; // 63 characters fit
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
                upperCase |= 1L << i;
            }
        }
        String folder = name.toLowerCase(Locale.ROOT);
        return upperCase == 0 && !DEVICES.contains(folder) ? folder : folder + "~" + Long.toHexString(upperCase);
    }

    /** {@return the name a folder belongs to; empty if no name has this folder} */
    public static Optional<String> nameOf(String folder) {
        StringBuilder name = new StringBuilder(folder);
        var encoded = ENCODED.matcher(folder);
        if (encoded.matches()) {
            name = new StringBuilder(encoded.group(1));
            long upperCase = Long.parseUnsignedLong(encoded.group(2), 16);
            for (int i = 0; i < name.length(); i++) {
                if ((upperCase >>> i & 1) != 0) {
                    name.setCharAt(i, Character.toUpperCase(name.charAt(i)));
                }
            }
        }
        // Whatever was decoded is the name only if it would be encoded like this.
        return Optional.of(name.toString())
                .filter(decoded ->
                        LEGAL.matcher(decoded).matches() && of(decoded).equals(folder));
    }
}
