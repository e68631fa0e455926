package dev.postern.workflow.call;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How a call authenticates. The texts of these records show no secret. */
public sealed interface Authentication {
    /** Without authentication, or by a header of the definition. */
    record Anonymous() implements Authentication {}

    /**
     * With a token of a managed identity.
     *
     * @param identity the resource id of a user-assigned identity; null for the workflow's own
     */
    record Managed(String audience, @Nullable String identity) implements Authentication {}

    /** With a fixed Authorization header. */
    record Fixed(String authorization) implements Authentication {
        @Override
        public String toString() {
            return "Fixed[*]";
        }
    }

    /** With a certificate: a PKCS #12 file. */
    record Certificate(byte[] pfx, String password) implements Authentication {
        @Override
        public String toString() {
            return "Certificate[*]";
        }
    }

    /**
     * With a token that an application gets from its tenant.
     *
     * @param endpoint the address of the token endpoint
     */
    record Application(URI endpoint, String audience, String clientId, Proof proof) implements Authentication {}

    /** How an application authenticates to its tenant. */
    sealed interface Proof {}

    record Secret(String value) implements Proof {
        @Override
        public String toString() {
            return "Secret[*]";
        }
    }

    record SignedAssertion(Certificate certificate) implements Proof {}
}
