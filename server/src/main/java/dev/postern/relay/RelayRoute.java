package dev.postern.relay;

import dev.postern.smtp.client.Destination;

/** Where all messages go next. */
public sealed interface RelayRoute {
    Destination of(String domain);

    /** One host for all domains. */
    record Smarthost(String host, int port) implements RelayRoute {
        @Override
        public Destination of(String domain) {
            return new Destination.Smarthost(host, port);
        }
    }

    /** The hosts that DNS names for each domain. */
    record Direct() implements RelayRoute {
        @Override
        public Destination of(String domain) {
            return new Destination.Domain(domain);
        }
    }
}
