package dev.personalize.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a {@link Report}. Immutable.
 *
 * @param title its heading
 * @param blocks what it shows, in order; plots that follow each other stand side by side where there is room
 */
public record Section(String title, List<Block> blocks) {
    /** Copies the list. */
    public Section {
        blocks = List.copyOf(blocks);
    }

    /** {@return a builder of a section without blocks} */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    /** Collects blocks. For one thread. */
    public static final class Builder {
        private final String title;
        private final List<Block> blocks = new ArrayList<>();

        private Builder(String title) {
            this.title = title;
        }

        /** Adds a block at the end. */
        public Builder add(Block block) {
            blocks.add(block);
            return this;
        }

        /** Adds running text at the end. */
        public Builder text(String text) {
            return add(new Paragraph(text));
        }

        /** {@return the section} */
        public Section build() {
            return new Section(title, blocks);
        }
    }
}
