package dev.postern.login;

import dev.postern.directory.ServicePrincipal;
import dev.postern.token.ManagedIdentities;
import java.util.List;

/** The identity selected in a request to a managed identity endpoint. Such an endpoint has one identity, so it must be that one. */
final class Selector {
    private static final List<String> CLIENT = List.of("client_id", "clientid");
    private static final List<String> OBJECT = List.of("object_id", "principal_id");
    private static final List<String> RESOURCE = List.of("mi_res_id", "msi_res_id");

    private Selector() {}

    /** Returns whether the query selects this identity, or has no selector. More than one selector selects nothing. */
    static boolean selects(Form query, ServicePrincipal principal) {
        String resource = ManagedIdentities.resourceId(principal);
        long given = java.util.stream.Stream.of(CLIENT, OBJECT, RESOURCE)
                .flatMap(List::stream)
                .filter(name -> query.get(name) != null)
                .count();
        return given <= 1
                && CLIENT.stream()
                        .allMatch(name ->
                                isOrMissing(query, name, principal.appId().toString()))
                && OBJECT.stream()
                        .allMatch(
                                name -> isOrMissing(query, name, principal.id().toString()))
                && RESOURCE.stream().allMatch(name -> isOrMissing(query, name, resource == null ? "" : resource));
    }

    private static boolean isOrMissing(Form query, String name, String wanted) {
        String value = query.get(name);
        return value == null || value.equalsIgnoreCase(wanted);
    }
}
