package dev.postern.login;

import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import java.util.List;
import java.util.Set;

/** The scope parameter of the client credentials flow: one resource and {@code /.default}. */
final class Scopes {
    private static final String DEFAULT = "/.default";
    /** OpenID Connect scopes that some client libraries always add; they have no effect without a user. */
    private static final Set<String> OF_USERS = Set.of("openid", "profile", "offline_access", "email");

    private Scopes() {}

    /**
     * Returns the resource that a request names in {@code scope}. The parameter {@code resource} belongs to the other version of the
     * endpoint; beside a scope it may only repeat it.
     */
    static String resource(Form form) {
        String beside = form.get("resource");
        if (beside != null && form.get("scope") == null) {
            throw new LoginFailure(LoginError.RESOURCE_NOT_SUPPORTED);
        }
        String resource = resource(form.required("scope"));
        if (beside != null && !withoutSlash(beside).equalsIgnoreCase(withoutSlash(resource))) {
            throw new LoginFailure(LoginError.RESOURCE_BESIDE_SCOPE);
        }
        return resource;
    }

    private static String withoutSlash(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    /** Returns the name of the resource. A trailing slash of the name is kept: {@code https://graph.microsoft.com//.default}. */
    static String resource(String scope) {
        List<String> scopes = List.of(scope.strip().split(" +")).stream()
                .filter(one -> !OF_USERS.contains(one))
                .distinct()
                .toList();
        if (scopes.size() > 1) {
            throw new LoginFailure(LoginError.BAD_SCOPE, scope);
        }
        if (scopes.isEmpty() || !scopes.getFirst().endsWith(DEFAULT)) {
            throw new LoginFailure(LoginError.SCOPE_WITHOUT_DEFAULT, scope);
        }
        String only = scopes.getFirst();
        String resource = only.substring(0, only.length() - DEFAULT.length());
        if (resource.isEmpty()) {
            throw new LoginFailure(LoginError.BAD_SCOPE, scope);
        }
        return resource;
    }
}
