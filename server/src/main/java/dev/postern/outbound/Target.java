package dev.postern.outbound;

import java.net.InetAddress;
import java.util.List;

/** The target of a call. Its addresses were checked; the client connects to no others. */
record Target(Origin origin, List<InetAddress> addresses) {
    Target {
        addresses = List.copyOf(addresses);
    }
}
