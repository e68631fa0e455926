package dev.postern.smtp.client;

import java.net.InetAddress;
import java.util.List;

/** What DNS says about mail. Names are in ASCII. A question blocks, for a limited time. Thread-safe. */
public interface Dns {
    /** @param <T> what was asked for */
    sealed interface Answer<T> {
        /** Not empty. */
        record Found<T>(List<T> values) implements Answer<T> {
            public Found {
                values = List.copyOf(values);
            }
        }

        /** @param nameExists whether there are records of another type */
        record None<T>(boolean nameExists) implements Answer<T> {}

        /** It is not known whether there are any. */
        record Failed<T>(String reason) implements Answer<T> {}
    }

    /**
     * An MX record.
     *
     * @param name without a dot at the end; empty for the root, as in a null MX
     */
    record MailHost(int preference, String name) {}

    Answer<MailHost> mailHosts(String domain);

    /** IPv4 first: it is routed in more networks. */
    Answer<InetAddress> addresses(String host);

    Answer<String> texts(String name);
}
