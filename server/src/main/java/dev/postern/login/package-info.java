/**
 * The token, discovery, key and managed-identity endpoints on the wire. What they decide is decided in {@code token}; here it is
 * read from requests and said in the words of the protocol.
 */
@NullMarked
package dev.postern.login;

import org.jspecify.annotations.NullMarked;
