/** What a mailbox holds: folders, messages, attachments and the sequence of their changes; it does not know who may see it. */
@NullMarked
package dev.postern.mailbox;

import org.jspecify.annotations.NullMarked;
