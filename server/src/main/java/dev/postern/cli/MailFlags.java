package dev.postern.cli;

/** The flags of a message, as letters of a Maildir name. */
record MailFlags(boolean read, boolean flagged, boolean answered, boolean draft, boolean deleted) {
    static final MailFlags NONE = new MailFlags(false, false, false, false, false);

    static MailFlags ofMaildir(String letters) {
        return new MailFlags(
                letters.indexOf('S') >= 0,
                letters.indexOf('F') >= 0,
                letters.indexOf('R') >= 0,
                letters.indexOf('D') >= 0,
                letters.indexOf('T') >= 0);
    }

    /** The letters in their order; a deleted message is in another folder instead. */
    String maildir() {
        return (draft ? "D" : "") + (flagged ? "F" : "") + (answered ? "R" : "") + (read ? "S" : "");
    }

    /** Adds a field {@code Status} or {@code X-Status} of an mbox. */
    MailFlags withStatus(boolean extended, String letters) {
        return extended
                ? new MailFlags(
                        read,
                        flagged || letters.indexOf('F') >= 0,
                        answered || letters.indexOf('A') >= 0,
                        draft || letters.indexOf('T') >= 0,
                        deleted || letters.indexOf('D') >= 0)
                : new MailFlags(
                        read || letters.indexOf('R') >= 0,
                        flagged,
                        answered,
                        draft,
                        deleted || letters.indexOf('D') >= 0);
    }

    /** The value of the field {@code Status} of an mbox. */
    String status() {
        return read ? "RO" : "O";
    }

    /** The value of the field {@code X-Status} of an mbox. */
    String extendedStatus() {
        return (answered ? "A" : "") + (flagged ? "F" : "") + (draft ? "T" : "");
    }
}
