/**
 * Mail on the wire: messages, their folders and attachments, and what is sent. Every handler is bound to rows of the table of
 * operations; whatever it does to a mailbox it does through the one that the gate opened.
 */
@NullMarked
package dev.postern.graph.mail;

import org.jspecify.annotations.NullMarked;
