package dev.postern.mailbox;

/** A message from another host that is ready to be inserted, and its large contents, which no mailbox has yet. */
public record ReceivedMessage(PreparedMessage prepared, ReceivedContents large) {}
