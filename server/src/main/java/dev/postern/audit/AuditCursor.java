package dev.postern.audit;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a search continues: behind one row of the mailboxes and one of the tenant, from the newest to the oldest. */
public record AuditCursor(Position mailbox, Position tenant) {
    private static final String POSITION = "(\\d{1,19})\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.(\\d{1,19})";
    private static final Pattern TEXT = Pattern.compile(POSITION + "\\." + POSITION);

    /** Before the newest entry. */
    public static final AuditCursor NEWEST = new AuditCursor(Position.NEWEST, Position.NEWEST);

    /** A row: its time in milliseconds, the key of its chain, its sequence. */
    public record Position(long at, UUID key, long sequence) {
        private static final Position NEWEST = new Position(Long.MAX_VALUE, new UUID(-1, -1), Long.MAX_VALUE);

        private static Position read(Matcher text, int first) {
            return new Position(
                    Long.parseLong(text.group(first)),
                    UUID.fromString(text.group(first + 1)),
                    Long.parseLong(text.group(first + 2)));
        }

        private String text() {
            return at + "." + key + "." + sequence;
        }
    }

    /** Reads what {@link #text} returned; empty if it is something else. */
    public static Optional<AuditCursor> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AuditCursor(Position.read(matcher, 1), Position.read(matcher, 4)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns it as text for a URL. */
    public String text() {
        return mailbox.text() + "." + tenant.text();
    }
}
