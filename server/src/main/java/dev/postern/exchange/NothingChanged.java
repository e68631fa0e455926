package dev.postern.exchange;

import dev.postern.directory.SupposedChange;
import org.jspecify.annotations.Nullable;

/** With {@code -WhatIf}: the change would have succeeded, but was not made or was rolled back. */
final class NothingChanged extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient @Nullable SupposedChange supposed;

    /** @param supposed null if the change cannot affect access */
    NothingChanged(@Nullable SupposedChange supposed) {
        super("Nothing was changed", null, false, false);
        this.supposed = supposed;
    }

    @Nullable
    SupposedChange supposed() {
        return supposed;
    }
}
