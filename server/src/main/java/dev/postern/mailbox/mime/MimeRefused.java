package dev.postern.mailbox.mime;

import org.jspecify.annotations.Nullable;

/** Bytes that cannot be taken as a message, such as a header beyond all measure. Mere mistakes in them are tolerated. */
public final class MimeRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MimeRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
