/** The rules of an Inbox: how they are stored, which of them match an arriving message, and what follows. */
@org.jspecify.annotations.NullMarked
package dev.postern.mailbox.rule;
