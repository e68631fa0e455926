/** What happened to each message: one row for each submission and each message from outside (docs/transport.md). */
@NullMarked
package dev.postern.trace;

import org.jspecify.annotations.NullMarked;
