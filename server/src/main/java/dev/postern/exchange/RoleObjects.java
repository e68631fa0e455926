package dev.postern.exchange;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ExchangeObject;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.ServicePrincipal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the objects of RBAC for Applications by what their cmdlets call an identity. */
final class RoleObjects {
    private RoleObjects() {}

    /** By name or GUID. */
    static <T extends ExchangeObject> T one(DirectorySnapshot directory, String identity, Class<T> type) {
        T named = directory.exchangeObject(identity, type);
        UUID guid = Guid.of(identity);
        T found = named != null || guid == null ? named : directory.exchangeObject(new ObjectId(guid), type);
        if (found == null) {
            throw CmdletFailures.notFound(identity);
        }
        return found;
    }

    /** As {@link #one}, for cmdlets that only read: a name may have a wildcard. */
    static <T extends ExchangeObject> Stream<T> many(
            DirectorySnapshot directory, String identity, Class<T> type, Function<T, String> name) {
        Optional<Predicate<String>> wildcard = Wildcard.of(identity);
        if (wildcard.isEmpty() || directory.exchangeObject(identity, type) != null) {
            return Stream.of(one(directory, identity, type));
        }
        return matching(directory, identity, type, name, wildcard.get());
    }

    private static <T extends ExchangeObject> Stream<T> matching(
            DirectorySnapshot directory,
            String identity,
            Class<T> type,
            Function<T, String> name,
            Predicate<String> wildcard) {
        List<T> found = directory.exchangeObjects(type).stream()
                .filter(one -> wildcard.test(name.apply(one)))
                .toList();
        if (found.isEmpty()) {
            throw CmdletFailures.notFound(identity);
        }
        return found.stream();
    }

    /** As {@link #principal}, for cmdlets that only read: a display name may have a wildcard. */
    static Stream<ExchangeServicePrincipal> manyPrincipals(DirectorySnapshot directory, String identity) {
        Optional<Predicate<String>> wildcard = Wildcard.of(identity);
        return wildcard.isEmpty() || principals(directory, identity).findAny().isPresent()
                ? Stream.of(principal(directory, identity))
                : matching(
                        directory,
                        identity,
                        ExchangeServicePrincipal.class,
                        ExchangeServicePrincipal::displayName,
                        wildcard.get());
    }

    /** By object id, app id, GUID or display name. */
    static ExchangeServicePrincipal principal(DirectorySnapshot directory, String identity) {
        List<ExchangeServicePrincipal> found = principals(directory, identity).toList();
        if (found.isEmpty()) {
            throw CmdletFailures.notFound(identity);
        }
        if (found.size() > 1) {
            throw CmdletFailures.ambiguousPrincipal(identity);
        }
        return found.getFirst();
    }

    static Stream<ExchangeServicePrincipal> principals(DirectorySnapshot directory, String identity) {
        UUID guid = Guid.of(identity);
        return directory.exchangeObjects(ExchangeServicePrincipal.class).stream()
                .filter(one -> guid == null
                        ? one.displayName().equalsIgnoreCase(identity)
                        : one.id().value().equals(guid)
                                || one.appId().value().equals(guid)
                                || one.servicePrincipal().value().equals(guid));
    }

    /** The service principal of Entra with this object id, whose app id must be this one. */
    static ServicePrincipal inEntra(DirectorySnapshot directory, String appId, String objectId) {
        UUID app = Guid.of(appId);
        UUID object = Guid.of(objectId);
        @Nullable
        ServicePrincipal found = object == null ? null : directory.find(new ObjectId(object), ServicePrincipal.class);
        if (app == null || found == null || !found.appId().equals(new AppId(app))) {
            throw CmdletFailures.noPrincipalInEntra(objectId);
        }
        return found;
    }
}
