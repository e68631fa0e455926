@org.jspecify.annotations.NullMarked
package dev.postern.mailbox.event;
