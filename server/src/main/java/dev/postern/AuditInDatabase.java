package dev.postern;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.audit.AuditCursor;
import dev.postern.audit.AuditFilter;
import dev.postern.audit.AuditPage;
import dev.postern.audit.AuditSearch;
import dev.postern.audit.AuditSince;
import dev.postern.cli.AuditPages;
import dev.postern.cli.AuditReadOptions;
import dev.postern.directory.StoredNames;
import dev.postern.http.Json;
import dev.postern.management.AuditShape;
import dev.postern.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The audit of a tenant in a database, read without a server. */
record AuditInDatabase(Database database, StoredNames names, InstantSource clock) implements AuditPages {
    /** Something that the options name is not in the database. */
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unknown(String message) {
            super(message);
        }
    }

    static AuditInDatabase of(Database database, AuditReadOptions options, InstantSource clock) {
        TenantId tenant = options.tenant()
                .map(text -> StoredNames.tenant(database, text)
                        .orElseThrow(() -> new Unknown("There is no tenant '" + text + "' in the database.")))
                .or(() -> options.data().flatMap(AuditInDatabase::ofProfile))
                .or(() -> StoredNames.oldestTenant(database))
                .orElseThrow(() -> new Unknown("There is no tenant in the database."));
        return new AuditInDatabase(database, StoredNames.of(database, tenant), clock);
    }

    /** The tenant of the profile that the server wrote, whose secret is not needed. */
    private static Optional<TenantId> ofProfile(Path data) {
        try {
            Path file = data.resolve("admin.json");
            return Files.isRegularFile(file)
                    ? Optional.of(TenantId.of(
                            Json.parse(Files.readString(file)).path("tenantId").asString("")))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Page page(AuditReadOptions.Filter filter, @Nullable String from, int max) {
        AuditCursor cursor =
                from == null ? AuditCursor.NEWEST : AuditCursor.read(from).orElse(AuditCursor.NEWEST);
        AuditPage page = AuditSearch.page(database, wanted(filter), cursor, max);
        List<JsonNode> entries = page.entries().stream()
                .<JsonNode>map(shown -> AuditShape.json(shown, names::displayName))
                .toList();
        return new Page(entries, page.next() == null ? null : page.next().text());
    }

    private AuditFilter wanted(AuditReadOptions.Filter filter) {
        return new AuditFilter(
                names.tenant(),
                filter.app().map(this::app).orElse(null),
                filter.mailbox().map(this::mailbox).orElse(null),
                filter.denied(),
                filter.since().map(this::since).orElse(null));
    }

    private AppId app(String text) {
        List<AppId> found = names.apps(text);
        if (found.isEmpty()) {
            throw new Unknown("There is no application '" + text + "' in the tenant.");
        }
        if (found.size() > 1) {
            throw new Unknown("Several applications have the name '" + text + "'. Use an app id.");
        }
        return found.getFirst();
    }

    private MailboxId mailbox(String text) {
        return names.mailbox(text).orElseThrow(() -> new Unknown("There is no mailbox '" + text + "' in the tenant."));
    }

    private Instant since(String text) {
        return AuditSince.read(text, clock.instant())
                .orElseThrow(
                        () -> new Unknown("The value of --since must be a time such as 2026-11-27T10:00:00Z, a date,"
                                + " or a number of minutes, hours or days such as 30m, 12h or 7d."));
    }
}
