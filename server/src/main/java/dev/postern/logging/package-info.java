/** The format and destination of log lines. */
@NullMarked
package dev.postern.logging;

import org.jspecify.annotations.NullMarked;
