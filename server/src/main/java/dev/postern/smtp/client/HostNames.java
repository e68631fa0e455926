package dev.postern.smtp.client;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of smarthosts, which need not be in DNS. */
@FunctionalInterface
public interface HostNames {
    /** The resolver of the operating system. */
    HostNames SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    List<InetAddress> find(String host) throws IOException;
}
