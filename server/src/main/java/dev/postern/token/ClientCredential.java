package dev.postern.token;

import org.jspecify.annotations.Nullable;

/** The credential in a token request. */
public sealed interface ClientCredential {
    /** No credential. */
    record Nothing() implements ClientCredential {}

    /** A client secret. */
    record Secret(String text) implements ClientCredential {
        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    /** A signed assertion: signed with the client's certificate, or by an issuer that the application trusts. */
    record Assertion(String text) implements ClientCredential {
        @Override
        public String toString() {
            return "Assertion[hidden]";
        }
    }

    /** Returns the credential from the parameters of a request; empty ones count as missing. */
    static ClientCredential of(@Nullable String secret, @Nullable String assertion) {
        if (assertion != null && !assertion.isEmpty()) {
            return new Assertion(assertion);
        }
        return secret == null || secret.isEmpty() ? new Nothing() : new Secret(secret);
    }
}
