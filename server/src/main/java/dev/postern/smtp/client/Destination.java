package dev.postern.smtp.client;

/** Where a message goes next. */
public sealed interface Destination {
    /** The hosts that DNS names for a domain. */
    record Domain(String domain) implements Destination {}

    /** The smarthost that is configured for all mail. */
    record Smarthost(String host, int port) implements Destination {}
}
