package dev.postern.management;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds what a search of the audit names. An id that the directory does not have may be that of a removed object, so it is searched for. */
record AuditNames(DirectorySnapshot directory) {
    /** By app id, object id of the service principal, or display name. */
    AppId app(String text) {
        Optional<UUID> id = guid(text);
        if (id.isPresent()) {
            ServicePrincipal principal = directory.find(new ObjectId(id.get()), ServicePrincipal.class);
            return principal == null ? new AppId(id.get()) : principal.appId();
        }
        List<AppId> found = directory
                .all(ServicePrincipal.class)
                .filter(principal -> principal.displayName().equalsIgnoreCase(text))
                .map(ServicePrincipal::appId)
                .limit(2)
                .toList();
        if (found.isEmpty()) {
            throw new ManagementFailure(
                    404, "Request_ResourceNotFound", "There is no application '" + text + "' in the tenant.");
        }
        if (found.size() > 1) {
            throw new ManagementFailure(
                    400, "Request_BadRequest", "Several applications have the name '" + text + "'. Use an app id.");
        }
        return found.getFirst();
    }

    /** By an address, userPrincipalName or object id of the owner, or the id of the mailbox. */
    MailboxId mailbox(String text) {
        Optional<UUID> id = guid(text);
        DirectoryObject owner = id.isPresent() ? directory.find(new ObjectId(id.get())) : named(text);
        if (owner instanceof User user && user.mailbox() != null) {
            return user.mailbox();
        }
        return id.map(MailboxId::new)
                .orElseThrow(() -> new ManagementFailure(
                        404,
                        "ErrorInvalidUser",
                        "There is no mailbox '" + text + "'. Use its address or its object id."));
    }

    private @Nullable DirectoryObject named(String text) {
        User user = directory.byPrincipalName(text);
        return user != null ? user : directory.byAddress(text);
    }

    /** Returns the name that an application has now; null if it has none. */
    @Nullable
    String name(AppId app) {
        ServicePrincipal principal = directory.servicePrincipal(app);
        return principal == null ? null : principal.displayName();
    }

    private static Optional<UUID> guid(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
                ? Optional.of(UUID.fromString(text))
                : Optional.empty();
    }
}
