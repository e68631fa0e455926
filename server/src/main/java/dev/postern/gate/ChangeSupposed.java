package dev.postern.gate;

import dev.postern.directory.SupposedChange;
import org.jspecify.annotations.Nullable;

/** The change would have succeeded, but was only supposed, see {@link DirectoryWriter#suppose}. */
public final class ChangeSupposed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient @Nullable SupposedChange change;

    ChangeSupposed(@Nullable SupposedChange change) {
        super("Nothing was changed", null, false, false);
        this.change = change;
    }

    /** Returns null if nothing would be different. */
    public @Nullable SupposedChange change() {
        return change;
    }
}
