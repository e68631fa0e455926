/**
 * The console: pages for people at {@code /console} (docs/console.md). A client of the edges of this server, within its process; it has no other way to
 * data.
 */
@NullMarked
package dev.postern.console;

import org.jspecify.annotations.NullMarked;
