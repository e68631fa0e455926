package dev.postern.directory;

import dev.postern.access.AppId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The application that the pages of the console act as, one in each tenant whose console was opened. It has no credentials: only the server
 * itself issues tokens to it. Administrators may grant it further roles, such as Mail.Read.
 */
public final class BuiltInConsole {
    public static final String NAME = "Postern console";

    /** The alternative name by which it is found. */
    static final String MARK = "postern:console";

    /** The roles that it gets when it is made. None of them gives access to a mailbox. */
    public static final Map<AppId, Set<String>> ROLES = BuiltInAdministrator.ROLES;

    private BuiltInConsole() {}

    /** Whether one of these alternative names is the mark, in any spelling. */
    public static boolean isMarked(List<String> alternativeNames) {
        return alternativeNames.stream()
                .anyMatch(name -> name.strip().toLowerCase(Locale.ROOT).equals(MARK));
    }

    /** The alternative names that a new one has. */
    public static List<String> alternativeNames() {
        return List.of(MARK);
    }

    /** Returns the console of a tenant, or null if it has none. */
    public static @Nullable ServicePrincipal find(DirectorySnapshot directory) {
        return directory
                .all(ServicePrincipal.class)
                .filter(principal -> isMarked(principal.alternativeNames()))
                .findFirst()
                .orElse(null);
    }
}
