@NullMarked
package dev.postern.graph.directory;

import org.jspecify.annotations.NullMarked;
