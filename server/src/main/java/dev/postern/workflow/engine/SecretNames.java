package dev.postern.workflow.engine;

import java.util.Locale;
import java.util.Set;

/** Names whose values are secrets, by the place where they stand. */
final class SecretNames {
    private static final Set<String> ANYWHERE = Set.of(
            "accesskey",
            "accesstoken",
            "accountkey",
            "apikey",
            "authorization",
            "clientassertion",
            "clientsecret",
            "connectionstring",
            "cookie",
            "idtoken",
            "ocpapimsubscriptionkey",
            "passphrase",
            "password",
            "privatekey",
            "proxyauthorization",
            "refreshtoken",
            "secret",
            "secrettext",
            "setcookie",
            "sharedaccesskey",
            "sharedaccesssignature",
            "subscriptionkey",
            "token",
            "xapikey",
            "xfunctionskey",
            "xidentityheader");
    private static final Set<String> IN_QUERIES =
            Set.of("assertion", "code", "key", "passwd", "pwd", "sas", "sig", "signature");
    private static final Set<String> ENDINGS = Set.of("-token", "-secret", "-key", "-signature", "-password");

    private SecretNames() {}

    /** Where a name stands. */
    enum Place {
        HEADERS,
        QUERIES,
        CONTENT
    }

    static boolean has(String name, Place place) {
        String dashed = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
        String bare = dashed.replace("-", "").replace(" ", "");
        if (ANYWHERE.contains(bare)) {
            return true;
        }
        return switch (place) {
            case HEADERS ->
                ENDINGS.stream().anyMatch(dashed::endsWith)
                        || bare.contains("authorization")
                        || bare.contains("cookie")
                        || bare.equals("key")
                        || bare.equals("sig");
            case QUERIES -> ENDINGS.stream().anyMatch(dashed::endsWith) || IN_QUERIES.contains(bare);
            case CONTENT -> dashed.endsWith("-secret") || dashed.endsWith("-password");
        };
    }
}
