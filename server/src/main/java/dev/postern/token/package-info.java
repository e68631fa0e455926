/** Issuing and verifying tokens, client credentials, signing keys and their rotation. Independent of mail and HTTP. */
@NullMarked
package dev.postern.token;

import org.jspecify.annotations.NullMarked;
