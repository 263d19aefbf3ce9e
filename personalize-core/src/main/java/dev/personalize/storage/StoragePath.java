package dev.personalize.storage;

/** The rule for paths. */
final class StoragePath {
    /** Ends the names of files that are not finished or no longer wanted. */
    static final String TEMPORARY = ".tmp";

    private StoragePath() {}

    /** {@return {@code path}, if it is one} */
    static String checked(String path) {
        for (String segment : path.split("/", -1)) {
            boolean plain = segment.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c));
            if (segment.isEmpty()
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.endsWith(TEMPORARY)
                    || !plain) {
                throw new IllegalArgumentException("not a storage path: '" + path
                        + "'; it must be relative, its segments separated by '/' and neither empty, '.' nor '..'");
            }
        }
        return path;
    }

    /** {@return {@code folder}, if it is a path or names the outermost folder} */
    static String checkedFolder(String folder) {
        return folder.isEmpty() ? folder : checked(folder);
    }
}
