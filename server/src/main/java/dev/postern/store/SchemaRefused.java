package dev.postern.store;

import org.jspecify.annotations.Nullable;

/** The schema that a database has is not one that this program may work on. Nothing in it has been changed. */
public final class SchemaRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    SchemaRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
