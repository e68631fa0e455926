/** Tests. */
@NullMarked
package dev.postern.http.tls;

import org.jspecify.annotations.NullMarked;
