/** Tests of the queue of notifications. */
@NullMarked
package dev.postern.subscription;

import org.jspecify.annotations.NullMarked;
