package dev.postern.mailbox.mime;

import org.jspecify.annotations.Nullable;

/**
 * The bytes cannot be accepted as a message, for example because the header is too large. Simple syntax errors are
 * tolerated.
 */
public final class MimeRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MimeRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
