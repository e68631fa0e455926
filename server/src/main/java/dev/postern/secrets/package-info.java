/** Encryption of secrets in the database, so that a copy of the database does not reveal them. Independent of the kind of secret. */
@NullMarked
package dev.postern.secrets;

import org.jspecify.annotations.NullMarked;
