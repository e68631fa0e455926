package dev.postern.importer;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Sid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes application access policies. A policy of a known application is never dropped because a part of it is unreadable: then it denies,
 * because without it the application would access more.
 */
final class PolicyImport {
    private static final ExportFile FILE = ExportFile.POLICIES;
    private static final Pattern RAW_SCOPE = Pattern.compile("(S-1[0-9-]+)?;?([0-9A-Fa-f-]{36})?");
    private static final Pattern IDENTITY = Pattern.compile(".*\\\\(\\*|[0-9A-Fa-f-]{36}):(.*)");
    private static final Pattern RIGHT_IN_DESCRIPTION = Pattern.compile("AccessRight: (\\w+)");
    private static final int MAX_TEXT_LENGTH = 1_024;

    private final ImportContext context;
    private final Set<ObjectId> incomplete;
    private final Set<String> seen = new HashSet<>();

    /** @param incomplete groups of which members may be missing */
    PolicyImport(ImportContext context, Set<ObjectId> incomplete) {
        this.context = context;
        this.incomplete = incomplete;
    }

    /** The SIDs that policies name, by the object ids of their scopes. */
    static Map<String, String> sids(Export export) {
        Map<String, String> sids = new HashMap<>();
        export.of(FILE).forEach(item -> {
            Scope scope = Scope.of(item);
            if (scope.id() != null && scope.sid() != null) {
                sids.putIfAbsent(scope.id().toString(), scope.sid());
            }
        });
        return sids;
    }

    void run() {
        if (context.export().unreadable().contains(FILE)) {
            put(
                    new AppSelector.Every(),
                    AccessRight.RESTRICT_ACCESS,
                    new ObjectId(context.uuid()),
                    null,
                    "unreadable policies",
                    "Get-ApplicationAccessPolicy.json could not be read");
            context.report()
                    .warn("Get-ApplicationAccessPolicy.json could not be read. A policy for every application allows"
                            + " no mailbox, so that no application accesses more than before.");
        }
        context.items(FILE).forEach(this::one);
    }

    /** What an item says about the scope. */
    private record Scope(@Nullable String sid, @Nullable UUID id) {
        static Scope of(ExportItem item) {
            Matcher identity = IDENTITY.matcher(item.textOrEmpty("Identity"));
            String raw = item.textOrEmpty("ScopeIdentityRaw");
            Matcher parts = RAW_SCOPE.matcher(raw.isEmpty() && identity.matches() ? identity.group(2) : raw);
            return parts.matches()
                    ? new Scope(parts.group(1), ExportItem.guidOf(parts.group(2)))
                    : new Scope(null, null);
        }
    }

    private void one(ExportItem item) {
        context.budget().checkTime();
        String identity = item.textOrEmpty("Identity", "AppId", "ScopeName");
        String name = identity.isEmpty() ? "item " + item.number() : identity;
        AppSelector app = app(item);
        if (app == null) {
            context.report()
                    .unused(FILE, name, "It names no application, so it may be missing for one. Export it again.");
            return;
        }
        AccessRight right = right(item);
        Scope named = Scope.of(item);
        ObjectId scope = scope(item, named);
        boolean known = scope != null && context.draft().now(scope) != null;
        if (right == null) {
            context.report()
                    .warn("The policy " + name + " has the unreadable AccessRight '" + item.textOrEmpty("AccessRight")
                            + "'. It denies every mailbox.");
            right = AccessRight.DENY_ACCESS;
            scope = null;
        } else if (!known) {
            context.report()
                    .warn("The scope of the policy " + name + " is not among the recipients. The policy "
                            + (right == AccessRight.DENY_ACCESS ? "denies every mailbox." : "allows no mailbox."));
        } else if (right == AccessRight.DENY_ACCESS && incomplete.contains(scope)) {
            context.report()
                    .warn("Members of the scope of the policy " + name
                            + " are unknown. The policy denies every mailbox.");
            scope = null;
        }
        ObjectId wanted = scope == null ? new ObjectId(context.uuid()) : scope;
        if (!seen.add(app + " " + right + " " + wanted)) {
            context.report().unused(FILE, name, "There is another policy with its application, scope and right.");
            return;
        }
        put(app, right, wanted, named.sid(), item);
        context.report().count("policies");
    }

    private static @Nullable AppSelector app(ExportItem item) {
        String text = item.textOrEmpty("AppId");
        Matcher identity = IDENTITY.matcher(item.textOrEmpty("Identity"));
        String app = text.isEmpty() && identity.matches() ? identity.group(1) : text;
        UUID id = ExportItem.guidOf(app);
        return app.equals("*") ? new AppSelector.Every() : id == null ? null : new AppSelector.One(new AppId(id));
    }

    /** As a name, or as the number of the enumeration; null if it is unreadable or the description contradicts it. */
    private static @Nullable AccessRight right(ExportItem item) {
        AccessRight right = named(item.textOrEmpty("AccessRight"));
        Matcher described = RIGHT_IN_DESCRIPTION.matcher(item.textOrEmpty("Description"));
        boolean contradicts = described.find()
                && right != null
                && !right.text().equalsIgnoreCase(described.group(1))
                && item.textOrEmpty("AccessRight").length() == 1;
        return contradicts ? null : right;
    }

    private static @Nullable AccessRight named(String text) {
        return switch (ExportItem.fold(text)) {
            case "restrictaccess", "0" -> AccessRight.RESTRICT_ACCESS;
            case "denyaccess", "1" -> AccessRight.DENY_ACCESS;
            default -> null;
        };
    }

    /** The id is the surest; the names find the scope only if there is no id. */
    private @Nullable ObjectId scope(ExportItem item, Scope named) {
        if (named.id() != null) {
            ObjectId byId = context.names().find(named.id().toString());
            return byId == null ? new ObjectId(named.id()) : byId;
        }
        ObjectId byName = context.names().find(item.text("ScopeIdentity"));
        return byName == null ? context.names().find(item.text("ScopeName")) : byName;
    }

    private void put(AppSelector app, AccessRight right, ObjectId scope, @Nullable String sid, ExportItem item) {
        String name = item.textOrEmpty("ScopeName", "ScopeIdentity");
        put(app, right, scope, sid, name.isEmpty() ? scope.toString() : name, item.text("Description"));
    }

    private void put(
            AppSelector app,
            AccessRight right,
            ObjectId scope,
            @Nullable String sid,
            String name,
            @Nullable String description) {
        MailRecipient found = MailRecipient.of(context.draft().now(scope));
        String own = found == null ? sid : found.recipient().sid();
        context.draft()
                .put(new ApplicationAccessPolicy(
                        new PolicyId(context.uuid()),
                        app,
                        right,
                        scope,
                        Objects.requireNonNullElseGet(
                                own, () -> Sid.next(context.draft().before().tenant(), scope, _ -> false)),
                        line(found == null ? name : found.displayName()),
                        line(found == null ? name : found.recipient().name()),
                        description == null ? null : line(description),
                        context.now()));
    }

    private static String line(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.substring(0, Math.min(line.length(), MAX_TEXT_LENGTH));
    }
}
