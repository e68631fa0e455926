/** The audit: search, one decision in words, verification. */
@NullMarked
package dev.postern.console.record;

import org.jspecify.annotations.NullMarked;
