package dev.postern.outbound;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Whether an address is this machine's. */
@FunctionalInterface
interface LocalAddresses {
    boolean has(InetAddress plain);

    /** Loopback, the unspecified address, which systems take for loopback, and those of the interfaces as they are now. */
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
