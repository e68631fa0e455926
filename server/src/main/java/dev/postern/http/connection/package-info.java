/** Connections below HTTP: accepting, maximum number, time limits, TLS. It does not depend on the content of requests. */
@NullMarked
package dev.postern.http.connection;

import org.jspecify.annotations.NullMarked;
