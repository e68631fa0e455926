/**
 * Mail on the wire: messages, their folders and attachments, and sending. Every handler is bound to rows of the table
 * of operations and accesses a mailbox only through the capability that the gate opened.
 */
@NullMarked
package dev.postern.graph.mail;

import org.jspecify.annotations.NullMarked;
