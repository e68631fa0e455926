@NullMarked
package dev.postern.migration;

import org.jspecify.annotations.NullMarked;
