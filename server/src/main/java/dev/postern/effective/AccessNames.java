package dev.postern.effective;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.Recipient;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds objects by the names that people use, and names them. */
public final class AccessNames {
    private static final int GUID_LENGTH = 36;
    private static final int MAX_LISTED = 10;

    private final DirectorySnapshot directory;

    public AccessNames(DirectorySnapshot directory) {
        this.directory = directory;
    }

    /** The service principal with this app id, object id or display name; empty also if several have the name. */
    public Optional<ServicePrincipal> app(String text) {
        Optional<UUID> guid = guid(text);
        if (guid.isPresent()) {
            ServicePrincipal found = directory.servicePrincipal(new AppId(guid.get()));
            return Optional.ofNullable(
                    found == null ? directory.find(new ObjectId(guid.get()), ServicePrincipal.class) : found);
        }
        List<ServicePrincipal> named = called(text);
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    private List<ServicePrincipal> called(String name) {
        return directory
                .all(ServicePrincipal.class)
                .filter(one -> one.displayName().equalsIgnoreCase(name))
                .toList();
    }

    /** Why {@link #app} finds none. */
    public String whyNoApp(String text) {
        List<ServicePrincipal> named = called(text);
        if (named.size() < 2) {
            return "There is no application '" + text + "'. Use its app id, its object id or its name.";
        }
        String ids = named.stream()
                .map(one -> one.appId().toString())
                .sorted()
                .limit(MAX_LISTED)
                .collect(Collectors.joining(", "));
        return named.size() + " applications have the name '" + text + "'. Use the app id of the one that you mean: "
                + ids + (named.size() > MAX_LISTED ? ", ..." : "") + ".";
    }

    /** The owner of the mailbox with this address, user principal name or object id. */
    public Optional<User> mailbox(String text) {
        Optional<UUID> guid = guid(text);
        User user = guid.isPresent()
                ? directory.find(new ObjectId(guid.get()), User.class)
                : directory.byPrincipalName(text);
        if (user == null && directory.byAddress(text) instanceof User addressed) {
            user = addressed;
        }
        return Optional.ofNullable(user).filter(one -> EffectiveAccess.address(one) != null);
    }

    private static Optional<UUID> guid(String text) {
        if (text.length() != GUID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The address of an object; the display name if it has none, and the id if it does not exist. */
    public String address(ObjectId id) {
        DirectoryObject object = directory.find(id);
        if (object == null) {
            return id.toString();
        }
        Recipient recipient = Recipient.of(object);
        return recipient == null ? object.displayName() : recipient.primaryAddress();
    }

    /** As {@link #address}, with what is known about an object that was removed. */
    String addressOr(ObjectId id, String kind) {
        return directory.find(id) != null
                ? address(id)
                : directory.policies().stream()
                        .filter(policy -> policy.scope().equals(id))
                        .map(policy -> policy.scopeName() + " (removed)")
                        .findFirst()
                        .orElse("a removed " + kind + " (" + id + ")");
    }

    /** From the mailbox up to the scope. */
    List<String> upward(List<ObjectId> fromScope) {
        List<String> path = new ArrayList<>();
        fromScope.reversed().forEach(id -> path.add(addressOr(id, path.isEmpty() ? "mailbox" : "group")));
        return path;
    }

    public String app(AppId app) {
        ServicePrincipal principal = directory.servicePrincipal(app);
        Application application = directory.application(app);
        return principal != null
                ? principal.displayName()
                : application != null ? application.displayName() : app.toString();
    }

    /** The name of the scope of a role assignment. */
    public String scope(ManagementRoleAssignment one) {
        ObjectId scope = one.scope();
        if (scope == null) {
            return "Organization";
        }
        if (one.scopeType() == ManagementRoleAssignment.ScopeType.MANAGEMENT_SCOPE) {
            ManagementScope found = directory.exchangeObject(scope, ManagementScope.class);
            return found == null ? scope.toString() : found.name();
        }
        return address(scope);
    }
}
