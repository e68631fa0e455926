package dev.postern.console.recipient;

import java.util.List;

/** What a field for an address offers. */
public record AddressOptions(List<String> addresses) {
    public AddressOptions {
        addresses = List.copyOf(addresses);
    }
}
