/** Contacts, contact folders and photos: what they mean. See {@code docs/contacts.md}. */
@NullMarked
package dev.postern.mailbox.contact;

import org.jspecify.annotations.NullMarked;
