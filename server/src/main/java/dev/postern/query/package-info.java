/** Conditions on JSON documents, as trees that depend on no protocol and no database. Depends on no other package. */
@NullMarked
package dev.postern.query;

import org.jspecify.annotations.NullMarked;
