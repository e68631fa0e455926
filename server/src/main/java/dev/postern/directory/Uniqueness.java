package dev.postern.directory;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What no two objects of a tenant may share. */
final class Uniqueness {
    private Uniqueness() {}

    static void check(Facts facts, DirectoryObject object) {
        Recipient recipient = recipient(object);
        Set<String> addresses = recipient == null
                ? Set.of()
                : recipient.addresses().map(DirectorySnapshot::fold).collect(Collectors.toSet());
        for (DirectoryObject other : facts.objects().values()) {
            if (!other.id().equals(object.id())) {
                checkAddresses(addresses, other);
                checkNames(object, other);
            }
        }
    }

    private static void checkAddresses(Set<String> addresses, DirectoryObject other) {
        Recipient recipient = recipient(other);
        if (recipient == null || addresses.isEmpty()) {
            return;
        }
        recipient
                .addresses()
                .filter(address -> addresses.contains(DirectorySnapshot.fold(address)))
                .findFirst()
                .ifPresent(address -> {
                    throw new DirectoryFailure.AddressTaken(address, other.displayName());
                });
    }

    private static void checkNames(DirectoryObject object, DirectoryObject other) {
        if (object instanceof User user
                && other instanceof User second
                && user.userPrincipalName().equalsIgnoreCase(second.userPrincipalName())) {
            throw new DirectoryFailure.AlreadyExists("userPrincipalName", user.userPrincipalName());
        }
        if (object instanceof ServicePrincipal one
                && other instanceof ServicePrincipal second
                && one.appId().equals(second.appId())) {
            throw new DirectoryFailure.AlreadyExists("appId", one.appId().toString());
        }
        checkNoApplication(object, other);
        checkNoApplication(other, object);
        if (object instanceof Application one
                && other instanceof Application second
                && one.appId().equals(second.appId())) {
            throw new DirectoryFailure.AlreadyExists("appId", one.appId().toString());
        }
    }

    /** A managed identity has no application: with one it could be given credentials. */
    private static void checkNoApplication(DirectoryObject one, DirectoryObject other) {
        if (one instanceof Application application
                && other instanceof ServicePrincipal identity
                && identity.type() == ServicePrincipalType.MANAGED_IDENTITY
                && identity.appId().equals(application.appId())) {
            throw new DirectoryFailure.Invalid(
                    "appId",
                    "The appId '" + identity.appId() + "' belongs to a managed identity, which has no application.");
        }
    }

    static @Nullable Recipient recipient(DirectoryObject object) {
        return switch (object) {
            case User user -> user.recipient();
            case Group group -> group.recipient();
            case Application application -> null;
            case ServicePrincipal principal -> null;
        };
    }
}
