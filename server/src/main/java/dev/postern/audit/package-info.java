/** The audit: every decision and change, appended to hash chains. Entries are never changed; those past retention are removed. */
@NullMarked
package dev.postern.audit;

import org.jspecify.annotations.NullMarked;
