/**
 * The content of mailboxes: folders by class, items by kind (messages today), attachments and the log of their changes. It does not decide who may
 * access it.
 */
@NullMarked
package dev.postern.mailbox;

import org.jspecify.annotations.NullMarked;
