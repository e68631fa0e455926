/** Mail to other domains: rows for each submission and destination, attempts, reports, and the administration of the queue. */
@NullMarked
package dev.postern.relay;

import org.jspecify.annotations.NullMarked;
