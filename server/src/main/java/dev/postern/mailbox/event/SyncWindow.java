package dev.postern.mailbox.event;

import dev.postern.mailbox.IdStyle;
import java.time.Instant;

/**
 * The part of a calendar that a reader follows.
 *
 * @param to exclusive
 * @param ids the style of the ids that the reader gets
 */
public record SyncWindow(Instant from, Instant to, IdStyle ids) {}
