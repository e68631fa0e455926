/** CPU-bound work whose cost depends on content: it runs on separate threads with a deadline, and results can be cached. */
@NullMarked
package dev.postern.compute;

import org.jspecify.annotations.NullMarked;
