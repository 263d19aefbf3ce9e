package dev.personalize;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Gives a file that was written under another name its own. */
final class FinishedFile {
    private FinishedFile() {}

    static void move(Path from, Path to) throws IOException {
        try {
            // Where the one option does not say by itself that an old file is replaced, the other one does.
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException | UnsupportedOperationException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING); // the most that file system offers
        }
    }
}
