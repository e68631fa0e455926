/** Questions about JSON documents, as trees that know neither the wire nor an engine. Uses no other room. */
@NullMarked
package dev.postern.query;

import org.jspecify.annotations.NullMarked;
