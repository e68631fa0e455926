/** Tests. */
@NullMarked
package dev.postern.logging;

import org.jspecify.annotations.NullMarked;
