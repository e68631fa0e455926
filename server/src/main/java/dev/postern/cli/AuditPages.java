package dev.postern.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A source of audit entries, a server or a database: page by page, the newest first. */
@FunctionalInterface
public interface AuditPages {
    /**
     * A page. It may be empty although more follows.
     *
     * @param next for {@link #page}; null at the end
     */
    record Page(List<JsonNode> entries, @Nullable String next) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Returns a page.
     *
     * @param from null for the first
     * @param max the greatest number of entries
     */
    Page page(AuditReadOptions.Filter filter, @Nullable String from, int max);
}
