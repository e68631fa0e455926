/** Contacts and contact folders over Graph. See {@code docs/contacts.md}. */
@NullMarked
package dev.postern.graph.contact;

import org.jspecify.annotations.NullMarked;
