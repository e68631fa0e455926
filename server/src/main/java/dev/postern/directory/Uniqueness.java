package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what must be unique in a tenant. Each check is a lookup. */
final class Uniqueness {
    private Uniqueness() {}

    static void check(Facts facts, DirectoryObject object) {
        Recipient recipient = Recipient.of(object);
        if (recipient != null) {
            checkAddresses(facts, object.id(), RecipientIndex.folded(recipient));
        }
        switch (object) {
            case User user -> {
                if (isOther(facts.recipients().byPrincipalName(user.userPrincipalName()), user)) {
                    throw new DirectoryFailure.AlreadyExists("userPrincipalName", user.userPrincipalName());
                }
            }
            case Application application -> {
                checkAppId(facts.applications().applications().get(application.appId()), object, application.appId());
                checkNoApplication(facts.principal(application.appId()), application.appId());
            }
            case ServicePrincipal principal -> {
                checkAppId(facts.applications().principals().get(principal.appId()), object, principal.appId());
                if (facts.application(principal.appId()) != null) {
                    checkNoApplication(principal, principal.appId());
                }
            }
            case Group _, AdministrativeUnit _ -> {}
        }
    }

    private static void checkAddresses(Facts facts, ObjectId self, Set<String> addresses) {
        for (String address : addresses) {
            ObjectId holder = facts.recipients().byAddress(address);
            DirectoryObject other = holder == null || holder.equals(self) ? null : facts.find(holder);
            if (other != null) {
                throw new DirectoryFailure.AddressTaken(asWritten(other, address), other.displayName());
            }
        }
    }

    private static String asWritten(DirectoryObject holder, String folded) {
        Recipient recipient = Recipient.of(holder);
        return recipient == null
                ? folded
                : recipient
                        .addresses()
                        .filter(address -> DirectorySnapshot.fold(address).equals(folded))
                        .findFirst()
                        .orElse(folded);
    }

    private static void checkAppId(@Nullable ObjectId holder, DirectoryObject object, AppId app) {
        if (isOther(holder, object)) {
            throw new DirectoryFailure.AlreadyExists("appId", app.toString());
        }
    }

    private static boolean isOther(@Nullable ObjectId holder, DirectoryObject object) {
        return holder != null && !holder.equals(object.id());
    }

    /** A managed identity has no application: with one it could be given credentials. */
    private static void checkNoApplication(@Nullable ServicePrincipal principal, AppId app) {
        if (principal != null && principal.type() == ServicePrincipalType.MANAGED_IDENTITY) {
            throw new DirectoryFailure.Invalid(
                    "The appId '" + app + "' belongs to a managed identity, which has no application.");
        }
    }
}
