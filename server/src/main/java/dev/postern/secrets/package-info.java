/** Encrypts what the database keeps and nobody may read out of a copy of it. Knows nothing of what it encrypts. */
@NullMarked
package dev.postern.secrets;

import org.jspecify.annotations.NullMarked;
