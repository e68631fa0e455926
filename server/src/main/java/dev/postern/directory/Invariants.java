package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.audit.Actor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What no change may violate, whatever its route. Every draft checks it, so no edge can forget it.
 *
 * <p>A managed identity has no credentials and no application, and its type never changes. Only the server itself changes the
 * resources that every tenant has, the built-in administrator and the console.
 *
 * @param maintenance whether the server itself changes what is its own
 */
record Invariants(Facts facts, Actor actor, boolean maintenance) {
    private static final Set<AppId> RESOURCES = Set.of(
            WellKnown.MICROSOFT_GRAPH, WellKnown.EXCHANGE_ONLINE, WellKnown.AZURE_AD_GRAPH, WellKnown.AZURE_MANAGEMENT);

    private static final int MAX_ENTRIES = 1_200;

    /** Before an object is put. */
    void check(DirectoryObject object) {
        DirectoryObject before = facts.find(object.id());
        if (before != null) {
            checkNature(before, object);
            checkOwner(before, "updated");
        }
        checkOwner(object, "made");
        if (!maintenance) {
            checkEntries(object);
        }
        if (object instanceof ServicePrincipal principal) {
            checkPrincipal(principal);
        }
    }

    /** As in Entra, the lists that the directory acts on have a common limit. Removing entries is always possible. */
    private void checkEntries(DirectoryObject object) {
        int entries = entries(object);
        DirectoryObject before = facts.find(object.id());
        if (entries > MAX_ENTRIES && (before == null || entries > entries(before))) {
            throw new DirectoryFailure.Invalid("The object would have " + entries
                    + " identifier URIs, names, app roles and credentials. It can have at most " + MAX_ENTRIES + ".");
        }
    }

    private static int entries(DirectoryObject object) {
        return switch (object) {
            case User user -> addresses(user.recipient());
            case Group group -> addresses(group.recipient());
            case AdministrativeUnit _ -> 0;
            case Application application ->
                application.identifierUris().size()
                        + application.appRoles().size()
                        + application.credentials().size();
            case ServicePrincipal principal ->
                principal.servicePrincipalNames().size()
                        + principal.alternativeNames().size()
                        + principal.appRoles().size()
                        + principal.credentials().size();
        };
    }

    private static int addresses(@Nullable Recipient recipient) {
        return recipient == null ? 0 : recipient.otherAddresses().size();
    }

    /** The kind, app id and type of an object never change. */
    private static void checkNature(DirectoryObject before, DirectoryObject after) {
        if (before.getClass() != after.getClass()) {
            throw new DirectoryFailure.Invalid("The id '" + before.id() + "' belongs to an object of another type.");
        }
        AppId app = app(before);
        if (app != null && !app.equals(app(after))) {
            throw new DirectoryFailure.Invalid("Property 'appId' is read-only and cannot be set.");
        }
        if (before instanceof ServicePrincipal one
                && after instanceof ServicePrincipal other
                && one.type() != other.type()) {
            throw new DirectoryFailure.Invalid("Property 'servicePrincipalType' is read-only and cannot be set.");
        }
    }

    private void checkPrincipal(ServicePrincipal principal) {
        if (principal.type() == ServicePrincipalType.MANAGED_IDENTITY) {
            String property = firstCredential(principal.credentials());
            if (property != null) {
                throw new DirectoryFailure.Invalid(
                        "Property " + property + " is invalid. The service principal '" + principal.displayName()
                                + "' is a managed identity: it proves itself by where it runs, and has no secrets,"
                                + " certificates or federated credentials.");
            }
        }
        if (BuiltInAdministrator.isMarked(principal.alternativeNames())
                && !principal.id().equals(facts.administrator())) {
            throw new DirectoryFailure.Invalid(
                    "Property alternativeNames is invalid. Only the built-in administrator is called '"
                            + BuiltInAdministrator.MARK + "'.");
        }
        if (!maintenance && BuiltInConsole.isMarked(principal.alternativeNames())) {
            throw new DirectoryFailure.Invalid(
                    "Property alternativeNames is invalid. Only the console is called '" + BuiltInConsole.MARK + "'.");
        }
    }

    private static @Nullable String firstCredential(Credentials credentials) {
        if (!credentials.passwords().isEmpty()) {
            return "passwordCredentials";
        }
        if (!credentials.keys().isEmpty()) {
            return "keyCredentials";
        }
        return credentials.federated().isEmpty() ? null : "federatedIdentityCredentials";
    }

    /** Before an object is removed. */
    void checkRemoval(DirectoryObject object) {
        checkOwner(object, "deleted");
    }

    private void checkOwner(DirectoryObject object, String change) {
        AppId app = app(object);
        if (maintenance || app == null) {
            return;
        }
        if (RESOURCES.contains(app)) {
            throw new DirectoryFailure.Protected("The service principal of '" + object.displayName()
                    + "' belongs to every tenant and cannot be " + change + ".");
        }
        if (isAdministrator(app)) {
            throw new DirectoryFailure.Protected("The application '" + object.displayName()
                    + "' is the built-in administrator and cannot be " + change + ".");
        }
        if (isConsole(app)) {
            throw new DirectoryFailure.Protected(
                    "The application '" + object.displayName() + "' is the console and cannot be " + change + ".");
        }
    }

    /** With a secret of the console, a program could act without a person. */
    private boolean isConsole(AppId app) {
        ServicePrincipal principal = facts.principal(app);
        return principal != null && BuiltInConsole.isMarked(principal.alternativeNames());
    }

    /** The administrator may grant itself further roles, which the audit shows; no other caller may. */
    void checkGrant(AppRoleAssignment assignment) {
        ServicePrincipal holder = administrator(assignment.principal());
        if (holder != null && !maintenance && !holder.appId().equals(actor.app())) {
            throw new DirectoryFailure.Protected("The service principal '" + holder.displayName()
                    + "' is the built-in administrator: only the server can assign app roles to it.");
        }
    }

    /** Without its initial roles, the operator would be locked out. */
    void checkRevocation(AppRoleAssignment assignment) {
        ServicePrincipal holder = administrator(assignment.principal());
        if (holder != null
                && !maintenance
                && facts.find(assignment.resource()) instanceof ServicePrincipal resource
                && BuiltInAdministrator.needs(resource, assignment)) {
            throw new DirectoryFailure.Protected("The service principal '" + holder.displayName()
                    + "' is the built-in administrator: its initial app roles cannot be removed.");
        }
    }

    private @Nullable ServicePrincipal administrator(ObjectId id) {
        return id.equals(facts.administrator()) ? facts.find(id, ServicePrincipal.class) : null;
    }

    private boolean isAdministrator(AppId app) {
        ObjectId id = facts.administrator();
        DirectoryObject administrator = id == null ? null : facts.find(id);
        return administrator != null && app.equals(app(administrator));
    }

    private static @Nullable AppId app(DirectoryObject object) {
        return switch (object) {
            case Application application -> application.appId();
            case ServicePrincipal principal -> principal.appId();
            case User _, Group _, AdministrativeUnit _ -> null;
        };
    }
}
