package dev.postern.mailbox;

import java.util.UUID;

/**
 * An attachment within its item.
 *
 * @param value the GUID; never shown on the wire, see {@link WireIds}
 */
public record AttachmentId(UUID value) {}
