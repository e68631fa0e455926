/** A certificate authority of one's own, so that HTTPS works on a machine nobody else certifies. */
@NullMarked
package dev.postern.http.tls;

import org.jspecify.annotations.NullMarked;
