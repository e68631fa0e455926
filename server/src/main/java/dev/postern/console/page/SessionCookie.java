package dev.postern.console.page;

import dev.postern.http.Request;
import dev.postern.http.Response;
import java.util.Optional;

/** The cookie with the secret of a session. Over TLS its prefix keeps other hosts and plain HTTP from setting it. */
final class SessionCookie {
    private static final String NAME = "postern-console";
    private static final String SECURE_NAME = "__Host-" + NAME;

    private SessionCookie() {}

    static Optional<String> read(Request request) {
        String name = name(request);
        for (String header : request.headers("Cookie")) {
            for (String pair : header.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(pair.substring(equals + 1).strip());
                }
            }
        }
        return Optional.empty();
    }

    /** Sets the cookie until the browser is closed; the server ends the session earlier. */
    static Response set(Request request, Response response, String secret) {
        return response.with("Set-Cookie", name(request) + "=" + secret + attributes(request));
    }

    static Response clear(Request request, Response response) {
        return response.with("Set-Cookie", name(request) + "=" + attributes(request) + "; Max-Age=0");
    }

    private static String name(Request request) {
        return isSecure(request) ? SECURE_NAME : NAME;
    }

    /** Lax, so that a link from a chat or a mail reaches the console signed in; every change needs the form token besides. */
    private static String attributes(Request request) {
        return "; Path=/; HttpOnly; SameSite=Lax" + (isSecure(request) ? "; Secure" : "");
    }

    private static boolean isSecure(Request request) {
        return "https".equals(request.base().getScheme());
    }
}
