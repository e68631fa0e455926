package dev.postern.receive;

import dev.postern.outbound.AddressRange;
import java.net.InetAddress;
import java.util.List;

/**
 * @param hostname of this server, in trace headers
 * @param trusted peers whose test results are believed, and whose mail is not counted
 * @param maxRecipients of one message
 * @param maxMessageBytes as received
 * @param junk whether a trusted peer that calls a message spam decides that it is put into Junk Email
 */
public record ReceivingSettings(
        String hostname, List<AddressRange> trusted, int maxRecipients, long maxMessageBytes, boolean junk) {
    public ReceivingSettings {
        trusted = List.copyOf(trusted);
    }

    boolean trusts(InetAddress peer) {
        return trusted.stream().anyMatch(range -> range.contains(peer));
    }
}
