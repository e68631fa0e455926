package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a delivered message is put in one mailbox, and what is set on it.
 *
 * @param folder a folder for mail, or Purges
 * @param copies the folders that get a copy, with the same marks; those that exceed the quota are left out
 */
public record Placement(FolderId folder, Marks marks, List<FolderId> copies) {
    public Placement {
        copies = List.copyOf(copies);
    }

    /**
     * What is set on the message and its copies.
     *
     * @param importance null to leave it as it is
     * @param categories to be added to those that it has
     */
    public record Marks(boolean read, @Nullable String importance, List<String> categories) {
        public static final Marks NONE = new Marks(false, null, List.of());

        public Marks {
            categories = List.copyOf(categories);
        }
    }

    static Placement in(FolderId folder) {
        return new Placement(folder, Marks.NONE, List.of());
    }
}
