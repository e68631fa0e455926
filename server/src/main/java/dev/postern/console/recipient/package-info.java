/** Mailboxes and groups. */
@NullMarked
package dev.postern.console.recipient;

import org.jspecify.annotations.NullMarked;
