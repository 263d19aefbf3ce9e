package dev.personalize.storage;

import java.util.Locale;
import java.util.regex.Pattern;

/** The rule for paths: what every operating system can store, and none takes for something else. */
final class StoragePath {
    /** Ends the names of files that are not finished or no longer wanted. */
    static final String TEMPORARY = ".tmp";

    /** The file in the outermost folder that keeps other processes out. */
    static final String LOCK_FILE = "personalize.lock";

    /** Leaves room for what a temporary file has behind its name, of the 255 bytes that file systems allow. */
    private static final int LONGEST = 200;

    private static final Pattern PLAIN = Pattern.compile("[ -~&&[^/\\\\:*?\"<>|]]{1," + LONGEST + "}(?<![. ])");
    private static final Pattern DEVICE =
            Pattern.compile("(CON|PRN|AUX|NUL|CLOCK\\$|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9])(\\..*)?");

    private StoragePath() {}

    /** {@return {@code path}, if it is one} */
    static String checked(String path) {
        for (String segment : path.split("/", -1)) {
            if (!PLAIN.matcher(segment).matches()
                    || DEVICE.matcher(segment.toUpperCase(Locale.ROOT)).matches()
                    || segment.toLowerCase(Locale.ROOT).endsWith(TEMPORARY)) {
                throw new IllegalArgumentException("not a storage path: '" + path + "', because of '" + segment
                        + "'; a segment has 1 to " + LONGEST + " printable ASCII characters, none of \\ : * ? \" < > |,"
                        + " no '.' or space at its end, and is no device name of Windows");
            }
        }
        if (path.toLowerCase(Locale.ROOT).equals(LOCK_FILE)) {
            throw new IllegalArgumentException("'" + path + "' is the name of the lock file; take another");
        }
        return path;
    }

    /** {@return {@code folder}, if it is a path or names the outermost folder} */
    static String checkedFolder(String folder) {
        return folder.isEmpty() ? folder : checked(folder);
    }
}
