/**
 * Converts messages between their Graph form and internet mail (RFC 5322 and MIME), without keeping large parts in
 * memory.
 */
@NullMarked
package dev.postern.mailbox.mime;

import org.jspecify.annotations.NullMarked;
