package dev.personalize.internal.catalog;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives a file that was written under another name its own. */
public final class FinishedFile {
    private FinishedFile() {}

    /** Moves a file to its name, atomically where the file system can; a file of that name is replaced. */
    public static void move(Path from, Path to) throws IOException {
        try {
            // Where the one option does not say by itself that an old file is replaced, the other one does.
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException | UnsupportedOperationException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING); // the most that file system offers
        }
    }
}
