/** Every decision and every change, appended in chains of hashes. Nothing here is ever changed; what is past retention is removed. */
@NullMarked
package dev.postern.audit;

import org.jspecify.annotations.NullMarked;
