package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The service principals of the resources that every tenant has, with their app roles as {@code app-roles.csv} lists them. Their
 * object ids differ from tenant to tenant, the ids of the roles do not.
 */
final class WellKnownPrincipals {
    private record Resource(AppId appId, String displayName, List<String> names) {}

    private record Role(AppId resource, AppRole role) {}

    private static final List<Resource> RESOURCES = List.of(
            new Resource(
                    WellKnown.MICROSOFT_GRAPH,
                    "Microsoft Graph",
                    List.of("https://graph.microsoft.com", "https://graph.microsoft.com/")),
            new Resource(
                    WellKnown.EXCHANGE_ONLINE,
                    "Office 365 Exchange Online",
                    List.of(
                            "https://outlook.office365.com",
                            "https://outlook.office365.com/",
                            "https://outlook.office.com",
                            "https://outlook.office.com/")),
            new Resource(
                    WellKnown.AZURE_AD_GRAPH,
                    "Windows Azure Active Directory",
                    List.of("https://graph.windows.net", "https://graph.windows.net/")),
            new Resource(
                    WellKnown.AZURE_MANAGEMENT,
                    "Windows Azure Service Management API",
                    List.of(
                            "https://management.azure.com",
                            "https://management.azure.com/",
                            "https://management.core.windows.net",
                            "https://management.core.windows.net/")));

    private static final List<Role> ROLES = load();

    private WellKnownPrincipals() {}

    /** @param ids the object ids of some of them; the others get new ones */
    static List<ServicePrincipal> of(Tenant tenant, Map<AppId, ObjectId> ids) {
        return RESOURCES.stream()
                .map(resource -> new ServicePrincipal(
                        ids.getOrDefault(resource.appId(), new ObjectId(UUID.randomUUID())),
                        resource.appId(),
                        tenant.createdAt(),
                        resource.displayName(),
                        ServicePrincipalType.APPLICATION,
                        true,
                        false,
                        resource.names(),
                        List.of(),
                        ROLES.stream()
                                .filter(role -> role.resource().equals(resource.appId()))
                                .map(Role::role)
                                .toList(),
                        Credentials.NONE,
                        null,
                        List.of(),
                        Map.of()))
                .toList();
    }

    /** Adds the roles that this version knows and the tenant's resources do not have yet. */
    static void complete(Draft draft) {
        for (Resource resource : RESOURCES) {
            ServicePrincipal principal = draft.before().servicePrincipal(resource.appId());
            if (principal != null) {
                Set<UUID> known = principal.appRoles().stream().map(AppRole::id).collect(Collectors.toSet());
                List<AppRole> missing = ROLES.stream()
                        .filter(role -> role.resource().equals(resource.appId()))
                        .map(Role::role)
                        .filter(role -> !known.contains(role.id()))
                        .toList();
                if (!missing.isEmpty()) {
                    draft.put(principal.withAppRoles(Stream.concat(principal.appRoles().stream(), missing.stream())
                            .toList()));
                }
            }
        }
    }

    private static List<Role> load() {
        InputStream resource = Objects.requireNonNull(
                WellKnownPrincipals.class.getResourceAsStream("app-roles.csv"), "app-roles.csv is not in the jar");
        try (var lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(WellKnownPrincipals::role).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Role role(String line) {
        String[] cells = line.split(",", 4);
        return new Role(
                AppId.of(cells[0]),
                new AppRole(UUID.fromString(cells[2]), cells[1], cells[3], cells[3], List.of("Application"), true));
    }
}
