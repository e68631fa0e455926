package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.time.Instant;

/**
 * A management scope: the recipients that a filter matches.
 *
 * @param filter in OPATH, as it was given
 */
public record ManagementScope(ObjectId id, Instant createdAt, String name, String filter) implements ExchangeObject {}
