package dev.postern.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a search finds, the newest first. It may be empty although more follows.
 *
 * @param next where the search continues; null at the end
 */
public record AuditPage(List<ShownEntry> entries, @Nullable AuditCursor next) {
    public AuditPage {
        entries = List.copyOf(entries);
    }
}
