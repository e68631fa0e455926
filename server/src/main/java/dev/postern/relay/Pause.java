package dev.postern.relay;

import java.time.Instant;

/**
 * The time in which a host is left alone, with all rows for it.
 *
 * @param reason what was replied, or what prevented a reply
 */
record Pause(Instant until, String reason) {}
