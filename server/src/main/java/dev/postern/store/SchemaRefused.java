package dev.postern.store;

import org.jspecify.annotations.Nullable;

/** This program must not work on the schema of the database. Nothing in it has been changed. */
public final class SchemaRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    SchemaRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
