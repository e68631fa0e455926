package dev.postern.outbound;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Whether an address belongs to this machine. */
@FunctionalInterface
interface LocalAddresses {
    boolean has(InetAddress plain);

    /** Loopback, the unspecified address, which connects to loopback, and the current addresses of all interfaces. */
    LocalAddresses OF_MACHINE = address -> {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return true;
        }
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    };
}
