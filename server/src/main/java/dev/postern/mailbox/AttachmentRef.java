package dev.postern.mailbox;

/** An attachment as somebody named it, with the item it belongs to. */
public record AttachmentRef(ItemRef item, AttachmentId id) {}
