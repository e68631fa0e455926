/** Mail to other domains: a row for each submission and destination, attempts, reports; the keys that sign it. */
@NullMarked
package dev.postern.relay;

import org.jspecify.annotations.NullMarked;
