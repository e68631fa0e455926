package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Owners as rows contain them. */
final class Owned {
    private Owned() {}

    /** Rows of versions that had no owners do not contain the property. */
    static List<ObjectId> stored(@Nullable List<ObjectId> owners) {
        return List.copyOf(Objects.requireNonNullElse(owners, List.of()));
    }
}
