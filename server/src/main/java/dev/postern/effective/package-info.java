/**
 * Effective access: which application can use which permission on which mailbox, and why. Everything is computed from one directory
 * snapshot, as for a token that were issued now. Decisions are those of {@code access}; nothing here decides differently.
 */
@NullMarked
package dev.postern.effective;

import org.jspecify.annotations.NullMarked;
