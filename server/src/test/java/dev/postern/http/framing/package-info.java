/** Tests of {@code dev.postern.http.framing}. */
@NullMarked
package dev.postern.http.framing;

import org.jspecify.annotations.NullMarked;
