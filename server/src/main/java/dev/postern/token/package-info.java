/** Issuing and verifying tokens, credentials, signing keys and their rotation. It does not know mail or HTTP. */
@NullMarked
package dev.postern.token;

import org.jspecify.annotations.NullMarked;
