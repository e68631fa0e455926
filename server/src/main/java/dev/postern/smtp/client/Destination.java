package dev.postern.smtp.client;

/** Where a message goes next. */
public sealed interface Destination {
    /** The name that limits and logs use. */
    String name();

    /** The hosts that DNS names for a domain. */
    record Domain(String domain) implements Destination {
        @Override
        public String name() {
            return domain;
        }
    }

    /** The smarthost that is configured for all mail. */
    record Smarthost(String host, int port) implements Destination {
        @Override
        public String name() {
            return host + ":" + port;
        }
    }
}
