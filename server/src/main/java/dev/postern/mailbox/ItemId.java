package dev.postern.mailbox;

import java.util.UUID;

/**
 * An item within its mailbox; it does not change when the item moves between folders.
 *
 * @param value the GUID; never shown on the wire, see {@link WireIds}
 */
public record ItemId(UUID value) {}
