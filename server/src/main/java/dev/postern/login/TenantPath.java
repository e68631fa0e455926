package dev.postern.login;

import dev.postern.directory.Directory;
import dev.postern.directory.Tenant;
import dev.postern.http.Request;
import dev.postern.query.Folding;
import dev.postern.token.LoginError;
import dev.postern.token.LoginFailure;
import dev.postern.token.TokenTarget;
import java.util.Set;
import java.util.regex.Pattern;

/** The tenant in the first segment of a path. */
final class TenantPath {
    private static final Set<String> WORDS = Set.of("common", "organizations", "consumers");
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))+");

    private TenantPath() {}

    static String name(Request request) {
        return request.segments().getFirst();
    }

    /** Returns whether the path contains a placeholder for any tenant, such as {@code common}. */
    static boolean isWord(Request request) {
        return WORDS.contains(Folding.lower(name(request)));
    }

    /** @throws LoginFailure with the error {@code unknown} if there is no such tenant */
    static Tenant tenant(Directory directory, Request request, LoginError unknown) {
        String name = name(request);
        if (isWord(request)) {
            throw new LoginFailure(LoginError.TENANT_WORD, name);
        }
        Tenant tenant = directory.tenant(name);
        if (tenant == null) {
            boolean wellFormed =
                    TokenTarget.appId(name) != null || DOMAIN.matcher(name).matches();
            throw new LoginFailure(wellFormed ? unknown : LoginError.MALFORMED_TENANT, name);
        }
        return tenant;
    }
}
