package dev.postern.graph.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds objects by the keys in a URL or a body. An object of another tenant is reported as not found, like one that
 * does not exist.
 */
final class Lookup {
    private static final String APP_ID = "appId=";

    private final DirectorySnapshot directory;

    Lookup(DirectorySnapshot directory) {
        this.directory = directory;
    }

    /** Finds a user by object id or userPrincipalName. */
    User user(String key) {
        Optional<ObjectId> id = id(key);
        User user = id.isPresent() ? directory.find(id.get(), User.class) : directory.byPrincipalName(key);
        return found(user, key);
    }

    Group group(String key) {
        return byId(key, Group.class);
    }

    AdministrativeUnit administrativeUnit(String key) {
        return byId(key, AdministrativeUnit.class);
    }

    /** Finds an application by object id or {@code appId='...'}. */
    Application application(String key) {
        return key.startsWith(APP_ID) ? byAppId(key, directory::application) : byId(key, Application.class);
    }

    /** Finds a service principal by object id or {@code appId='...'}. */
    ServicePrincipal servicePrincipal(String key) {
        return key.startsWith(APP_ID) ? byAppId(key, directory::servicePrincipal) : byId(key, ServicePrincipal.class);
    }

    /** Finds any object by its id. */
    DirectoryObject any(String key) {
        return byId(key, DirectoryObject.class);
    }

    private <T extends DirectoryObject> T byId(String key, Class<T> type) {
        ObjectId id = id(key).orElseThrow(() -> new DirectoryFailure.NotFound(key));
        return found(directory.find(id, type), key);
    }

    private static <T> T byAppId(String key, Function<AppId, @Nullable T> find) {
        String quoted = key.substring(APP_ID.length());
        String text = quoted.length() > 2 && quoted.startsWith("'") && quoted.endsWith("'")
                ? quoted.substring(1, quoted.length() - 1)
                : quoted;
        ObjectId guid = id(text).orElseThrow(() -> new DirectoryFailure.NotFound(text));
        return found(find.apply(new AppId(guid.value())), text);
    }

    private static <T> T found(@Nullable T object, String key) {
        if (object == null) {
            throw new DirectoryFailure.NotFound(key);
        }
        return object;
    }

    /** A key that is not a GUID is reported as not found. */
    static Optional<ObjectId> id(String text) {
        try {
            return Optional.of(ObjectId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static UUID guid(String text) {
        return id(text).map(ObjectId::value).orElseThrow(() -> new DirectoryFailure.NotFound(text));
    }
}
