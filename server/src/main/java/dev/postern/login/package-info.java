/**
 * The token, discovery, key and managed identity endpoints. The package {@code token} makes the decisions; this package
 * reads requests and writes responses of the protocol.
 */
@NullMarked
package dev.postern.login;

import org.jspecify.annotations.NullMarked;
