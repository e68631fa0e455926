/** Work whose cost its content decides: on threads of its own, within a deadline, and done once where the result can be kept. */
@NullMarked
package dev.postern.compute;

import org.jspecify.annotations.NullMarked;
