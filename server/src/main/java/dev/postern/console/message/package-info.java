/** Pages about mail: mailboxes that the console may read, messages, the queue, and what happened to a message. */
@NullMarked
package dev.postern.console.message;

import org.jspecify.annotations.NullMarked;
