/** Which items and folders of a mailbox have changed since a reader knew it. */
@NullMarked
package dev.postern.mailbox.sync;

import org.jspecify.annotations.NullMarked;
