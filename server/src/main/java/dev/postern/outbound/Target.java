package dev.postern.outbound;

import java.net.InetAddress;
import java.util.List;

/** Where a call goes. The addresses were checked, and no other is connected to. */
record Target(Origin origin, List<InetAddress> addresses) {
    Target {
        addresses = List.copyOf(addresses);
    }
}
