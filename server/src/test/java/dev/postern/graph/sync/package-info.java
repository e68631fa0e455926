@NullMarked
package dev.postern.graph.sync;

import org.jspecify.annotations.NullMarked;
