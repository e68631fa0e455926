/** Mail to other domains: rows for each submission and destination, attempts, reports, the queue's administration; the keys that sign it. */
@NullMarked
package dev.postern.relay;

import org.jspecify.annotations.NullMarked;
