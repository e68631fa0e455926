package dev.postern.mailbox;

/** An attachment id as given by a caller, with the item it belongs to. */
public record AttachmentRef(ItemRef item, AttachmentId id) {}
