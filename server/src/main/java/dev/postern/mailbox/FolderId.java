package dev.postern.mailbox;

import java.util.UUID;

/**
 * A folder within its mailbox. Folders with a well-known name have the same id in every mailbox.
 *
 * @param value the GUID; never shown on the wire, see {@link WireIds}
 */
public record FolderId(UUID value) {}
