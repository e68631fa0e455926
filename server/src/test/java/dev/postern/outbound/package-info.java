@NullMarked
package dev.postern.outbound;

import org.jspecify.annotations.NullMarked;
