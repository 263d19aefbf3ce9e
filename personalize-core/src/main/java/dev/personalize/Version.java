package dev.personalize;

/** The version of this library. */
final class Version {
    /** As the jar says, or {@code "development"} when the classes do not come from a jar. */
    static final String CURRENT = current();

    private Version() {}

    private static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
