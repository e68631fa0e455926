/** A local certificate authority, so that HTTPS works without a certificate from a public authority. */
@NullMarked
package dev.postern.http.tls;

import org.jspecify.annotations.NullMarked;
