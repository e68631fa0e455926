package dev.postern.exchange;

/** With {@code -WhatIf}: the change would have succeeded, but was not made or was rolled back. */
final class NothingChanged extends RuntimeException {
    private static final long serialVersionUID = 1;

    NothingChanged() {
        super("Nothing was changed", null, false, false);
    }
}
