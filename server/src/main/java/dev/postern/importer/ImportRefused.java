package dev.postern.importer;

/** The import is refused as a whole; nothing was created. */
public final class ImportRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ImportRefused(String message) {
        super(message);
    }

    /** The reason, which names the file. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
