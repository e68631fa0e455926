/** Subscriptions, the changes that wait for them, and the notifications that wait for their endpoint. */
@NullMarked
package dev.postern.subscription;

import org.jspecify.annotations.NullMarked;
