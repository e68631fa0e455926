package dev.postern.smtp.client;

import java.util.function.Supplier;

/** With what we identify ourselves to a smarthost. Sent only over TLS or to this machine. */
public sealed interface Login {
    String user();

    /** For PLAIN and LOGIN; an access token if the host offers neither of them. */
    record Password(String user, String password) implements Login {
        @Override
        public String toString() {
            return "password of " + user;
        }
    }

    /**
     * For XOAUTH2.
     *
     * @param token an access token that is valid now
     */
    record Token(String user, Supplier<String> token) implements Login {
        @Override
        public String toString() {
            return "token of " + user;
        }
    }
}
