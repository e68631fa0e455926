/** Connections below HTTP: accepting them, their number, their time limits, TLS. It does not know what a request means. */
@NullMarked
package dev.postern.http.connection;

import org.jspecify.annotations.NullMarked;
